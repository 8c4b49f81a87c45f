/** What Caffe checks of a filler when it fills a blob (include/caffe/filler.hpp, util/math_functions.cpp). */
import type { Mend } from '../document/mend.js';
import type { Message } from '../document/message.js';
import { nearest } from '../schema/suggest.js';
import { count, differ, isKnown, showShape } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import type { SetupContext } from './layer-type.js';
import { place, valueOf } from './place.js';

/** The names that Caffe's GetFiller knows. */
export const FILLER_TYPES: readonly string[] = [
  'constant',
  'gaussian',
  'positive_unitball',
  'uniform',
  'xavier',
  'msra',
  'bilinear',
];

/** Fillers that only forks have: C3D, FlowNet, Intel, RMPE, transfer learning and caffe-windows. */
const FORK_FILLER_TYPES: readonly string[] = [
  'identity',
  'diagonal',
  'gabor',
  'file',
  'unit',
  'gaussian_unitball',
];

/** What other frameworks call them. */
const ELSEWHERE: readonly (readonly [name: RegExp, caffe: string])[] = [
  [/glorot|xavier/, 'xavier'],
  [/^he(_|$)|kaiming|msra/, 'msra'],
  [/normal|gauss/, 'gaussian'],
  [/^(zeros?|ones|const)$/, 'constant'],
];

/** They divide by shape(0), which a scalar does not have. */
const NEEDS_OUTPUTS: readonly string[] = ['xavier', 'msra', 'positive_unitball'];

/**
 * Refuse what GetFiller and Fill refuse, and answer the filler's message for a `ParamBlob`.
 * `field` is the FillerParameter in `message` (its `n`-th value), `shape` the blob it fills; checks
 * that need a dimension which is not known are left out.
 */
export function checkFiller(c: SetupContext, message: Message, field: string, shape: Shape, n = 0): Message {
  const filler = message.msgs(field)[n] ?? message.msg(field);
  const at = (name: string) => (filler.has(name) ? filler.at(name) : place(c, message, field, n));
  // A schema without FillerParameter gives an empty message; Caffe's default is constant 0.
  const type = filler.str('type') || (filler.has('type') ? '' : 'constant');
  if (FORK_FILLER_TYPES.includes(type) && message.schema.dialects.some((d) => d !== 'bvlc')) return filler;
  if (!FILLER_TYPES.includes(type)) {
    const meant =
      nearest(type, FILLER_TYPES) ?? ELSEWHERE.find(([name]) => name.test(type.toLowerCase()))?.[1];
    const hint = meant ? `did you mean "${meant}"? Caffe knows` : 'Caffe knows';
    c.refuse(
      'invalid-filler',
      at('type'),
      `there is no filler "${type}" (${field}); ${hint} ${FILLER_TYPES.join(', ')}`,
      meant !== undefined && filler.has('type')
        ? {
            title: `Write "${meant}"`,
            sure: meant === type.toLowerCase(),
            replace: [{ range: valueOf(filler, 'type'), text: JSON.stringify(meant) }],
          }
        : undefined,
    );
  }
  if (type === 'bilinear') checkBilinear(c, at('type'), field, shape);
  // CHECK(count), or for bilinear CHECK(data_): a blob of size 0 has no memory.
  if (count(shape) === 0) {
    const range = message.has('num_output') ? message.at('num_output') : place(c, message, field, n);
    c.refuse(
      'invalid-layer-parameter',
      range,
      `the blob that ${field} fills is empty (${showShape(shape)}); Caffe fills no blob of size 0, so every dimension must be at least 1`,
    );
  }
  if (shape?.length === 0 && NEEDS_OUTPUTS.includes(type))
    c.refuse(
      'invalid-filler',
      at('type'),
      `the filler "${type}" counts the inputs of each output, and the blob that ${field} fills is a single number; use "constant"`,
    );
  if (type === 'gaussian' && !(Math.fround(filler.num('std')) > 0))
    c.refuse(
      'invalid-filler',
      at('std'),
      `${field} is gaussian with std ${filler.num('std')}, and Caffe needs std > 0; for a fixed value use type "constant"`,
    );
  if (type === 'uniform' && !(Math.fround(filler.num('min')) <= Math.fround(filler.num('max'))))
    c.refuse(
      'invalid-filler',
      at(filler.has('min') ? 'min' : 'max'),
      `${field} is uniform from min ${filler.num('min')} to max ${filler.num('max')}, and Caffe needs min <= max${filler.has('max') ? '; exchange the two' : ' (max is 1 when it is not set)'}`,
      exchanged(filler),
    );
  checkSparse(c, at, filler, type, field, shape);
  return filler;
}

function checkBilinear(
  c: SetupContext,
  range: { start: number; end: number },
  field: string,
  shape: Shape,
): void {
  if (!shape) return;
  if (shape.length !== 4)
    c.refuse(
      'invalid-filler',
      range,
      `the bilinear filler fills 4-dimensional convolution weights only, and the blob of ${field} is ${showShape(shape)}`,
    );
  if (differ(shape[2], shape[3]))
    c.refuse(
      'invalid-filler',
      range,
      `the bilinear filler needs a square kernel, and this one is ${shape[2]} x ${shape[3]} (height x width)`,
    );
}

function checkSparse(
  c: SetupContext,
  at: (name: string) => { start: number; end: number },
  filler: Message,
  type: string,
  field: string,
  shape: Shape,
): void {
  if (!filler.has('sparse')) return;
  const sparse = filler.num('sparse');
  if (type !== 'gaussian') {
    if (sparse !== -1)
      c.refuse(
        'invalid-filler',
        at('sparse'),
        `${field} sets sparse to ${sparse}, which only the gaussian filler takes; "${type}" refuses everything but -1`,
      );
    return;
  }
  if (sparse < -1)
    c.refuse(
      'invalid-filler',
      at('sparse'),
      `${field} sets sparse to ${sparse}; it is the number of non-zero weights per output and at least -1 (off)`,
    );
  const outputs = shape?.[0];
  if (shape?.length === 0 && sparse >= 0)
    c.refuse(
      'invalid-filler',
      at('sparse'),
      `${field} sets sparse to ${sparse}, but the blob it fills is a scalar, without an axis of outputs`,
    );
  // filler.hpp draws each weight with probability sparse / shape(0), which must not exceed 1.
  if (isKnown(outputs) && sparse > outputs)
    c.refuse(
      'invalid-filler',
      at('sparse'),
      `${field} keeps a weight with probability sparse / outputs = ${sparse} / ${outputs}, which Caffe refuses above 1; sparse must be at most ${outputs}`,
    );
}

/** `min` and `max` in each other's place; undefined where one of them is not written. */
function exchanged(filler: Message): Mend | undefined {
  if (!filler.has('min') || !filler.has('max')) return undefined;
  const swap = (to: string, from: string) => ({ range: valueOf(filler, to), text: String(filler.num(from)) });
  return { title: 'Exchange min and max', sure: false, replace: [swap('min', 'max'), swap('max', 'min')] };
}
