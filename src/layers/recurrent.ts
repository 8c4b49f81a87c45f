/**
 * LSTM and RNN (recurrent_layer.cpp, lstm_layer.cpp, rnn_layer.cpp): a net unrolled over the first
 * axis, time. Its parameters are those of the unrolled net, in the order in which that is built.
 */
import { UNKNOWN, count, differ, isKnown, plus, times } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { needDim } from './legacy-shape.js';
import { agreed } from './product.js';
import { place } from './place.js';
import { positive } from './required.js';
import { shown } from './shown.js';
import { firstTop, knownOr, paramStats } from '../numeric/forward.js';
import { linear } from '../numeric/linear.js';
import { lstm, rnn } from '../numeric/recurrent.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

interface RecurrentKind {
  /** Blobs of hidden state: h and c of an LSTM, h of an RNN. */
  states: number;
  /** Rows of the weights for each output: the gates of an LSTM. */
  gates: number;
  /** The RNN maps its hidden state to an output once more. */
  output: boolean;
}

const LSTM: RecurrentKind = { states: 2, gates: 4, output: false };
const RNN: RecurrentKind = { states: 1, gates: 1, output: true };

function setupRecurrent(c: SetupContext, kind: RecurrentKind): SetupResult {
  const param = c.layer.msg('recurrent_param');
  const exposed = param.bool('expose_hidden') ? kind.states : 0;
  checkCounts(c, exposed);
  const [x, cont] = c.bottoms;
  if (x && x.length < 2)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `${c.type} takes time steps x streams x features, and ${shown(c)} has only ${x.length === 1 ? '1 axis' : 'no axis'}`,
    );
  checkContinuation(c);
  const [steps, streams] = [agreed([x?.[0], cont?.[0]]), agreed([x?.[1], cont?.[1]])];
  const isStatic = c.bottoms.length > 2 + exposed;
  if (isStatic) checkStatic(c, streams);
  const outputs = positive(c, param, 'num_output');
  if (x && x.length < 3)
    c.refuse(
      'axis-out-of-range',
      c.layer.at('bottom'),
      `${c.type} takes the axes behind time and streams as features, and ${shown(c)} has only 2 axes; reshape it to time steps x streams x features`,
    );
  const inputs = x ? count(x, 2) : UNKNOWN;
  const extra = isStatic && c.bottoms[2] ? count(c.bottoms[2], 1) : UNKNOWN;
  const params = recurrentParams(c, kind, inputs, isStatic ? extra : undefined, outputs);
  const state: Shape = [1, streams, outputs];
  checkHidden(c, 2 + (isStatic ? 1 : 0), state);
  const tops = c.topNames.map((_, i) => (i === 0 ? [steps, streams, outputs] : state));
  return { tops, params, macs: macs(params, steps, streams, isStatic) };
}

/** Numbers of bottoms and tops depend on `expose_hidden`. */
function checkCounts(c: SetupContext, exposed: number): void {
  const [bottoms, tops] = [c.bottoms.length, c.topNames.length];
  const hidden = exposed > 0 ? ` with expose_hidden` : '';
  if (bottoms < 2 + exposed || bottoms > 3 + exposed)
    c.refuse(
      'bottom-top-count',
      bottoms > 3 + exposed ? c.layer.at('bottom', 3 + exposed) : c.layer.here(),
      `${c.type}${hidden} takes ${2 + exposed} bottoms, or ${3 + exposed} with a static input, and here are ${bottoms}`,
    );
  if (tops !== 1 + exposed)
    c.refuse(
      'bottom-top-count',
      tops > 1 + exposed ? c.layer.at('top', 1 + exposed) : c.layer.here(),
      `${c.type}${hidden} makes ${1 + exposed} ${exposed === 0 ? 'top' : 'tops'}, and here are ${tops}`,
    );
}

/** The second bottom: 0 where a sequence begins, 1 where it goes on, for each time step and stream. */
function checkContinuation(c: SetupContext): void {
  const [x, cont] = c.bottoms;
  if (!cont) return;
  if (cont.length !== 2)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `the second bottom of ${c.type} marks where sequences go on and must be time steps x streams, 2 axes; ${shown(c, 1)} has ${cont.length}`,
    );
  const bad = [0, 1].find((axis) => differ(x?.[axis], cont[axis]));
  if (bad !== undefined)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `the second bottom of ${c.type} needs the ${bad === 0 ? 'time steps' : 'streams'} of the first, and ${shown(c, 0)} has ${x?.[bad]}, ${shown(c, 1)} has ${cont[bad]}`,
    );
}

