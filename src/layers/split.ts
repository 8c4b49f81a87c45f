/** Split (split_layer.cpp): copies of one blob. Caffe inserts it itself where a blob has several readers. */
import { refuseInPlace } from './in-place.js';
import { defineLayer } from './layer-type.js';
import { passed } from '../numeric/forward.js';
import { passedBack } from '../numeric/gradient.js';

export const layers = [
  defineLayer({
    types: ['Split'],
    bottoms: { exact: 1 },
    tops: { min: 1 },
    backwardReads: {},
    inPlace: false,
    setup(c) {
      refuseInPlace(c);
      return { tops: c.topNames.map(() => c.bottoms[0]), macs: 0 };
    },
    forward: passed,
    backward: passedBack,
  }),
];
