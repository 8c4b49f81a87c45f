import type { ViewAnalysis } from '../../src/analysis/net-analysis.js';
import { appendField } from '../../src/document/edit-verbs.js';
import type { TextDocument } from '../../src/document/document.js';
import type { Fix } from '../../src/engine/finding.js';
import type { LayerNode } from '../../src/net/graph.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'no-loss',
    category: 'graph',
    severity: 'error',
    symptom: 'plateau',
    description: 'The training net has no loss, so that nothing in it ever learns.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    // Without a solver only a net that says TRAIN itself is known to be trained.
    const certain = unit.solverDoc !== undefined && view.view.states.some((s) => s.from === 'solver');
    if (!certain && !(saysTrain(view) && view.view.states.some((s) => s.from === 'default'))) return;
    if (view.view.layers.length === 0 || view.layers.some((l) => l.type === undefined || l.refused)) return;
    if (!view.layers.some((l) => l.params.some((p) => p.lrMult !== 0 && p.blob.role !== 'statistics')))
      return;
    const tops = view.view.layers.flatMap((l) => l.tops);
    if (tops.some((t) => t.lossWeight !== 0)) return;
    // Losses there are, but with weight 0.
    if (view.view.layers.some((l) => l.signature?.loss)) return;
    const meant = view.view.layers.find(isMeant);
    const elsewhere = lossElsewhere(view, doc);
    const why = meant
      ? `${meant.type} layer "${meant.name}" is no loss to Caffe, which gives weight 1 to its own loss layers only; set loss_weight: 1 there`
      : elsewhere
        ? `its loss layer "${elsewhere}" is left out by an include or exclude rule`
        : 'end it in a loss layer, such as SoftmaxWithLoss';
    report({
      at: meant?.message.at('type') ?? view.view.layers.at(-1)!.message.here(),
      view: view.name,
      message: `the ${view.name} net has weights but no loss, so training runs and changes nothing: ${why}`,
      fix: meant && weigh(doc, meant),
      ...(certain ? {} : { severity: 'warn' as const }),
    });
  },
  'TRAIN',
);

const saysTrain = (view: ViewAnalysis): boolean =>
  view.view.layers.some((l) =>
    l.message.msgs('include').some((i) => i.has('phase') && i.str('phase') === 'TRAIN'),
  );

/** A layer of the author's own that calls itself a loss. */
export function isMeant(node: LayerNode): boolean {
  if (node.signature?.loss || node.tops.length === 0 || node.message.has('loss_weight')) return false;
  const own = node.type === 'Python' ? node.message.msg('python_param').str('layer') : node.type;
  if (node.type !== 'Python' && node.signature?.dialects === undefined) return false;
  return /loss/i.test(own) && node.tops.every((t) => t.consumers.length === 0);
}

/** The fix of a loss without weight. */
export function weigh(doc: TextDocument, { message, name, tops }: LayerNode): Fix | undefined {
  if (!message.node) return undefined;
  const weights = tops.map((_, i) => `loss_weight: ${i === 0 ? 1 : 0}`);
  const edits = weights.map((weight) => appendField(doc.tree, message.node!, weight));
  return { title: `Count "${name}" as a loss`, applicability: 'unsafe', edits };
}

function lossElsewhere(view: ViewAnalysis, doc: TextDocument): string | undefined {
  const here = new Set(view.view.layers.map((l) => l.message));
  const layers = doc.message?.msgs('layer') ?? [];
  return layers.find((l) => !here.has(l) && /Loss$/.test(l.str('type')))?.str('name');
}
