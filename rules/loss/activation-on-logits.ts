import { squashesLogits } from '../../src/training/anomalies.js';
import { takeOut } from './feed-past.js';
import { causeRule } from '../prognosis-rule.js';

export const rule = causeRule(
  {
    id: 'activation-on-logits',
    category: 'loss',
    severity: 'warn',
    symptom: 'plateau',
    description: 'An activation between the last weights and the softmax loss blocks its gradient.',
    fix: 'unsafe',
  },
  ['logits'],
  ({ view, netDoc, editable, fate, report }) => {
    const layer = view.layers.find((l) => squashesLogits(l) && l.node.type !== 'Softmax');
    if (!layer) return;
    const { name, type } = layer.node;
    const fix = editable ? takeOut(netDoc.tree, layer.node) : undefined;
    const why = /^ReLU/.test(type)
      ? 'a class whose logit has become negative gets no gradient and cannot come back'
      : 'it bounds the logits, so the softmax can never be sure';
    report({
      doc: netDoc,
      at: layer.node.message.at('type'),
      message: `${type} "${name}" stands between the last weights and the softmax loss: ${why}; ${fate}; feed the loss the layer in front of "${name}"`,
      ...(fix ? { fix } : {}),
    });
  },
);
