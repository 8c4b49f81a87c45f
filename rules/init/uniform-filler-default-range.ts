import { shownNumber } from '../../src/solver/facts.js';
import { fillerRule } from './ill-sized.js';

export const rule = fillerRule(
  {
    id: 'uniform-filler-default-range',
    category: 'init',
    severity: 'warn',
    symptom: 'nan',
    description: 'A uniform filler without `min` and `max` draws weights between 0 and 1.',
    fix: 'unsafe',
  },
  ({ first, layers, start, fate, suitable }) =>
    `the uniform filler of ${layers} has no min and max, and Caffe's defaults are 0 and 1: the ${first.fanIn} weights of a unit, all positive, add up to ${shownNumber(first.sum)} times the mean of its inputs${start ? `, and ${start}` : ''}; ${fate}; write a range around 0, or ${suitable}`,
);
