import { appendField, removeField } from '../../src/document/edit-verbs.js';
import type { Message } from '../../src/document/message.js';
import { symptomBy } from '../prognosis-rule.js';
import { netRule } from '../net-rule.js';
import { own } from '../../src/text/own.js';

export const rule = netRule(
  {
    id: 'data-transform-ignored',
    category: 'data',
    severity: 'error',
    symptom: 'nan',
    description: 'Scale, mean, crop or mirror stand where no layer reads them.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    for (const { node } of view.layers) {
      const where = own(readNowhere, node.type);
      if (!where) continue;
      const param = node.message.msg(where);
      const names = ['scale', 'mean_file', 'crop_size', 'mirror'].filter((n) => param.has(n));
      const given = names.filter(
        (n) =>
          !(n === 'mirror' && !param.bool(n)) &&
          !(n === 'scale' && param.num(n) === 1) &&
          !(n === 'crop_size' && param.num(n) === 0),
      );
      const first = given[0];
      if (!first) continue;
      const text = (n: string): string => {
        const item = param.all(n)[0]!.item;
        return doc.source.text.slice(item.start, item.end);
      };
      const transform = node.message.msg('transform_param');
      const fresh = given.filter((n) => !transform.has(n));
      const scale = given.includes('scale');
      const moved = fresh.map((n) => `${n}: ${text(n)}`).join(' ');
      const edits = names.map((n) => removeField(doc.tree, param.all(n)[0]!.node));
      if (moved !== '') {
        const target = transform.node ?? node.message.node;
        if (target)
          edits.push(appendField(doc.tree, target, transform.node ? moved : `transform_param { ${moved} }`));
      }
      report({
        at: param.at(first),
        ...(scale || given.includes('mean_file')
          ? symptomBy(unit, 'wrong-result')
          : { symptom: 'wrong-result' as const }),
        message: `${given.join(', ')} in ${where} ${given.length === 1 ? 'is' : 'are'} not read by any layer: since Caffe's V2 format ("layer") transformations belong in transform_param, and only files in the old "layers" format are converted${scale ? `; the pixels reach the net unscaled, ${factor(param)} times as large as meant, and the loss typically jumps to NaN (87.3365 on a GPU) or dies at ln K` : given.includes('mean_file') ? '; the mean is never subtracted' : given.includes('crop_size') ? '; nothing is cropped' : ''}; move ${given.length === 1 ? 'it' : 'them'} to transform_param`,
        fix: { title: 'Move to transform_param', applicability: 'unsafe', edits },
      });
    }
  },
);

/** The parameter message whose old transformation fields a type declares and ignores. */
const readNowhere: Readonly<Record<string, string>> = { Data: 'data_param', ImageData: 'image_data_param' };

/** How many times larger the pixels are than the author meant. */
function factor(param: Message): string {
  const scale = param.num('scale');
  return scale > 0 ? String(Number((1 / scale).toPrecision(3))) : 'many';
}
