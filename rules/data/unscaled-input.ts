import { appendField, setField } from '../../src/document/edit-verbs.js';
import type { ShapedLayer } from '../../src/analysis/shapes.js';
import { shownNumber } from '../../src/solver/facts.js';
import { unscaled } from '../../src/training/anomalies.js';
import { inputScale } from '../../src/training/input-scale.js';
import { startInWords } from '../../src/training/words.js';
import { causeRule } from '../prognosis-rule.js';
import { listNames } from '../net-rule.js';

/** 1/256: pixels then lie between 0 and 1. */
const SCALE = '0.00390625';

export const rule = causeRule(
  {
    id: 'unscaled-input',
    category: 'data',
    severity: 'warn',
    symptom: 'nan',
    description: 'Raw 0-255 pixels reach a net and a learning rate that are made for small numbers.',
    fix: 'unsafe',
  },
  ['input'],
  ({ view, netDoc, editable, fate, report }) => {
    const layers = unscaled(view).filter((l) => !ignoresTransform(l));
    const first = layers[0];
    if (!first) return;
    const { mean, std } = inputScale(first, view.knowledge);
    const start = startInWords(view);
    const all = view.view.net
      .msgs('layer')
      .filter((m) => m.str('type') === first.node.type && !m.msg('transform_param').has('scale'));
    const edits = all.flatMap((m) => {
      const transform = m.msg('transform_param');
      const edit = transform.node
        ? setField(netDoc.tree, transform, 'scale', SCALE)
        : m.node && appendField(netDoc.tree, m.node, `transform_param { scale: ${SCALE} }`);
      return edit ?? [];
    });
    const scaled = first.node.message.msg('transform_param').has('scale');
    report({
      doc: netDoc,
      at: first.node.message.here(),
      message: `${listNames(layers.map((l) => l.node.name))} ${layers.length === 1 ? 'hands' : 'hand'} out pixels of mean ${shownNumber(mean)} and standard deviation ${shownNumber(std)} (${view.knowledge.pixels ? 'as settings.pixels tells' : 'taken for natural 8-bit images'})${start ? `, so that ${start}` : ', far above the size of 1 that fillers and usual learning rates are made for'}; ${fate}; ${scaled ? 'choose the scale so that they come out near 1' : `set transform_param { scale: ${SCALE} } (1/256) for training and testing, and do the same wherever the net is deployed`}`,
      ...(editable && edits.length > 0
        ? {
            fix: {
              title: `Add scale: ${SCALE} to ${edits.length === 1 ? 'the data layer' : `${edits.length} data layers`}`,
              applicability: 'unsafe' as const,
              edits,
            },
          }
        : {}),
    });
  },
);

/** A scale in data_param does nothing, and data-transform-ignored tells it. */
function ignoresTransform(layer: ShapedLayer): boolean {
  const { message, type } = layer.node;
  const where = type === 'Data' ? 'data_param' : type === 'ImageData' ? 'image_data_param' : undefined;
  return where !== undefined && message.msg(where).has('scale') && message.msg(where).num('scale') !== 1;
}
