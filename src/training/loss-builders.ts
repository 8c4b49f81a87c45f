/** Losses and what they compare with. */
import type { ShapedLayer } from '../analysis/shapes.js';
import { count, isKnown } from '../shapes/shape.js';
import type { Builder } from './build.js';
import { spatialSize, Unsupported } from './build.js';
import { euclideanLoss, sigmoidLoss, softmaxLoss } from './loss-steps.js';
import type { LossStep } from './loss-steps.js';

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

const euclidean: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  const weight = weightOf(b, layer);
  const per = bottom.positions * bottom.units;
  const real = count(layer.bottoms[0], 1);
  if (!isKnown(real)) throw new Unsupported('EuclideanLoss');
  const share = real / per;
  const answer = layer.node.bottoms[1];
  const pixels = answer && b.tensors.get(answer) && answer.layer.signature?.source;
  const kind = real === 1 && !pixels ? 'class' : 'pattern';
  const targets = b.data.target(per, kind);
  const chance = kind === 'class' ? (b.data.classes ** 2 - 1) / 24 : real / 2;
  push(b, euclideanLoss(layer.node.name, bottom, targets, chance, share, weight));
};

const sigmoidCrossEntropy: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  const weight = weightOf(b, layer);
  const per = bottom.positions * bottom.units;
  const real = count(layer.bottoms[0], 1);
  if (!isKnown(real)) throw new Unsupported('SigmoidCrossEntropyLoss');
  const targets = b.data.target(per, 'binary');
  // By default it is summed over all elements of a sample.
  const mode = layer.node.message.msg('loss_param').str('normalization');
  const summed =
    b.options.change.plainLoss ||
    (/^(VALID|FULL)$/.test(mode) && layer.node.message.msg('loss_param').has('normalization'))
      ? 1
      : real;
  const factor = weight * summed * Math.sqrt(per / real);
  push(b, sigmoidLoss(layer.node.name, bottom, targets, factor, weight));
};

export const lossBuilders: [string, Build][] = [
  ['SoftmaxWithLoss', softmaxWithLoss],
  ['EuclideanLoss', euclidean],
  ['SigmoidCrossEntropyLoss', sigmoidCrossEntropy],
];
