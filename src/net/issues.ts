/** Findings about a net as plain data; each id is a rule of the same name. */
import type { Mend } from '../document/mend.js';
import type { Range } from '../document/message.js';
import type { LayerNode } from './graph.js';

export type GraphIssueId =
  | 'unknown-bottom'
  | 'duplicate-top'
  | 'include-and-exclude'
  | 'unknown-layer-type'
  | 'missing-layer-type'
  | 'propagate-down-count'
  | 'bottom-top-count'
  | 'loss-weight-count'
  | 'too-many-params'
  | 'shared-param-mismatch'
  | 'label-backprop'
  | 'backward-not-implemented'
  | 'duplicate-layer-name'
  | 'blob-too-large';

/**
 * When Caffe comes to it: filtering by state, inserting splits, setting up layer by layer, the first
 * backward pass; or never (`silent`).
 */
export type Stage = 'filter' | 'split' | 'setup' | 'backward' | 'silent';

export interface Issue<Id extends string = GraphIssueId> {
  id: Id;
  range: Range;
  message: string;
  stage: Stage;
  /** The layer it is about; undefined when that is not part of the view. */
  layer: LayerNode | undefined;
  /** The one likely mend, when there is one. */
  suggestion?: {
    range: Range;
    text: string;
    title: string;
    /** Only letters' case or V1's spelling differ, so that nothing else can be meant. */
    sure: boolean;
  };
  /** A mend that takes fields away or adds some. */
  mend?: Mend;
  /** Issues of one id and one key have one cause and are one finding; it names the subjects. */
  like?: { key: string; subject: string };
  /** Further places that explain it. */
  related?: { range: Range; message: string }[];
}

const stages: readonly Stage[] = ['filter', 'split', 'setup', 'backward', 'silent'];

/** Sort into the order in which Caffe would come to them (stable). */
export function inCaffeOrder<T extends Issue<string>>(issues: readonly T[]): T[] {
  const rank = (issue: T): number => stages.indexOf(issue.stage);
  const at = (issue: T): number => issue.layer?.index ?? -1;
  return [...issues].sort((a, b) => rank(a) - rank(b) || at(a) - at(b));
}
