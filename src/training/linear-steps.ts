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
  return {
    name,
    forward() {
      const x = bottom.values;
      const y = top.values;
      const w = weight.values;
      for (let r = 0; r < rows; r++) {
        const from = r * inputs;
        for (let o = 0; o < outputs; o++) {
          let sum = bias ? bias.values[o]! : 0;
          const row = o * inputs;
          for (let i = 0; i < inputs; i++) sum += w[row + i]! * x[from + i]!;
          y[r * outputs + o] = sum;
        }
      }
    },
    backward() {
      const x = bottom.values;
      const dx = bottom.gradient;
      const dy = top.gradient;
      const w = weight.values;
      const dw = weight.gradient;
      for (let r = 0; r < rows; r++) {
        const from = r * inputs;
        for (let o = 0; o < outputs; o++) {
          const d = dy[r * outputs + o]!;
          if (d === 0) continue;
          const row = o * inputs;
          if (bias) bias.gradient[o]! += d;
          if (needsInput)
            for (let i = 0; i < inputs; i++) {
              dw[row + i]! += d * x[from + i]!;
              dx[from + i]! += d * w[row + i]!;
            }
          else for (let i = 0; i < inputs; i++) dw[row + i]! += d * x[from + i]!;
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
