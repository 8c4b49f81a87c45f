/** Which weight filler a layer wants, by the activation that follows it, and the edit that puts it there. */
import { appendField, inHabit, replace } from '../document/edit-verbs.js';
import type { Edit } from '../text/edit.js';
import type { SyntaxTree } from '../../grammar/syntax.js';
import type { ParamFact, ShapedNet } from './shapes.js';
import type { Top } from '../net/graph.js';
import { own } from '../text/own.js';

/** The parameter message that holds a type's `weight_filler`. */
const holders: Readonly<Record<string, string>> = {
  Convolution: 'convolution_param',
  Deconvolution: 'convolution_param',
  InnerProduct: 'inner_product_param',
  Embed: 'embed_param',
  LSTM: 'recurrent_param',
  RNN: 'recurrent_param',
};

/**
 * msra in front of a rectifier (He et al. 2015), xavier in front of anything else (Glorot & Bengio
 * 2010), a small uniform for recurrent layers.
 */
export function suitableFiller(_net: ShapedNet, param: ParamFact): string {
  const { node } = param.layer;
  if (node.type === 'LSTM' || node.type === 'RNN') return '{ type: "uniform" min: -0.08 max: 0.08 }';
  const kind = activationBehind(node.tops[0]);
  return `{ type: "${kind === 'rectifier' ? 'msra' : 'xavier'}" }`;
}

/**
 * Does a sigmoid read this blob first? Its slope is 1/4 at most, so that weights of deviation
 * 4 / sqrt(n) keep the size of what depends on the input (Glorot & Bengio 2010).
 */
export const sigmoidBehind = (top: Top | undefined): boolean => top?.consumers[0]?.layer.type === 'Sigmoid';

/** The filler of weights in front of a sigmoid, for n inputs. */
export const sigmoidFiller = (fanIn: number): string =>
  `{ type: "gaussian" std: ${Number((4 / Math.sqrt(fanIn)).toPrecision(2))} }`;

/** The first activation that a blob meets, looked for through normalisation and shape-keeping layers. */
export function activationBehind(top: Top | undefined): 'rectifier' | 'other' | undefined {
  for (let at = top, steps = 0; at && steps < 6; steps++) {
    const next = at.consumers[0]?.layer;
    if (!next) return undefined;
    if (/^(ReLU|ReLU6|PReLU|ELU|RReLU)$/.test(next.type)) return 'rectifier';
    if (/^(Sigmoid|TanH|Swish|BNLL)$/.test(next.type)) return 'other';
    if (!/^(BatchNorm|Scale|BN|Bias|Dropout|Pooling|Eltwise|LRN)$/.test(next.type)) return undefined;
    at = next.tops[0];
  }
  return undefined;
}

/** Give a parameter this filler (`{ type: … }`); undefined where the text has no place for it. */
export function fillerEdit(tree: SyntaxTree, param: ParamFact, filler: string): Edit | undefined {
  const written = param.blob.filler;
  if (written?.node) return replace(written.node, inHabit(tree, filler));
  const { message, type } = param.layer.node;
  const holder = own(holders, type);
  if (holder === undefined) return undefined;
  const node = message.msg(holder).node;
  return node && appendField(tree, node, `weight_filler ${filler}`);
}
