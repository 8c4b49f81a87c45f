/** Losses: value and gradient as Caffe computes them, per mean sample. */
import { softmaxRows } from './norm-steps.js';
import type { Pairs, SurrogateData, Target } from './surrogate-data.js';
import type { Step, Tensor } from './tensor.js';

/** Looked up once, see random.ts. */
const { abs, exp, floor, log, log1p, max, min, sqrt } = Math;

export interface LossStep extends Step {
  /** What it judges. */
  bottom: Tensor;
  /** Mean over samples, before the loss weight. */
  value: number;
  /** Share of samples whose largest logit is the label's; undefined for a regression. */
  hits: number | undefined;
  /** That share when guessing. */
  ground: number;
  /** What the best constant answer would cost. */
  chance: number;
  /** What it costs when all samples but those guessed right are at the largest value that there is. */
  ceiling: number;
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
    ground: 1 / min(units, classes),
    chance: log(min(units, classes)),
    ceiling: CEILING * (1 - 1 / min(units, classes)),
    weight,
    forward() {
      softmaxRows(bottom.values, p, units);
      let loss = 0;
      let hits = 0;
      for (let r = 0; r < rows; r++) {
        const label = labels[floor(r / positions)]! % units;
        const q = p[r * units + label]!;
        loss -= Number.isNaN(q) ? NaN : log(max(q, FLT_MIN));
        let best = true;
        for (let u = 0; u < units; u++) if (u !== label && !(p[r * units + u]! < q)) best = false;
        if (best) hits++;
      }
      step.value = loss / rows;
      step.hits = hits / rows;
    },
    backward() {
      for (let i = 0; i < p.length; i++) {
        const r = floor(i / units);
        const label = labels[floor(r / positions)]! % units;
        bottom.gradient[i]! += ((p[i]! - (i % units === label ? 1 : 0)) * factor) / rows;
      }
    },
  };
  return step;
}

/**
 * One against all: Σ max(0, 1 - ±x)^norm over the classes of a sample (hinge_loss_layer.cpp), which the
 * best constant answers cost 2 (norm 1) or 4 (K - 1) / K (norm 2). Caffe divides by the batch.
 */
export function hingeLoss(
  name: string,
  bottom: Tensor,
  { labels, classes }: Pick<SurrogateData, 'labels' | 'classes'>,
  weight: number,
  norm: 1 | 2,
): LossStep {
  const { units, positions } = bottom;
  const rows = bottom.values.length / units;
  const kinds = min(units, classes);
  const margins = new Float32Array(bottom.values.length);
  const step: LossStep = {
    name,
    bottom,
    value: 0,
    hits: 0,
    ground: 1 / kinds,
    chance: norm === 1 ? 2 : (4 * (kinds - 1)) / kinds,
    ceiling: Infinity,
    weight,
    forward() {
      let loss = 0;
      let hits = 0;
      for (let r = 0; r < rows; r++) {
        const label = labels[floor(r / positions)]! % units;
        const own = bottom.values[r * units + label]!;
        let best = true;
        for (let u = 0; u < units; u++) {
          const x = bottom.values[r * units + u]!;
          const short = u === label ? 1 - x : 1 + x;
          const m = short <= 0 ? 0 : short;
          margins[r * units + u] = m;
          loss += norm === 1 ? m : m * m;
          if (u !== label && !(x < own)) best = false;
        }
        if (best) hits++;
      }
      step.value = loss / rows;
      step.hits = hits / rows;
    },
    backward() {
      for (let i = 0; i < margins.length; i++) {
        const m = margins[i]!;
        if (m === 0) continue;
        const r = floor(i / units);
        const sign = labels[floor(r / positions)]! % units === i % units ? -1 : 1;
        bottom.gradient[i]! += (sign * (norm === 1 ? 1 : 2 * m) * weight) / rows;
      }
    },
  };
  return step;
}

