/** Losses: value and gradient as Caffe computes them, per mean sample. */
import { softmaxRows } from './norm-steps.js';
import type { SurrogateData } from './surrogate-data.js';
import type { Step, Tensor } from './tensor.js';

export interface LossStep extends Step {
  /** What it judges. */
  bottom: Tensor;
  /** Mean over samples, before the loss weight. */
  value: number;
  /** Share of samples whose largest logit is the label's; undefined for a regression. */
  hits: number | undefined;
  /** What the best constant answer would cost. */
  chance: number;
  weight: number;
}

/** -ln FLT_MIN: softmax_loss_layer.cpp takes log(max(p, FLT_MIN)). */
export const CEILING = 87.33654475;
const FLT_MIN = 1.17549435e-38;

/**
 * @param factor Of the gradient: the loss weight, times what the normalisation makes of the mean.
 */
export function softmaxLoss(
  name: string,
  bottom: Tensor,
  { labels, classes }: Pick<SurrogateData, 'labels' | 'classes'>,
  weight: number,
  factor: number,
): LossStep {
  const { units, positions } = bottom;
  const p = new Float32Array(bottom.values.length);
  const rows = p.length / units;
  const step: LossStep = {
    name,
    bottom,
    value: 0,
    hits: 0,
    chance: Math.log(Math.min(units, classes)),
    weight,
    forward() {
      softmaxRows(bottom.values, p, units);
      let loss = 0;
      let hits = 0;
      for (let r = 0; r < rows; r++) {
        const label = labels[Math.floor(r / positions)]! % units;
        const q = p[r * units + label]!;
        loss -= Number.isNaN(q) ? NaN : Math.log(Math.max(q, FLT_MIN));
        let best = true;
        for (let u = 0; u < units; u++) if (u !== label && !(p[r * units + u]! < q)) best = false;
        if (best) hits++;
      }
      step.value = loss / rows;
      step.hits = hits / rows;
    },
    backward() {
      for (let i = 0; i < p.length; i++) {
        const r = Math.floor(i / units);
        const label = labels[Math.floor(r / positions)]! % units;
        bottom.gradient[i]! += ((p[i]! - (i % units === label ? 1 : 0)) * factor) / rows;
      }
    },
  };
  return step;
}

/** Σ (x - t)² / 2 per sample. `targets` per sample and element of the surrogate; `share` real elements per one of it. */
export function euclideanLoss(
  name: string,
  bottom: Tensor,
  targets: Float32Array,
  chance: number,
  share: number,
  weight: number,
): LossStep {
  const { batch } = bottom;
  const step: LossStep = {
    name,
    bottom,
    value: 0,
    hits: undefined,
    chance,
    weight,
    forward() {
      let loss = 0;
      for (let i = 0; i < bottom.values.length; i++) loss += (bottom.values[i]! - targets[i]!) ** 2;
      step.value = (loss * share) / (2 * batch);
    },
    backward() {
      // Units that stand for several carry the root of their number, as all gradients of the surrogate do.
      const factor = (weight * Math.sqrt(share)) / batch;
      for (let i = 0; i < bottom.values.length; i++)
        bottom.gradient[i]! += (bottom.values[i]! - targets[i]!) * factor;
    },
  };
  return step;
}

/** Independent sigmoids: Σ over elements, with random targets of 0 and 1 per sample. */
export function sigmoidLoss(
  name: string,
  bottom: Tensor,
  targets: Float32Array,
  factor: number,
  weight: number,
): LossStep {
  const { batch } = bottom;
  const per = bottom.values.length / batch;
  const step: LossStep = {
    name,
    bottom,
    value: 0,
    hits: undefined,
    chance: Math.LN2,
    weight,
    forward() {
      let loss = 0;
      for (let i = 0; i < bottom.values.length; i++) {
        const x = bottom.values[i]!;
        loss += Math.max(x, 0) - x * targets[i]! + Math.log1p(Math.exp(-Math.abs(x)));
      }
      step.value = loss / (batch * per);
    },
    backward() {
      for (let i = 0; i < bottom.values.length; i++)
        bottom.gradient[i]! +=
          ((1 / (1 + Math.exp(-bottom.values[i]!)) - targets[i]!) * factor) / (batch * per);
    },
  };
  return step;
}
