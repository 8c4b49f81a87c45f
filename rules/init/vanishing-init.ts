import { shownNumber } from '../../src/solver/facts.js';
import { fillerRule } from './ill-sized.js';

export const rule = fillerRule(
  {
    id: 'vanishing-init',
    category: 'init',
    severity: 'warn',
    symptom: 'plateau',
    description: 'Weights start so small that neither the signal nor the gradient gets through the net.',
    fix: 'unsafe',
  },
  ({ gains, first, layers, start, fate, suitable }) => {
    const factor = gains.reduce((product, g) => product * Math.sqrt(g.gain), 1);
    return `the weights of ${layers} start too small: "${first.param.layer.node.name}" multiplies the size of its input by ${shownNumber(Math.sqrt(first.gain))}${gains.length > 1 ? `, the ${gains.length} layers together by ${shownNumber(factor)}` : ''}, and the gradient on its way back likewise${start ? `: ${start}` : ''}; ${fate}; fill by the number of inputs, e.g. ${suitable}`;
  },
);
