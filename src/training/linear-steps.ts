/** Convolution and inner product as one dense product per position. */
import type { Step, Tensor, Weights } from './tensor.js';

/**
 * y = W x + b for each of the output's positions; an output position reads
 * `bottom.positions / top.positions` neighbouring positions of the input.
 */
export function dense(
  name: string,
  bottom: Tensor,
  top: Tensor,
  weight: Weights,
  bias: Weights | undefined,
  needsInput: boolean,
): Step {
  const rows = top.batch * top.positions;
  const inputs = (bottom.values.length / rows) | 0;
  const outputs = top.units;
  const whole = outputs - (outputs % 4);
  /** The last row where their number is odd; the others go in pairs. */
  const paired = rows - (rows % 2);
  return {
    name,
    // Two rows and four outputs at a time: independent sums keep the processor busy, and what is read serves for all.
    forward() {
      const x = bottom.values;
      const y = top.values;
      const w = weight.values;
      const start = bias?.values;
      for (let r = 0; r < paired; r += 2) forwardPair(x, y, w, r * inputs, r * outputs, inputs, outputs);
      if (paired < rows) forwardRow(x, y, w, paired * inputs, paired * outputs, inputs, outputs);
      for (let r = 0; r < rows; r++) {
        for (let o = whole; o < outputs; o++) {
          let sum = 0;
          for (let i = 0; i < inputs; i++) sum += w[o * inputs + i]! * x[r * inputs + i]!;
          y[r * outputs + o] = sum;
        }
        if (start) for (let o = 0; o < outputs; o++) y[r * outputs + o]! += start[o]!;
      }
    },
    backward() {
      const dy = top.gradient;
      const db = bias?.gradient;
      if (db) for (let r = 0; r < rows; r++) for (let o = 0; o < outputs; o++) db[o]! += dy[r * outputs + o]!;
      const arrays: Backward = {
        x: bottom.values,
        dx: needsInput ? bottom.gradient : undefined,
        dy,
        w: weight.values,
        dw: weight.gradient,
      };
      for (let r = 0; r < paired; r += 2) backwardPair(arrays, r * inputs, r * outputs, inputs, outputs);
      if (paired < rows) backwardRow(arrays, paired * inputs, paired * outputs, inputs, outputs);
    },
  };
}

/** The whole fours of outputs of one row. */
function forwardRow(
  x: Float32Array,
  y: Float32Array,
  w: Float32Array,
  from: number,
  to: number,
  inputs: number,
  outputs: number,
): void {
  for (let o = 0; o + 3 < outputs; o += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let i0 = o * inputs;
    let i1 = i0 + inputs;
    let i2 = i1 + inputs;
    let i3 = i2 + inputs;
    for (let i = from, end = from + inputs; i < end; i++) {
      const v = x[i]!;
      a += w[i0++]! * v;
      b += w[i1++]! * v;
      c += w[i2++]! * v;
      d += w[i3++]! * v;
    }
    y[to + o] = a;
    y[to + o + 1] = b;
    y[to + o + 2] = c;
    y[to + o + 3] = d;
  }
}

/** `forwardRow` of two rows at once. */
function forwardPair(
  x: Float32Array,
  y: Float32Array,
  w: Float32Array,
  from: number,
  to: number,
  inputs: number,
  outputs: number,
): void {
  for (let o = 0; o + 3 < outputs; o += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    let i0 = o * inputs;
    let i1 = i0 + inputs;
    let i2 = i1 + inputs;
    let i3 = i2 + inputs;
    for (let i = from, j = from + inputs, end = from + inputs; i < end; i++, j++) {
      const v = x[i]!;
      const u = x[j]!;
      const p = w[i0++]!;
      const q = w[i1++]!;
      const s = w[i2++]!;
      const t = w[i3++]!;
      a += p * v;
      b += q * v;
      c += s * v;
      d += t * v;
      e += p * u;
      f += q * u;
      g += s * u;
      h += t * u;
    }
    const at = to + o;
    y[at] = a;
    y[at + 1] = b;
    y[at + 2] = c;
    y[at + 3] = d;
    y[at + outputs] = e;
    y[at + outputs + 1] = f;
    y[at + outputs + 2] = g;
    y[at + outputs + 3] = h;
  }
}

interface Backward {
  x: Float32Array;
  /** Undefined where nothing below learns. */
  dx: Float32Array | undefined;
  dy: Float32Array;
  w: Float32Array;
  dw: Float32Array;
}

