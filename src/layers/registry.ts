/** All layer types that caffe-lint knows, by their type string and dialect. */
import type { LayerType } from './layer-type.js';
import { layers as boxLosses } from './box-losses.js';
import { layers as channelNorm } from './channel-norm.js';
import { layers as convolution } from './convolution.js';
import { layers as crop } from './crop.js';
import { layers as data } from './data.js';
import { layers as depthwise } from './depthwise.js';
import { layers as dummyData } from './dummy-data.js';
import { layers as face } from './face.js';
import { layers as flow } from './flow.js';
import { layers as forkData } from './fork-data.js';
import { layers as hdf5Data } from './hdf5-data.js';
import { layers as im2col } from './im2col.js';
import { layers as input } from './input.js';
import { layers as lrn } from './lrn.js';
import { layers as memoryData } from './memory-data.js';
import { layers as permute } from './permute.js';
import { layers as pooling } from './pooling.js';
import { layers as priorBox } from './prior-box.js';
import { layers as python } from './python.js';
import { layers as resize } from './resize.js';
import { layers as roiPooling } from './roi-pooling.js';
import { layers as spp } from './spp.js';
import { layers as ssdOutput } from './ssd-output.js';
import { layers as volume } from './volume.js';

const all: readonly LayerType[] = [
  boxLosses,
  channelNorm,
  convolution,
  crop,
  data,
  depthwise,
  dummyData,
  face,
  flow,
  forkData,
  hdf5Data,
  im2col,
  input,
  lrn,
  memoryData,
  permute,
  pooling,
  priorBox,
  python,
  resize,
  roiPooling,
  spp,
  ssdOutput,
  volume,
].flat();

export interface LayerRegistry {
  /** The type registered under this string, in these dialects (BVLC's own are in every dialect). */
  find(type: string, dialects: readonly string[]): LayerType | undefined;
  /** Type strings registered in these dialects. */
  names(dialects: readonly string[]): readonly string[];
  /** Dialects that register the type besides BVLC's; empty when none does or BVLC's does. */
  dialectsOf(type: string): readonly string[];
}

const byType = new Map<string, LayerType[]>();
for (const layer of all)
  for (const type of layer.types) {
    const list = byType.get(type);
    if (list) list.push(layer);
    else byType.set(type, [layer]);
  }

const fits = (layer: LayerType, dialects: readonly string[]): boolean =>
  layer.dialects === undefined || layer.dialects.some((dialect) => dialects.includes(dialect));

/** The registry as Caffe's layer factory has it, per dialect: a fork's own type goes before BVLC's. */
export const registry: LayerRegistry = {
  find(type, dialects) {
    const usable = (byType.get(type) ?? []).filter((layer) => fits(layer, dialects));
    return usable.find((layer) => layer.dialects !== undefined) ?? usable[0];
  },
  names(dialects) {
    return [...byType].filter(([, list]) => list.some((layer) => fits(layer, dialects))).map(([type]) => type);
  },
  dialectsOf(type) {
    const list = byType.get(type) ?? [];
    if (list.some((layer) => layer.dialects === undefined)) return [];
    return [...new Set(list.flatMap((layer) => layer.dialects ?? []))];
  },
};

/** Does a build of these dialects know the type? `Python` counts as known: builds decide by WITH_PYTHON_LAYER. */
export function registered(type: string, dialects: readonly string[]): boolean {
  return registry.find(type, dialects) !== undefined;
}
