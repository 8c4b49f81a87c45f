/** Recurrent layers of CRNN and CTPN: Lstm (junhyukoh/caffe-lstm) and ContinuationIndicator. */
import { UNKNOWN, count } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import { checkBlob } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { forkLayer } from './fork-layer.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { positive } from './required.js';

/** Time x batch x features to time x batch x hidden units; four gates share each weight blob. */
function setupLstm(c: SetupContext): SetupResult {
  const param = c.layer.msg('lstm_param');
  const bottom = c.bottoms[0];
  const hidden = positive(c, param, 'num_output');
  if (bottom && bottom.length < 2)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `Lstm needs time and batch as its first two axes, and "${c.bottomNames[0] ?? ''}" has ${bottom.length}`,
    );
  const shapes: Shape[] = [
    [4 * hidden, bottom ? count(bottom, 2) : UNKNOWN],
    [4 * hidden, hidden],
    [4 * hidden],
  ];
  const params = shapes.map((shape, i): ParamBlob => {
    checkBlob(c, shape, place(c, param, 'num_output'), 'the weight blob');
    const filler = checkFiller(c, param, i < 2 ? 'weight_filler' : 'bias_filler', shape);
    return { shape, role: i < 2 ? 'weight' : 'bias', filler };
  });
  const top = [bottom?.[0] ?? UNKNOWN, bottom?.[1] ?? UNKNOWN, hidden];
  checkBlob(c, top, place(c, param, 'num_output'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], params };
}

function setupContinuation(c: SetupContext): SetupResult {
  const param = c.layer.msg('continuation_indicator_param');
  const batch = positive(c, param, 'batch_size');
  return { tops: [[positive(c, param, 'time_step'), batch]], macs: 0 };
}

export const layers = [
  forkLayer({
    types: ['Lstm'],
    bottoms: { min: 1 },
    tops: { min: 1 },
    backwardReads: { bottomData: true, topData: true },
    inPlace: false,
    setup: setupLstm,
  }),
  forkLayer({
    types: ['ContinuationIndicator'],
    bottoms: { max: 1 },
    tops: { exact: 1 },
    source: true,
    setup: setupContinuation,
  }),
];
