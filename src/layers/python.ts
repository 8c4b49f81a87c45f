/** Python (python_layer.hpp): its module decides everything, so nothing is known but what the user gives. */
import { defineLayer } from './layer-type.js';

export const layers = [
  defineLayer({
    types: ['Python'],
    bottoms: {},
    tops: {},
    backwardReads: {},
    setup: (c) => ({ tops: c.topNames.map((name) => c.given(name)) }),
  }),
];
