import { shownNumber } from '../../src/solver/facts.js';
import { fillerRule } from './ill-sized.js';

export const rule = fillerRule(
  {
    id: 'symmetric-init',
    category: 'init',
    severity: 'warn',
    symptom: 'plateau',
    description: 'All weights of a layer start at the same value, so its units stay copies of one another.',
    fix: 'unsafe',
  },
  ({ first, layers, fate, suitable }) => {
    const value = first.sum / first.fanIn;
    return `all weights of ${layers} start at the same value (${shownNumber(value)}, and the ${first.fanIn} inputs of a unit add up to ${shownNumber(Math.abs(first.sum))} times their mean): the units of a layer compute the same, get the same gradient and stay copies of one another; ${fate}; draw them at random, e.g. ${suitable}`;
  },
);
