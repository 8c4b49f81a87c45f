import { replace } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';
import { readersOf } from './readers.js';

/** ImageNet's mean in the order red, green, blue, as it is given for other frameworks. */
const RGB = [123.68, 116.779, 103.939];

export const rule = netRule(
  {
    id: 'mean-value-channel-order',
    category: 'data',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      "ImageNet's mean stands in the order red, green, blue, and Caffe reads images as blue, green, red.",
    fix: 'unsafe',
  },
  ({ view, report }) => {
    for (const { node, transform } of readersOf(view)) {
      const values = transform.nums('mean_value');
      if (values.length !== 3 || !values.every((v, i) => Math.abs(v - RGB[i]!) < 1)) continue;
      const means = transform.all('mean_value');
      const texts = values.map(String).reverse();
      const sure = node.type === 'ImageData' ? 'Caffe reads image files' : "Caffe's tools store images";
      report({
        at: transform.at('mean_value'),
        view: view.name,
        message: `mean_value ${values.join(', ')} is ImageNet's mean as red, green, blue, but ${sure} as blue, green, red; turn the order round, unless the images were stored as RGB`,
        fix: {
          title: 'Turn the order round',
          applicability: 'unsafe',
          edits: means.map((mean, i) => replace(mean.item, texts[i]!)),
        },
      });
    }
  },
);
