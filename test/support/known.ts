/** What a fixture's `known.json` tells, as settings and files beside the nets would. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalysisOptions } from '../../src/analysis/net-analysis.js';

export interface Known {
  /** Models at hand by path; each layer's shapes. Loaded when a solver names them. */
  weights?: Record<string, Record<string, number[][]>>;
  /** Load them for nets without a solver, too. */
  always?: boolean;
}

export function knownIn(folder: string): Known {
  const path = join(folder, 'known.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Known) : {};
}

export function analysisOf(known: Known = {}): Pick<AnalysisOptions, 'weightsOf'> {
  const { weights } = known;
  if (!weights) return {};
  const all = Object.entries(weights).map(([path, layers]) => ({
    path,
    layers: Object.entries(layers).map(([name, shapes]) => ({
      name,
      blobs: shapes.map((shape) => ({ shape, legacy: false, stats: { mean: 0, variance: 0.01, broken: 0 } })),
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
