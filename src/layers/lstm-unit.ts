/** LSTMUnit (lstm_unit_layer.cpp): one time step of an LSTM: cell, gate inputs, continuation → cell, hidden. */
import { differ, isKnown } from '../shapes/shape.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { needDim } from './legacy-shape.js';
import { shown } from './shown.js';

const GATES = 4;

function setupLstmUnit(c: SetupContext): SetupResult {
  const [cell, gates] = c.bottoms;
  c.bottoms.forEach((bottom, i) => {
    if (!bottom) return;
    const axes = i === 2 ? 2 : 3;
    if (bottom.length !== axes)
      c.refuse(
        'bottom-shape-mismatch',
        c.layer.at('bottom', i),
        `LSTMUnit takes ${i === 2 ? '1 x streams' : '1 x streams x units'} here, ${axes} axes, and ${shown(c, i)} has ${bottom.length}`,
      );
    needDim(c, i, bottom[0]!, 1, 'the first dimension');
    if (cell?.[1] !== undefined) needDim(c, i, bottom[1]!, cell[1], 'the number of streams');
  });
  const [hidden, wide] = [cell?.[2], gates?.[2]];
  if (isKnown(hidden) && differ(GATES * hidden, wide))
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `the gates of LSTMUnit take 4 inputs for each of the ${hidden} units of ${shown(c, 0)}, and ${shown(c, 1)} has ${wide}`,
    );
  return { tops: [cell, cell], macs: 0 };
}

export const layers = [
  defineLayer({
    types: ['LSTMUnit'],
    bottoms: { exact: 3 },
    tops: { exact: 2 },
    noForceBackward: [2],
    noGradientTo: [2],
    backwardReads: { bottomData: true, topData: true },
    inPlace: false,
    setup: setupLstmUnit,
  }),
];
