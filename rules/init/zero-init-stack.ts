import { fillsZero, liveness } from '../../src/analysis/liveness.js';
import { madeForTrainedWeights } from '../../src/analysis/made-for-trained.js';
import type { ParamFact } from '../../src/analysis/shapes.js';
import { fillerEdit, suitableFiller } from '../../src/analysis/filler-choice.js';
import type { Fix } from '../../src/engine/finding.js';
import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'zero-init-stack',
    category: 'init',
    severity: 'warn',
    symptom: 'plateau',
    description:
      'Weights that start at zero keep each other at zero, so the predictions never depend on the input.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    const { trained } = view.knowledge;
    if (trained?.unread) return;
    const { alive, zeroParams } = liveness(view);
    if (alive !== false) return;
    const weights = zeroParams.filter((p) => p.blob.role === 'weight' && p.owner === undefined);
    if (weights.length === 0) return;
    // With these weights filled, would it live? If not, they are not the cause.
    if (liveness(view, new Set(weights)).alive !== true) return;
    const missing = weights.filter((p) => !isSet(p));
    const names = weights.map((p) => p.layer.node.name);
    const frozen = weights.filter((p) => p.lrMult === 0);
    if (frozen.length < weights.length && madeForTrainedWeights(view)) return;
    const first = weights[0]!;
    const what =
      missing.length === weights.length
        ? `${weights.length === 1 ? 'has' : 'have'} no weight_filler, and Caffe's default filler is constant 0`
        : missing.length === 0
          ? `${weights.length === 1 ? 'has' : 'have'} a filler that writes only zeros`
          : `${weights.length === 1 ? 'starts' : 'start'} at zero (${missing.length} without weight_filler: Caffe's default is constant 0)`;
    report({
      at: first.layer.node.message.here(),
      message: `${weights.length === 1 ? 'layer' : `${weights.length} layers`} ${listNames(names)} ${what}: the activations behind them are the same for every input, and the gradient in front of them is multiplied by zero weights, so ${frozen.length === weights.length ? 'the weights (lr_mult 0) never change' : 'no weight ever moves; only the last bias learns how frequent each class is'}, and the loss stays at ln K for K classes (0.6931 for two, 2.3026 for ten); give each a weight_filler, e.g. ${suitableFiller(view, first)}, ${trained ? `for the trained weights have no layer of ${weights.length === 1 ? 'this name' : 'these names'}` : 'unless trained weights are loaded'}`,
      fix: fixOf(weights),
    });

    function fixOf(params: readonly ParamFact[]): Fix | undefined {
      const edits = params.flatMap((p) => fillerEdit(doc.tree, p, suitableFiller(view, p)) ?? []);
      return edits.length > 0
        ? {
            title: `Add a random weight_filler to ${edits.length === 1 ? 'the layer' : `${edits.length} layers`}`,
            applicability: 'unsafe',
            edits,
          }
        : undefined;
    }
  },
  'TRAIN',
);

/** Does the text give this parameter a filler of its own? */
const isSet = (p: ParamFact): boolean => p.blob.filler?.node !== undefined && fillsZero(p.blob.filler);
