/** What the user tells of a net's data and its start, and the text does not hold. */
import type { DataDescription } from '../numeric/data.js';
import type { TrainedWeights } from './trained.js';

export interface Knowledge {
  /** Pixels before `transform_param`, and the input of nets without data layer; natural images where nothing is told. */
  pixels?: DataDescription | undefined;
  /** Number of classes: labels go from 0 to classes - 1. */
  classes?: number | undefined;
  /** Training starts from these; undefined: from the fillers. */
  trained?: TrainedWeights | undefined;
}

export const NOTHING_TOLD: Knowledge = {};
