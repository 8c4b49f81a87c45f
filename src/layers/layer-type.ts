/**
 * What caffe-lint knows of a layer type. One file per type or family defines its signature, its
 * shapes with every CHECK of Caffe's LayerSetUp and Reshape, and its numeric behaviour.
 */
import type { Mend } from '../document/mend.js';
import type { Message, Range } from '../document/message.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import type { ParamBlob } from '../shapes/param-blob.js';
import type { Shape } from '../shapes/shape.js';

export type { ParamBlob };

/** Classes of refusal; each is a rule of the same id with its page and fixtures. */
export type RefusalId =
  | 'bottom-top-count'
  | 'missing-layer-parameter'
  | 'conflicting-layer-parameters'
  | 'invalid-layer-parameter'
  | 'kernel-larger-than-input'
  | 'indivisible-group'
  | 'bottom-shape-mismatch'
  | 'label-count-mismatch'
  | 'axis-out-of-range'
  | 'invalid-reshape'
  | 'invalid-filler'
  | 'in-place-refused'
  | 'too-many-params'
  | 'batchnorm-param-blocks'
  | 'loss-weight-count'
  | 'blob-too-large'
  | 'invalid-transform';

/** Thrown by `SetupContext.refuse`: Caffe aborts at this CHECK, so nothing behind it is set up. */
export class Refusal extends Error {
  constructor(
    readonly id: RefusalId,
    readonly range: Range,
    message: string,
    readonly mend?: Mend,
  ) {
    super(message);
  }
}

export interface SetupResult {
  /** One shape per top. */
  tops: Shape[];
  params?: ParamBlob[];
  /** Multiply-adds of one forward pass over the whole batch; undefined when unknown. */
  macs?: number | undefined;
}

export interface SetupContext {
  name: string;
  type: string;
  phase: 'TRAIN' | 'TEST';
  /** The LayerParameter. */
  layer: Message;
  bottoms: readonly Shape[];
  bottomNames: readonly string[];
  topNames: readonly string[];
  /** Loss weight of each top: what the text sets, else the type's default. */
  lossWeights: readonly number[];
  /** Shapes given by the user for blobs that a data layer makes (`--input NAME=…`). */
  given(blob: string): Shape;
  /** Caffe stops here. `range` is the place in the text that is wrong (see Message.at). */
  refuse(id: RefusalId, range: Range, message: string, mend?: Mend): never;
}

export interface Count {
  exact?: number;
  min?: number;
  max?: number;
}

/** Blobs whose values a Backward needs. */
export interface BackwardReads {
  bottomData?: boolean;
  topData?: boolean;
}

export interface LayerType {
  /** The `type` strings it is registered under; `V1` names are upgraded before they come here. */
  types: readonly string[];
  /** The dialects that register it; absent for BVLC's own. */
  dialects?: readonly string[];
  bottoms: Count;
  tops: Count;
  /** EqualNumBottomTopBlobs. */
  equalCounts?: true;
  /** Its first top has loss weight 1 unless the text sets one (LossLayer). */
  loss?: true;
  /** AutoTopBlobs: missing tops are made anonymously. */
  autoTops?: true;
  /** It brings data in; it reads no bottom and its tops need no gradient. */
  source?: true;
  /** AllowForceBackward(i) is false for these bottoms (labels). */
  noForceBackward?: readonly number[];
  /** Backward is not implemented at all: with a gradient asked for, Caffe aborts (or passes none). */
  noBackward?: 'aborts' | 'no-gradient';
  /** Bottoms into which Backward aborts when a gradient is asked for ("cannot backpropagate to label inputs"). */
  noGradientTo?: readonly number[];
  /** What Backward_cpu reads besides top diff, to judge in-place use; of the LayerParameter where that decides. */
  backwardReads?: BackwardReads | ((layer: Message) => BackwardReads);
  /** May a top be the bottom itself? `false`: Caffe computes garbage or aborts in-place. Default true for element-wise types only. */
  inPlace?: boolean;
  /** Shapes and CHECKs, in Caffe's order. Counts of bottoms and tops have been checked before. */
  setup(c: SetupContext): SetupResult;
  /** Moments of the tops at initialisation, from those of the bottoms. Absent: unknown. */
  forward?(c: ForwardContext): (Moments | undefined)[];
  /** Gradients of the bottoms and parameters at initialisation, from those of the tops. Absent: unknown. */
  backward?(c: BackwardContext): BackwardResult;
}

/** Identity, with the types checked. */
export const defineLayer = (type: LayerType): LayerType => type;
