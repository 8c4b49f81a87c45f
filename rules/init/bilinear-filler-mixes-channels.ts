import { setField } from '../../src/document/edit-verbs.js';
import { isKnown } from '../../src/shapes/shape.js';
import { fineTunes } from '../../src/solver/facts.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'bilinear-filler-mixes-channels',
    category: 'init',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      'A bilinear filler without one group per channel adds up the channels instead of enlarging them.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    if (fineTunes(unit.solver) || !view.layers.some((l) => l.node.signature?.loss)) return;
    for (const { node, params, bottoms } of view.layers) {
      const [weight] = params;
      if (!weight || !/^(Convolution|Deconvolution)$/.test(node.type)) continue;
      if (weight.blob.filler?.str('type') !== 'bilinear') continue;
      const param = node.message.msg('convolution_param');
      const [channels, outputs, group] = [bottoms[0]?.[1], param.num('num_output'), param.num('group')];
      if (!isKnown(channels)) continue;
      const summed = channels / group;
      if (summed === 1 && outputs === group) continue;
      const each =
        summed > 1
          ? `each output is the sum of ${summed} enlarged channels${outputs > group ? ', and all outputs of a group are the same' : ''}`
          : `${outputs / group} outputs are copies of the same enlarged channel`;
      const edit = outputs === channels ? setField(doc.tree, param, 'group', String(channels)) : undefined;
      report({
        at: weight.blob.filler.here(),
        view: view.name,
        message: `the bilinear filler of ${node.type} "${node.name}" writes the same kernel for every pair of channels, and with ${channels} channels, num_output ${outputs} and group ${group} ${each}${weight.lrMult === 0 ? ' for ever (lr_mult 0)' : ' until the weights have learned otherwise'}; to enlarge each channel by itself write num_output: ${channels} group: ${channels}`,
        fix: edit && { title: `Write group: ${channels}`, applicability: 'unsafe', edits: [edit] },
      });
    }
  },
  'TRAIN',
);
