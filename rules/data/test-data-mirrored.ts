import { replace } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';
import { readersOf } from './readers.js';

export const rule = netRule(
  {
    id: 'test-data-mirrored',
    category: 'data',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      'Half of the test images are mirrored at random, so that the test result changes from run to run.',
    fix: 'unsafe',
  },
  ({ view, unit, report }) => {
    // A net that is only ever tested may be meant for augmentation at test time.
    const train = unit.analysis?.train;
    if (!train) return;
    const trained = new Set(readersOf(train).map((r) => r.node.message));
    for (const { node, transform } of readersOf(view)) {
      // WindowData draws its windows at random in every phase anyway.
      if (!transform.bool('mirror') || trained.has(node.message) || node.type === 'WindowData') continue;
      const value = transform.all('mirror')[0]!;
      report({
        at: transform.at('mirror'),
        view: view.name,
        message: `"mirror" stands in the layer "${node.name}" for testing: Caffe mirrors at random in every phase, so test results vary from run to run; leave it to the training data`,
        fix: {
          title: 'Do not mirror test data',
          applicability: 'unsafe',
          edits: [replace(value.item, 'false')],
        },
      });
    }
  },
  'TEST',
);
