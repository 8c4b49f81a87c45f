/** What the user tells of a net's data and its start, and the text does not hold. */
import type { DataDescription } from '../numeric/data.js';
import type { LabelList } from '../labels/label-list.js';
import type { TrainedWeights } from './trained.js';

export interface Knowledge {
  /** Pixels before `transform_param`, and the input of nets without data layer; natural images where nothing is told. */
  pixels?: DataDescription | undefined;
  /** Number of classes: labels go from 0 to classes - 1. */
  classes?: number | undefined;
  /** Images of the data sets. */
  samples?: { train?: number; test?: number } | undefined;
  /** The labels that a data layer reads; undefined where no list is at hand. */
  labelsOf?: ((layer: DataSource) => SourceLabels | undefined) | undefined;
  /** Training starts from these; undefined: from the fillers. */
  trained?: TrainedWeights | undefined;
}

/** What a data layer says of its data. */
export interface DataSource {
  type: string;
  source: string;
}

export interface SourceLabels {
  list: LabelList;
  /** It is the list of this source alone: its lines are the source's images. */
  own: boolean;
}

export const NOTHING_TOLD: Knowledge = {};
