/** Silence (silence_layer.hpp): takes blobs that nobody reads, so that Caffe does not print them; its gradient is 0. */
import { defineLayer } from './layer-type.js';

export const layers = [
  defineLayer({
    types: ['Silence'],
    bottoms: { min: 1 },
    tops: { exact: 0 },
    backwardReads: {},
    setup: () => ({ tops: [], macs: 0 }),
  }),
];
