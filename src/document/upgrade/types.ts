/** What the upgrade answers. */
import type { Message, Range } from '../message.js';

export type UpgradeKind = 'v0' | 'v1' | 'data-transform' | 'input' | 'batchnorm' | 'solver-type';

/** One thing that Caffe rewrites while it reads the file. */
export interface UpgradeStep {
  kind: UpgradeKind;
  range: Range;
  message: string;
  /** The rewriting changes the message, but nothing that a run of it would show. */
  cosmetic?: true;
}

export type RefusalId =
  | 'layer-and-layers'
  | 'v0-unknown-type'
  | 'v0-unknown-bottom'
  | 'v0-padding'
  | 'input-dim-count'
  | 'input-shape-count'
  | 'solver-type-twice';

/** Where Caffe's upgrade stops the program. */
export interface UpgradeRefusal {
  id: RefusalId;
  range: Range;
  message: string;
}

export type LossId =
  | 'v0-dropped-field'
  | 'v0-dropped-layer'
  | 'input-dim-surplus'
  | 'input-shape-surplus'
  | 'input-shape-and-dim'
  | 'no-v2-field'
  | 'fork-type';

/** What the upgraded net no longer holds although the author wrote it. Caffe goes on without it. */
export interface UpgradeLoss {
  id: LossId;
  range: Range;
  message: string;
}

export interface Upgraded {
  steps: UpgradeStep[];
  refusals: UpgradeRefusal[];
  losses: UpgradeLoss[];
}

export interface UpgradedNet extends Upgraded {
  net: Message;
}

export interface UpgradedSolver extends Upgraded {
  solver: Message;
}
