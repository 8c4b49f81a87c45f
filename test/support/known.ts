/** What a fixture's `known.json` tells, as settings and files beside the nets would. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalysisOptions } from '../../src/analysis/net-analysis.js';
import { readLabelList } from '../../src/labels/label-list.js';
import type { ByteSource } from '../../src/weights/wire.js';

export interface Known {
  /** Models at hand by path; each layer's shapes. Loaded when a solver names them. */
  weights?: Record<string, Record<string, number[][]>>;
  /** Layers of these models whose last number is NaN. */
  broken?: Record<string, string[]>;
  /** Load them for nets without a solver, too. */
  always?: boolean;
  /** Lists of images beside the net by path: runs of one label, each with its length. */
  lists?: Record<string, [label: number | string, length: number][]>;
}

export function knownIn(folder: string): Known {
  const path = join(folder, 'known.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Known) : {};
}

/** The text of a list of images. */
export const listText = (runs: NonNullable<Known['lists']>[string]): string =>
  runs
    .flatMap(([label, n]) => Array.from({ length: n }, (_, i) => `images/${label}/${i}.png ${label}\n`))
    .join('');

/** A text as an open file. */
export function bytesOf(text: string): ByteSource {
  const bytes = Buffer.from(text);
  return { size: bytes.length, read: (at, into) => bytes.copy(into, 0, at) };
}

export function analysisOf(known: Known = {}): Pick<AnalysisOptions, 'weightsOf' | 'labelsOf'> {
  return { ...weightsOf(known), ...labelsOf(known) };
}

function labelsOf({ lists }: Known): Pick<AnalysisOptions, 'labelsOf'> {
  if (!lists) return {};
  return {
    labelsOf: (_, { source }) => {
      const runs = lists[source];
      return runs && { list: readLabelList(source, bytesOf(listText(runs))), own: true };
    },
  };
}

function weightsOf(known: Known): Pick<AnalysisOptions, 'weightsOf'> {
  const { weights, broken = {} } = known;
  if (!weights) return {};
  const all = Object.entries(weights).map(([path, layers]) => ({
    path,
    layers: Object.entries(layers).map(([name, shapes]) => ({
      name,
      blobs: shapes.map((shape) => ({
        shape,
        legacy: false,
        stats: { mean: 0, variance: 0.01, broken: broken[path]?.includes(name) ? 1 : 0 },
      })),
    })),
  }));
  return {
    weightsOf: (_, fields) => {
      if (fields.length === 0) return known.always ? { models: all, unread: false } : undefined;
      const models = all.filter((m) => fields.includes(m.path));
      return { models, unread: models.length < fields.length };
    },
  };
}