/** The static input: streams x features, the same at each time step. */
function checkStatic(c: SetupContext, streams: Dim): void {
  const bottom = c.bottoms[2];
  if (!bottom) return;
  if (bottom.length > 0) needDim(c, 2, bottom[0]!, streams, 'the first dimension (the streams)');
  if (bottom.length < 2)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 2),
      `the static input of ${c.type} must be streams x features, and ${shown(c, 2)} has only ${bottom.length === 1 ? '1 axis' : 'no axis'}`,
    );
}

/** Hidden states given from outside (`expose_hidden`). */
function checkHidden(c: SetupContext, first: number, state: readonly Dim[]): void {
  c.bottoms.slice(first).forEach((bottom, i) => {
    if (!bottom) return;
    if (bottom.length === state.length && !bottom.some((dim, axis) => differ(dim, state[axis]))) return;
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', first + i),
      `a hidden state of ${c.type} must be 1 x streams x outputs = ${state.join(' x ')}, and ${shown(c, first + i)} is not`,
    );
  });
}

/** Weights of the input with bias, of the static input, of the hidden state; of an RNN's output with bias. */
function recurrentParams(
  c: SetupContext,
  kind: RecurrentKind,
  inputs: Dim,
  extra: Dim | undefined,
  outputs: number,
): ParamBlob[] {
  const param = c.layer.msg('recurrent_param');
  const rows = toInt(kind.gates * outputs);
  const weight = (shape: Shape): ParamBlob => {
    checkBlob(c, shape, place(c, param, 'num_output'), 'a weight blob');
    return { shape, role: 'weight', filler: checkFiller(c, param, 'weight_filler', shape) };
  };
  const bias = (n: number): ParamBlob => ({
    shape: [n],
    role: 'bias',
    filler: checkFiller(c, param, 'bias_filler', [n]),
  });
  const params = [weight([rows, inputs]), bias(rows)];
  if (extra !== undefined) params.push(weight([rows, extra]));
  params.push(weight([rows, outputs]));
  if (kind.output) params.push(weight([outputs, outputs]), bias(outputs));
  return params;
}

/** Each weight is used for each step and stream, that of the static input (the third blob) for each stream once. */
function macs(params: readonly ParamBlob[], steps: Dim, streams: Dim, isStatic: boolean): number | undefined {
  const each = params.map((param, i): Dim => {
    if (param.role !== 'weight') return 0;
    return times(count(param.shape), isStatic && i === 2 ? streams : times(steps, streams));
  });
  const total = each.reduce(plus, 0);
  return isKnown(total) ? total : undefined;
}

const common = {
  noForceBackward: [1],
  noGradientTo: [1],
  backwardReads: { bottomData: true },
  inPlace: false,
} as const;

/** The input's share of a gate, then the state stepped through time. */
function forwardRecurrent(m: Moments, c: ForwardContext, kind: RecurrentKind): Moments | undefined {
  const weights = c.params.filter((p) => p.role === 'weight');
  const bias = c.params.find((p) => p.role === 'bias');
  const inputs = weights[0]?.shape?.[1];
  if (!isKnown(inputs) || !bias) return undefined;
  const input = linear(m, {
    inputs,
    width: inputs,
    axes: [],
    weight: paramStats(weights[0]),
    bias: paramStats(bias),
  });
  const hidden = weights.at(kind.output ? -2 : -1);
  const map = {
    input,
    hidden: c.layer.msg('recurrent_param').num('num_output'),
    weightVariance: paramStats(hidden).variance,
    steps: knownOr(c.bottomShapes[0]?.[0], 10),
  };
  return kind.output ? rnn(map, paramStats(c.params.at(-1))) : lstm(map);
}

export const layers = [
  defineLayer({
    ...common,
    types: ['LSTM'],
    bottoms: { min: 2, max: 5 },
    tops: { min: 1, max: 3 },
    setup: (c) => setupRecurrent(c, LSTM),
    forward: firstTop((m, c) => forwardRecurrent(m, c, LSTM)),
  }),
  defineLayer({
    ...common,
    types: ['RNN'],
    bottoms: { min: 2, max: 4 },
    tops: { min: 1, max: 2 },
    setup: (c) => setupRecurrent(c, RNN),
    forward: firstTop((m, c) => forwardRecurrent(m, c, RNN)),
  }),
];