/** The gradients that one row adds; of outputs whose own gradient is 0 nothing is added. */
function backwardRow(
  { x, dx, dy, w, dw }: Backward,
  from: number,
  to: number,
  inputs: number,
  outputs: number,
  first = 0,
  last = outputs,
): void {
  let o = first;
  for (; o + 3 < last; o += 4) {
    const a = dy[to + o]!;
    const b = dy[to + o + 1]!;
    const c = dy[to + o + 2]!;
    const d = dy[to + o + 3]!;
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    let i0 = o * inputs;
    let i1 = i0 + inputs;
    let i2 = i1 + inputs;
    let i3 = i2 + inputs;
    for (let i = from, end = from + inputs; i < end; i++, i0++, i1++, i2++, i3++) {
      const v = x[i]!;
      if (dx) dx[i]! += a * w[i0]! + b * w[i1]! + c * w[i2]! + d * w[i3]!;
      dw[i0]! += a * v;
      dw[i1]! += b * v;
      dw[i2]! += c * v;
      dw[i3]! += d * v;
    }
  }
  for (; o < last; o++) {
    const g = dy[to + o]!;
    if (g === 0) continue;
    const row = o * inputs;
    for (let i = 0; i < inputs; i++) dw[row + i]! += g * x[from + i]!;
    if (dx) for (let i = 0; i < inputs; i++) dx[from + i]! += g * w[row + i]!;
  }
}

/** `backwardRow` of two rows at once, to the last bit: what is stored in between is rounded as if it were. */
function backwardPair(arrays: Backward, from: number, to: number, inputs: number, outputs: number): void {
  const { x, dx, dy, w, dw } = arrays;
  const round = Math.fround;
  const next = to + outputs;
  let o = 0;
  for (; o + 3 < outputs; o += 4) {
    const a = dy[to + o]!;
    const b = dy[to + o + 1]!;
    const c = dy[to + o + 2]!;
    const d = dy[to + o + 3]!;
    const e = dy[next + o]!;
    const f = dy[next + o + 1]!;
    const g = dy[next + o + 2]!;
    const h = dy[next + o + 3]!;
    if ((a === 0 && b === 0 && c === 0 && d === 0) || (e === 0 && f === 0 && g === 0 && h === 0)) {
      backwardRow(arrays, from, to, inputs, outputs, o, o + 4);
      backwardRow(arrays, from + inputs, next, inputs, outputs, o, o + 4);
      continue;
    }
    let i0 = o * inputs;
    let i1 = i0 + inputs;
    let i2 = i1 + inputs;
    let i3 = i2 + inputs;
    for (let i = from, j = from + inputs, end = j; i < end; i++, j++, i0++, i1++, i2++, i3++) {
      if (dx) {
        const p = w[i0]!;
        const q = w[i1]!;
        const s = w[i2]!;
        const t = w[i3]!;
        dx[i]! += a * p + b * q + c * s + d * t;
        dx[j]! += e * p + f * q + g * s + h * t;
      }
      const v = x[i]!;
      const u = x[j]!;
      dw[i0] = round(dw[i0]! + a * v) + e * u;
      dw[i1] = round(dw[i1]! + b * v) + f * u;
      dw[i2] = round(dw[i2]! + c * v) + g * u;
      dw[i3] = round(dw[i3]! + d * v) + h * u;
    }
  }
  backwardRow(arrays, from, to, inputs, outputs, o);
  backwardRow(arrays, from + inputs, next, inputs, outputs, o);
}

/** Pooling: the maximum or mean over neighbouring positions. */
export function pool(name: string, bottom: Tensor, top: Tensor, max: boolean, lift: number): Step {
  const { units } = top;
  const ratio = bottom.positions / top.positions;
  const rows = top.batch * top.positions;
  const winner = new Int32Array(rows * units);
  return {
    name,
    forward() {
      const x = bottom.values;
      for (let r = 0; r < rows; r++)
        for (let u = 0; u < units; u++) {
          let best = x[r * ratio * units + u]!;
          let at = r * ratio * units + u;
          let sum = best;
          for (let k = 1; k < ratio; k++) {
            const i = (r * ratio + k) * units + u;
            const v = x[i]!;
            sum += v;
            if (v > best) {
              best = v;
              at = i;
            }
          }
          winner[r * units + u] = at;
          top.values[r * units + u] = max ? best * lift : sum / ratio;
        }
    },
    backward() {
      const dx = bottom.gradient;
      for (let r = 0; r < rows; r++)
        for (let u = 0; u < units; u++) {
          const d = top.gradient[r * units + u]!;
          if (max) dx[winner[r * units + u]!]! += d;
          else for (let k = 0; k < ratio; k++) dx[(r * ratio + k) * units + u]! += d / ratio;
        }
    },
  };
}
