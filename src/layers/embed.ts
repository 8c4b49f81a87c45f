/** Embed (embed_layer.cpp): a row of the weights for each index of the bottom. */
import { checkBlob } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { positive } from './required.js';
import { knownOr, paramStats } from '../numeric/forward.js';
import { normal, type ForwardContext, type Moments } from '../numeric/moments.js';
import { embedGradient } from '../numeric/gradient-layers.js';
import { ONES, powerOf, summed, type BackwardContext, type BackwardResult } from '../numeric/gradient.js';
import { count } from '../shapes/shape.js';

function setupEmbed(c: SetupContext): SetupResult {
  const param = c.layer.msg('embed_param');
  const outputs = positive(c, param, 'num_output');
  const words = positive(c, param, 'input_dim');
  const weights = [words, outputs];
  checkBlob(c, weights, place(c, param, 'input_dim'), 'the weight blob');
  const params: ParamBlob[] = [
    { shape: weights, role: 'weight', filler: checkFiller(c, param, 'weight_filler', weights) },
  ];
  if (param.bool('bias_term')) {
    const filler = checkFiller(c, param, 'bias_filler', [outputs]);
    params.push({ shape: [outputs], role: 'bias', filler });
  }
  const top = c.bottoms[0] && [...c.bottoms[0], outputs];
  checkBlob(c, top, place(c, param, 'num_output'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], params, macs: 0 };
}

/** Each word has its own row, so that two inputs have the bias in common and, by chance, the word. */
function forwardEmbed(c: ForwardContext): (Moments | undefined)[] {
  const [weight, bias] = c.params;
  if (!weight) return [undefined];
  const rows = paramStats(weight);
  const shift = bias ? paramStats(bias) : { mean: 0, variance: 0 };
  const words = Math.max(1, c.layer.msg('embed_param').num('input_dim'));
  const same = rows.variance / words;
  return [normal(rows.mean + shift.mean, same + shift.variance, rows.variance - same)];
}

function backwardEmbed(c: BackwardContext): BackwardResult {
  const g = c.gradients[0];
  const [weight, bias] = c.params;
  if (!g || !weight) return { bottoms: [] };
  const items = knownOr(count(c.bottomShapes[0]), 1);
  const words = c.layer.msg('embed_param').num('input_dim');
  const params = [embedGradient(g, items, words, powerOf(paramStats(weight)))];
  if (bias) params.push({ second: summed(g, ONES, items, 1), weight: powerOf(paramStats(bias)) });
  return { bottoms: [], params };
}

export const layers = [
  defineLayer({
    types: ['Embed'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    noGradientTo: [0],
    backwardReads: { bottomData: true },
    inPlace: false,
    setup: setupEmbed,
    forward: forwardEmbed,
    backward: backwardEmbed,
  }),
];
