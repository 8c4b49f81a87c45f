/** What a rule says, and what could be done about it. */
import type { Edit } from '../text/edit.js';
import type { SourceText } from '../text/source-text.js';

export type Category =
  | 'syntax'
  | 'schema'
  | 'graph'
  | 'shape'
  | 'init'
  | 'normalization'
  | 'loss'
  | 'data'
  | 'solver'
  | 'finetune'
  | 'deploy'
  | 'style'
  | 'portability';

/** What a run of the net would show. */
export type Symptom = 'load-failure' | 'nan' | 'plateau' | 'slow' | 'wrong-result' | 'none';

export type Severity = 'error' | 'warn';

/**
 * `safe`: after Caffe's upgrade the message is unchanged, or the unfixed file could not have loaded.
 * `unsafe`: changes what the file means. `display`: only ever shown.
 */
export type Applicability = 'safe' | 'unsafe' | 'display';

export interface Fix {
  title: string;
  applicability: Applicability;
  edits: Edit[];
  /** At most one fix of a group is applied per pass. */
  isolation?: string;
}

export interface Related {
  source: SourceText;
  start: number;
  end: number;
  message: string;
}

export interface Finding {
  ruleId: string;
  category: Category;
  severity: Severity;
  symptom: Symptom;
  message: string;
  source: SourceText;
  /** Offsets into the source. */
  start: number;
  end: number;
  fix?: Fix;
  /** The views of the net it holds in, where not all. */
  views?: string[];
  related?: Related[];
}
