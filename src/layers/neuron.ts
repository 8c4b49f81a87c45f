/** What the element-wise layers have in common (neuron_layer.cpp): one bottom, one top of its shape. */
import type { SetupContext, SetupResult } from './layer-type.js';

/** NeuronLayer::Reshape. */
export const keepShape = (c: SetupContext): SetupResult => ({ tops: [c.bottoms[0]], macs: 0 });

/** Counts of NeuronLayer, and the in-place use that most of its kind allow. */
export const neuron = {
  bottoms: { exact: 1 },
  tops: { exact: 1 },
  inPlace: true,
  setup: keepShape,
} as const;
