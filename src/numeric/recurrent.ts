/** LSTM and RNN (lstm_layer.cpp, lstm_unit_layer.cpp, rnn_layer.cpp): second moments stepped through time. */
import { constant, normal, type Moments } from './moments.js';
import { DRAWS } from './nodes.js';

export interface RecurrentMap {
  /** Variance that the projected input gives a gate or hidden unit, split as `Moments` is. */
  input: { mean: number; between: number; within: number };
  hidden: number;
  /** Variance and mean of a recurrent weight. */
  weightVariance: number;
  steps: number;
}

/** Of a longer sequence the first steps are looked at: by then the state has settled. */
const MOST_STEPS = 10_000;

/** E f(z)^k over a normal. */
function expected(
  f: (x: number) => number,
  mean: number,
  variance: number,
): { mean: number; second: number } {
  const s = Math.sqrt(Math.max(0, variance));
  let first = 0;
  let second = 0;
  DRAWS.z.forEach((z, i) => {
    const v = f(mean + s * z);
    first += DRAWS.weight[i]! * v;
    second += DRAWS.weight[i]! * v * v;
  });
  return { mean: first, second };
}

/** A second moment split into what one unit keeps over inputs and what differs: in proportion to its input. */
function split(mean: number, second: number, share: number): Moments {
  const variance = Math.max(0, second - mean * mean);
  return normal(mean, variance * share, variance * (1 - share), { low: -1, high: 1 });
}

function betweenShare(map: RecurrentMap): number {
  const { between, within } = map.input;
  return between + within > 0 ? between / (between + within) : 0;
}

/** h_t = o ⊙ tanh(c_t), c_t = f ⊙ c_{t-1} + i ⊙ tanh(g), averaged over the steps. */
export function lstm(map: RecurrentMap): Moments {
  const { mean, between, within } = map.input;
  const steps = Math.min(map.steps, MOST_STEPS);
  let h = 0;
  let c = 0;
  let total = 0;
  for (let t = 0; t < steps; t++) {
    const variance = between + within + map.hidden * map.weightVariance * h;
    const gate = expected((x) => 1 / (1 + Math.exp(-x)), mean, variance);
    const cell = expected(Math.tanh, mean, variance);
    const carried = 2 * gate.mean * gate.mean * Math.max(0, cell.mean) ** 2;
    c = gate.second * c + gate.second * cell.second + carried;
    const out = expected(Math.tanh, 0, c);
    h = gate.second * out.second;
    total += h / steps;
  }
  return total > 0 ? split(0, total, betweenShare(map)) : constant(0, {});
}

/** h_t = tanh(W_hh h_{t-1} + W_xh x_t + b), o_t = tanh(W_ho h_t + b), averaged over the steps. */
export function rnn(map: RecurrentMap, bias: { mean: number; variance: number }): Moments {
  const { mean, between, within } = map.input;
  const steps = Math.min(map.steps, MOST_STEPS);
  let h = 0;
  let first = 0;
  let second = 0;
  for (let t = 0; t < steps; t++) {
    h = expected(Math.tanh, mean, between + within + map.hidden * map.weightVariance * h).second;
    const out = expected(Math.tanh, bias.mean, map.hidden * map.weightVariance * h + bias.variance);
    first += out.mean / steps;
    second += out.second / steps;
  }
  return second > 0 ? split(first, second, betweenShare(map)) : constant(0, {});
}