/** Σ (x - t)² / 2 per sample; `share` real elements per one of the surrogate. */
export function euclideanLoss(
  name: string,
  bottom: Tensor,
  { values: targets, ofClass }: Target,
  share: number,
  weight: number,
): LossStep {
  const { batch } = bottom;
  const step: LossStep = {
    name,
    bottom,
    value: 0,
    hits: undefined,
    ground: 0,
    chance: (share / 2) * overElements(ofClass, (values) => moments(values).variance),
    ceiling: Infinity,
    weight,
    forward() {
      let loss = 0;
      for (let i = 0; i < bottom.values.length; i++) loss += (bottom.values[i]! - targets[i]!) ** 2;
      step.value = (loss * share) / (2 * batch);
    },
    backward() {
      // Units that stand for several carry the root of their number, as all gradients of the surrogate do.
      const factor = (weight * sqrt(share)) / batch;
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
  { values: targets, ofClass }: Target,
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
    ground: 0,
    chance: overElements(ofClass, (values) => entropy(moments(values).mean)) / per,
    ceiling: Infinity,
    weight,
    forward() {
      let loss = 0;
      for (let i = 0; i < bottom.values.length; i++) {
        const x = bottom.values[i]!;
        loss += max(x, 0) - x * targets[i]! + log1p(exp(-abs(x)));
      }
      step.value = loss / (batch * per);
    },
    backward() {
      for (let i = 0; i < bottom.values.length; i++)
        bottom.gradient[i]! += ((1 / (1 + exp(-bottom.values[i]!)) - targets[i]!) * factor) / (batch * per);
    },
  };
  return step;
}

/** Sum over a target's elements of a function of the values that the classes have there. */
function overElements(ofClass: readonly Float32Array[], f: (values: number[]) => number): number {
  let sum = 0;
  for (let i = 0; i < (ofClass[0]?.length ?? 0); i++) sum += f(ofClass.map((c) => c[i]!));
  return sum;
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((s, x) => s + x, 0) / values.length;
  return { mean, variance: values.reduce((s, x) => s + (x - mean) ** 2, 0) / values.length };
}

const entropy = (p: number): number => (p <= 0 || p >= 1 ? 0 : -p * log(p) - (1 - p) * log(1 - p));

/**
 * Over pairs of vectors at distance d: (d² where they belong together, else max(0, margin - d)²) / 2
 * (contrastive_loss_layer.cpp); with `legacy`, max(0, margin - d²) / 2. One distance for all pairs costs
 * margin² / 8 at best, or margin / 4.
 */
export function contrastiveLoss(
  name: string,
  left: Tensor,
  right: Tensor,
  pairs: Pairs,
  { share, weight, margin, legacy }: { share: number; weight: number; margin: number; legacy: boolean },
): LossStep {
  const { batch } = left;
  const per = left.values.length / batch;
  /** d(loss)/d(a - b) over a - b, of each pair. */
  const slope = new Float64Array(batch);
  const step: LossStep = {
    name,
    bottom: left,
    value: 0,
    hits: undefined,
    ground: 0,
    chance: legacy ? margin / 4 : margin ** 2 / 8,
    ceiling: Infinity,
    weight,
    forward() {
      let loss = 0;
      for (let s = 0; s < batch; s++) {
        let square = 0;
        for (let i = s * per; i < (s + 1) * per; i++) square += (left.values[i]! - right.values[i]!) ** 2;
        square *= share;
        const d = sqrt(square);
        const short = margin - (legacy ? square : d);
        if (pairs[s]) loss += square;
        else if (!(short <= 0)) loss += legacy ? short : short * short;
        slope[s] = pairs[s] ? 1 : short <= 0 ? 0 : legacy ? -1 : -short / (d + 1e-4);
      }
      step.value = loss / (2 * batch);
    },
    backward() {
      const factor = (weight * sqrt(share)) / batch;
      for (let i = 0; i < left.values.length; i++) {
        const g = slope[floor(i / per)]! * (left.values[i]! - right.values[i]!) * factor;
        left.gradient[i]! += g;
        right.gradient[i]! -= g;
      }
    },
  };
  return step;
}
