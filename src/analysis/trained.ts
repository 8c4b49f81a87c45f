/** Trained weights loaded into a net, as Net::CopyTrainedLayersFrom does it (net.cpp). */
import { isKnown, type Shape } from '../shapes/shape.js';
import type { TrainedBlob, TrainedModel } from '../weights/caffemodel.js';
import type { ShapedLayer } from './shapes.js';

/** Where training starts when it does not start from the fillers. */
export interface TrainedWeights {
  /** Files that are at hand, in the order in which they are loaded. */
  models: readonly TrainedModel[];
  /** Some of the weights are not at hand: which layers they cover is not known. */
  unread: boolean;
}

/** A layer that the file has, too, and that Caffe refuses to fill from it. */
export interface LoadFailure {
  layer: ShapedLayer;
  model: TrainedModel;
  /** The blob that does not fit; undefined where their number differs. */
  param?: { index: number; own: Shape; stored: readonly number[] };
  /** Numbers of blobs, in the net and in the file. */
  own: number;
  stored: number;
}

export interface BrokenBlob {
  layer: ShapedLayer;
  model: TrainedModel;
  /** How many of its numbers. */
  count: number;
}

export interface Loaded {
  failures: LoadFailure[];
  /** Blobs with numbers that are NaN or infinite, that a layer is filled from. */
  broken: BrokenBlob[];
  /** Layers with weights that a file fills. */
  covered: ReadonlySet<ShapedLayer>;
  /** Files of which no layer with weights has the name of a layer of the net. */
  unmatched: TrainedModel[];
}

/** Load the weights: each parameter that they fill carries the statistics of what it is filled with. */
export function loadWeights(layers: readonly ShapedLayer[], models: readonly TrainedModel[]): Loaded {
  const byName = new Map<string, ShapedLayer>();
  // Caffe takes the first layer of a name.
  for (const layer of layers) if (!byName.has(layer.node.name)) byName.set(layer.node.name, layer);
  const failures: LoadFailure[] = [];
  const covered = new Set<ShapedLayer>();
  const broken: BrokenBlob[] = [];
  const unmatched: TrainedModel[] = [];
  for (const model of models) {
    let met = false;
    for (const source of model.layers) {
      const layer = byName.get(source.name);
      if (!layer) continue;
      met ||= source.blobs.length > 0;
      // What a refused or unknown layer would have is not known.
      if (!layer.paramsKnown) {
        if (source.blobs.length > 0) covered.add(layer);
        continue;
      }
      const failure = misfit(layer, source.blobs);
      if (failure) failures.push({ layer, model, own: layer.params.length, ...failure });
      else {
        fill(layer, source.blobs, covered);
        for (const { stats } of source.blobs)
          if (stats && stats.broken > 0) broken.push({ layer, model, count: stats.broken });
      }
    }
    if (!met && layers.some((l) => l.params.length > 0)) unmatched.push(model);
  }
  return { failures, broken, covered, unmatched };
}

function fill(layer: ShapedLayer, blobs: readonly TrainedBlob[], covered: Set<ShapedLayer>): void {
  layer.params.forEach((param, i) => {
    const { stats } = blobs[i]!;
    const trained = stats
      ? { mean: stats.mean, variance: stats.variance, known: stats.broken === 0 }
      : { mean: 0, variance: 0, known: false };
    param.blob.trained = trained;
    // A shared blob is its owner's.
    if (param.owner) param.owner.blob.trained = trained;
    covered.add(layer);
  });
}

function misfit(
  layer: ShapedLayer,
  blobs: readonly TrainedBlob[],
): Pick<LoadFailure, 'param' | 'stored'> | undefined {
  const stored = blobs.length;
  if (layer.params.length !== stored) return { stored };
  const index = layer.params.findIndex((param, i) => !fits(param.shape, blobs[i]!));
  if (index < 0) return undefined;
  return { stored, param: { index, own: layer.params[index]!.shape, stored: blobs[index]!.shape } };
}

/** Blob::ShapeEquals: an old file's four numbers against the shape with ones in front of it. */
function fits(own: Shape, blob: TrainedBlob): boolean {
  if (!own) return true;
  if (blob.legacy && own.length > 4) return false;
  const shape = blob.legacy ? [...Array<number>(4 - own.length).fill(1), ...own] : own;
  return (
    shape.length === blob.shape.length &&
    shape.every((dim, axis) => !isKnown(dim) || dim === blob.shape[axis])
  );
}
