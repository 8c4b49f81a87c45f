import { shownNumber } from '../../src/solver/facts.js';
import { fillerRule } from './ill-sized.js';

export const rule = fillerRule(
  {
    id: 'exploding-init',
    category: 'init',
    severity: 'warn',
    symptom: 'nan',
    description: 'Weights start so large that activations grow from layer to layer until training fails.',
    fix: 'unsafe',
  },
  ({ first, layers, start, fate, suitable }) =>
    `the weights of ${layers} start too large: with ${first.fanIn} inputs per unit "${first.param.layer.node.name}" multiplies the size of its input by about ${shownNumber(size(first))}, where 1 would keep it${start ? `, and ${start}` : ''}; ${fate}; fill by the number of inputs, e.g. ${suitable}`,
);

const size = (g: { gain: number; sum: number }): number => Math.hypot(Math.sqrt(g.gain), g.sum);
