import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'batchnorm-param-blocks',
  category: 'normalization',
  severity: 'error',
  symptom: 'load-failure',
  description: '`param` blocks on a BatchNorm that Caffe refuses.',
  fix: 'safe',
});
