/** BatchReindex (batch_reindex_layer.cpp): items of the first bottom in the order that the second gives. */
import { UNKNOWN } from '../shapes/shape.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { shown } from './shown.js';
import { passed } from '../numeric/forward.js';
import { passedBack } from '../numeric/gradient.js';

function setupBatchReindex(c: SetupContext): SetupResult {
  const [data, index] = c.bottoms;
  if (index && index.length !== 1)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `the second bottom of BatchReindex holds indices and must have 1 axis, and ${shown(c, 1)} has ${index.length}`,
    );
  return { tops: [data && [index?.[0] ?? UNKNOWN, ...data.slice(1)]], macs: 0 };
}

export const layers = [
  defineLayer({
    types: ['BatchReindex'],
    bottoms: { exact: 2 },
    tops: { exact: 1 },
    noGradientTo: [1],
    backwardReads: { bottomData: true },
    inPlace: false,
    setup: setupBatchReindex,
    forward: passed,
    backward: passedBack,
  }),
];
