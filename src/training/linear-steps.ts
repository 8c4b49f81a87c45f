/** Convolution and inner product as one dense product per position; pooling. */
import { at, compiled, floats } from './memory.js';
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
  const kernels = compiled();
  const rows = top.batch * top.positions;
  const inputs = (bottom.values.length / rows) | 0;
  const outputs = top.units;
  const [x, dx] = [at(bottom.values), needsInput ? at(bottom.gradient) : 0];
  const [y, dy] = [at(top.values), at(top.gradient)];
  const [w, dw] = [at(weight.values), at(weight.gradient)];
  const [b, db] = [at(bias?.values), at(bias?.gradient)];
  return {
    name,
    forward: () => kernels.denseForward(x, y, w, b, rows, inputs, outputs),
    backward: () => kernels.denseBackward(x, dx, dy, w, dw, db, rows, inputs, outputs),
  };
}

/** Pooling: the maximum or mean over neighbouring positions. */
export function pool(name: string, bottom: Tensor, top: Tensor, max: boolean, lift: number): Step {
  const kernels = compiled();
  const { units } = top;
  const ratio = bottom.positions / top.positions;
  const rows = top.batch * top.positions;
  const [x, dx] = [at(bottom.values), at(bottom.gradient)];
  const [y, dy] = [at(top.values), at(top.gradient)];
  if (!max)
    return {
      name,
      forward: () => kernels.meanForward(x, y, rows, units, ratio),
      backward: () => kernels.meanBackward(dx, dy, rows, units, ratio),
    };
  const winner = at(floats(rows * units));
  return {
    name,
    forward: () => kernels.maxForward(x, y, winner, rows, units, ratio, lift),
    backward: () => kernels.maxBackward(dx, dy, winner, rows, units, ratio),
  };
}
