import { setField } from '../../src/document/edit-verbs.js';
import { isKnown } from '../../src/shapes/shape.js';
import { netRule } from '../net-rule.js';
import { own } from '../../src/text/own.js';

export const rule = netRule(
  {
    id: 'single-class-softmax',
    category: 'loss',
    severity: 'error',
    symptom: 'plateau',
    description: 'A softmax over one output is 1 whatever the net does, so the loss is 0 and nothing learns.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    for (const { node, bottoms, refused } of view.layers) {
      const param = own(axisParam, node.type);
      if (param === undefined || refused || !bottoms[0]) continue;
      if (!node.tops.some((t) => (t.lossWeight ?? 0) !== 0)) continue;
      const axis = node.message.msg(param).num('axis');
      const classes = bottoms[0][axis < 0 ? axis + bottoms[0].length : axis];
      if (!isKnown(classes) || classes !== 1) continue;
      const source = node.bottoms[0]!.layer;
      const weights = source.message.msg(own(outputs, source.type) ?? '');
      const edit = weights.has('num_output') ? setField(doc.tree, weights, 'num_output', '2') : undefined;
      report({
        at: node.message.at('bottom'),
        view: view.name,
        message: `${node.type} "${node.name}" takes the softmax over the single output of "${node.bottomNames[0]}": it is always 1, so the loss is 0 from the first iteration on, its gradient is 0, and no weight ever learns from it (a label other than 0 reads memory beyond the output); for two classes give the last layer num_output: 2, or keep one output and use SigmoidCrossEntropyLoss`,
        ...(edit && weights.node
          ? { fix: { title: 'Give it two outputs', applicability: 'unsafe' as const, edits: [edit] } }
          : {}),
      });
    }
  },
);

/** Where the losses that compute a softmax keep their axis. */
const axisParam: Readonly<Record<string, string>> = {
  SoftmaxWithLoss: 'softmax_param',
  InfogainLoss: 'infogain_loss_param',
};

const outputs: Readonly<Record<string, string>> = {
  InnerProduct: 'inner_product_param',
  Convolution: 'convolution_param',
};
