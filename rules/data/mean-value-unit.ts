import { replace } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';
import { readersOf } from './readers.js';

/** A scale below this is meant to bring bytes near 1. */
const BRINGS_BYTES_TO_ONE = 0.05;

export const rule = netRule(
  {
    id: 'mean-value-unit',
    category: 'data',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'The mean is given in scaled units, but Caffe subtracts it before it scales.',
    fix: 'unsafe',
  },
  ({ view, report }) => {
    for (const { node, transform } of readersOf(view)) {
      const scale = transform.num('scale');
      const means = transform.all('mean_value');
      const values = transform.nums('mean_value');
      if (node.type === 'WindowData' || !transform.has('scale') || scale <= 0 || scale > BRINGS_BYTES_TO_ONE)
        continue;
      if (values.length === 0 || values.some((v) => v <= 0 || v > 1)) continue;
      const raw = values.map((v) => Number((v / scale).toPrecision(4)));
      report({
        at: transform.at('mean_value'),
        view: view.name,
        message: `mean_value ${values.join(', ')} is subtracted from the bytes (0 to 255) before "scale" ${scale} is applied, so next to nothing is subtracted; in bytes it is ${raw.join(', ')}`,
        fix: {
          title: 'Give the mean in bytes',
          applicability: 'unsafe',
          edits: means.map((mean, i) => replace(mean.item, String(raw[i]))),
        },
      });
    }
  },
);
