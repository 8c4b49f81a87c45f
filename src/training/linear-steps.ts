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
  return {
    name,
    // Four outputs at a time: independent sums keep the processor busy, and inputs are read once for all.
    forward() {
      const x = bottom.values;
      const y = top.values;
      const w = weight.values;
      const start = bias?.values;
      for (let r = 0; r < rows; r++) {
        const from = r * inputs;
        const to = r * outputs;
        for (let o = 0; o < whole; o += 4) {
          let [a, b, c, d] = [0, 0, 0, 0];
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
        for (let o = whole; o < outputs; o++) {
          let sum = 0;
          for (let i = 0; i < inputs; i++) sum += w[o * inputs + i]! * x[from + i]!;
          y[to + o] = sum;
        }
        if (start) for (let o = 0; o < outputs; o++) y[to + o]! += start[o]!;
      }
    },
    backward() {
      const x = bottom.values;
      const dx = bottom.gradient;
      const dy = top.gradient;
      const w = weight.values;
      const dw = weight.gradient;
      const db = bias?.gradient;
      for (let r = 0; r < rows; r++) {
        const from = r * inputs;
        const to = r * outputs;
        if (db) for (let o = 0; o < outputs; o++) db[o]! += dy[to + o]!;
        for (let o = 0; o < outputs; o += 4) {
          const many = o < whole;
          const a = dy[to + o]!;
          const b = many ? dy[to + o + 1]! : 0;
          const c = many ? dy[to + o + 2]! : 0;
          const d = many ? dy[to + o + 3]! : 0;
          if (!many) {
            for (let k = o; k < outputs; k++) {
              const g = dy[to + k]!;
              if (g === 0) continue;
              const row = k * inputs;
              for (let i = 0; i < inputs; i++) dw[row + i]! += g * x[from + i]!;
              if (needsInput) for (let i = 0; i < inputs; i++) dx[from + i]! += g * w[row + i]!;
            }
            break;
          }
          if (a === 0 && b === 0 && c === 0 && d === 0) continue;
          let i0 = o * inputs;
          let i1 = i0 + inputs;
          let i2 = i1 + inputs;
          let i3 = i2 + inputs;
          if (needsInput)
            for (let i = from, end = from + inputs; i < end; i++, i0++, i1++, i2++, i3++) {
              const v = x[i]!;
              dx[i]! += a * w[i0]! + b * w[i1]! + c * w[i2]! + d * w[i3]!;
              dw[i0]! += a * v;
              dw[i1]! += b * v;
              dw[i2]! += c * v;
              dw[i3]! += d * v;
            }
          else
            for (let i = from, end = from + inputs; i < end; i++, i0++, i1++, i2++, i3++) {
              const v = x[i]!;
              dw[i0]! += a * v;
              dw[i1]! += b * v;
              dw[i2]! += c * v;
              dw[i3]! += d * v;
            }
        }
      }
    },
  };
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
