/** Losses and what they compare with. */
import type { ShapedLayer } from '../analysis/shapes.js';
import type { Top } from '../net/graph.js';
import { count, isKnown } from '../shapes/shape.js';
import type { Builder } from './build.js';
import { spatialSize } from './build.js';
import { inputScale } from './input-scale.js';
import { contrastiveLoss, euclideanLoss, hingeLoss, sigmoidLoss, softmaxLoss } from './loss-steps.js';
import type { LossStep } from './loss-steps.js';
import { isTarget } from './targets.js';
import { Unsupported } from './unsupported.js';

type Build = (b: Builder, layer: ShapedLayer) => void;

function push(b: Builder, step: LossStep): void {
  b.steps.push(step);
  if (step.weight !== 0) b.losses.push(step);
}

const weightOf = (b: Builder, layer: ShapedLayer): number =>
  b.options.change.plainLoss ? 1 : (layer.node.tops[0]?.lossWeight ?? 0);

/** LossLayer::GetNormalizer over the mean: how many times the mean per place the loss is. */
function normalisation(b: Builder, layer: ShapedLayer, fallback: string): number {
  if (b.options.change.plainLoss) return 1;
  const param = layer.node.message.msg('loss_param');
  const legacy = param.has('normalize') && !param.has('normalization');
  const mode = legacy
    ? param.bool('normalize')
      ? 'VALID'
      : 'BATCH_SIZE'
    : param.has('normalization')
      ? param.str('normalization')
      : fallback;
  const shape = layer.bottoms[0];
  const batch = Number(shape?.[0] ?? 1);
  const map = spatialSize(shape);
  return mode === 'NONE' ? batch * map : mode === 'BATCH_SIZE' ? map : 1;
}

const softmaxWithLoss: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  const weight = weightOf(b, layer);
  const param = layer.node.message.msg('softmax_param');
  if (param.num('axis') !== 1 || bottom.units < 2) throw new Unsupported('softmax');
  const factor = weight * normalisation(b, layer, 'VALID');
  push(b, softmaxLoss(layer.node.name, bottom, b.data, weight, factor));
};

const hinge: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  if (bottom.positions > 1 || bottom.units < 2) throw new Unsupported('HingeLoss');
  const norm = layer.node.message.msg('hinge_loss_param').str('norm') === 'L2' ? 2 : 1;
  push(b, hingeLoss(layer.node.name, bottom, b.data, weightOf(b, layer), norm));
};

const euclidean: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  const weight = weightOf(b, layer);
  const per = bottom.positions * bottom.units;
  const real = count(layer.bottoms[0], 1);
  if (!isKnown(real)) throw new Unsupported('EuclideanLoss');
  const share = real / per;
  const truth = layer.node.bottoms[1];
  const vector = truth?.index === 0 && truth.layer.signature?.source;
  const kind = real === 1 && !vector ? 'class' : 'pattern';
  const { mean, std } = targetScale(b, truth);
  const target = b.data.target(per, kind, mean, std);
  push(b, euclideanLoss(layer.node.name, bottom, target, share, weight));
};

/** Mean and deviation of a target: those of the input where the net is to give its input back. */
function targetScale(b: Builder, truth: Top | undefined): { mean: number; std: number } {
  for (let at = truth; at; at = at.layer.bottoms.length === 1 ? at.layer.bottoms[0] : undefined) {
    const { layer } = at;
    if (!layer.signature?.source || isTarget(at)) continue;
    const source = b.net.layers.find((l) => l.node === layer);
    if (source && at.index === 0 && !b.options.change.healthyInput)
      return inputScale(source, b.net.knowledge);
  }
  return { mean: 0, std: 1 };
}

const sigmoidCrossEntropy: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  const weight = weightOf(b, layer);
  const per = bottom.positions * bottom.units;
  const real = count(layer.bottoms[0], 1);
  if (!isKnown(real)) throw new Unsupported('SigmoidCrossEntropyLoss');
  const target = b.data.target(per, 'binary');
  // By default it is summed over all elements of a sample.
  const mode = layer.node.message.msg('loss_param').str('normalization');
  const summed =
    b.options.change.plainLoss ||
    (/^(VALID|FULL)$/.test(mode) && layer.node.message.msg('loss_param').has('normalization'))
      ? 1
      : real;
  const factor = weight * summed * Math.sqrt(per / real);
  push(b, sigmoidLoss(layer.node.name, bottom, target, factor, weight));
};

const contrastive: Build = (b, layer) => {
  const [left, right] = [b.bottom(layer), b.bottom(layer, 1)];
  if (left.values.length !== right.values.length) throw new Unsupported('ContrastiveLoss');
  const param = layer.node.message.msg('contrastive_loss_param');
  const real = count(layer.bottoms[0], 1);
  if (!isKnown(real)) throw new Unsupported('ContrastiveLoss');
  push(
    b,
    contrastiveLoss(layer.node.name, left, right, b.data.pair(), {
      share: real / (left.positions * left.units),
      weight: weightOf(b, layer),
      margin: param.num('margin'),
      legacy: param.bool('legacy_version'),
    }),
  );
};

export const lossBuilders: [string, Build][] = [
  ['SoftmaxWithLoss', softmaxWithLoss],
  ['HingeLoss', hinge],
  ['EuclideanLoss', euclidean],
  ['ContrastiveLoss', contrastive],
  ['SigmoidCrossEntropyLoss', sigmoidCrossEntropy],
];
