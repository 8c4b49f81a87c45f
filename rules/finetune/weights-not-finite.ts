import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'weights-not-finite',
    category: 'finetune',
    severity: 'error',
    symptom: 'nan',
    description: 'The trained weights hold NaN or infinity.',
    fix: 'none',
  },
  ({ view, report }) => {
    const { broken } = view.loaded;
    for (const model of new Set(broken.map((b) => b.model))) {
      const own = broken.filter((b) => b.model === model);
      const numbers = own.reduce((sum, b) => sum + b.count, 0);
      const { node } = own[0]!.layer;
      report({
        at: node.message.has('name') ? node.message.at('name') : node.message.here(),
        message: `${model.path} fills ${listNames(own.map((b) => b.layer.node.name))} with ${numbers} ${numbers === 1 ? 'number that is' : 'numbers that are'} NaN or infinite: the run that wrote it had diverged, and whatever reads them is NaN or infinite, too, and with it the loss (87.3365 on a GPU); take a snapshot from before`,
      });
    }
  },
);
