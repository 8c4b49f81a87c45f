/** Layers that are undefined, or have no gradient, at numbers that their input certainly holds. */
import type { LayerNode, Top } from '../net/graph.js';
import type { ShapedNet } from './shapes.js';
import { valueSigns, type Signs } from './value-signs.js';

export interface OutsideDomain {
  node: LayerNode;
  bottom: Top;
  /** It is the negative numbers that have no value; else the zeros. */
  negative?: boolean;
  why: string;
  mend: string;
  /** Of the fix; undefined where the text does not determine one. */
  title?: string;
  /** The parameter message that wants a shift. */
  shift?: string;
}

/** At most one per layer, of layers above a loss. */
export function outsideDomain(net: ShapedNet): OutsideDomain[] {
  // Most nets have no such layer at all.
  if (!net.layers.some(({ node }) => /^(Log|Power|Eltwise)$/.test(node.type))) return [];
  const signs = valueSigns(net);
  return net.layers.flatMap(({ node, refused }) => {
    if (refused || net.gradient.underLoss[node.index] !== true) return [];
    for (const [i, bottom] of node.bottoms.entries()) {
      const input = bottom && signs.get(bottom);
      const found = input && outside(node, input, net.gradient.bottoms[node.index]?.[i] === true);
      if (found) return [{ node, bottom, ...found }];
    }
    return [];
  });
}

/** What is added to keep away from 0. */
export const TINY = '0.00001';

/** Forward and Backward of log_layer.cpp, power_layer.cpp and eltwise_layer.cpp at such inputs. */
function outside(
  node: LayerNode,
  input: Signs,
  needsGradient: boolean,
): Omit<OutsideDomain, 'node' | 'bottom'> | undefined {
  const spread = 'one such number is enough to make the loss, and with the first update every weight, NaN';
  if (node.type === 'Log') {
    const param = node.message.msg('log_param');
    if (param.num('shift') !== 0 || param.num('scale') === 0) return undefined;
    if (input.negative)
      return {
        negative: true,
        why: `the logarithm of a negative number is NaN: ${spread}`,
        mend: 'make its input positive first, e.g. by Exp, AbsVal with a shift, or Sigmoid',
      };
    if (!input.zeros) return undefined;
    return {
      why: `log 0 is -inf: ${spread}`,
      mend: `add a shift, e.g. log_param { shift: ${TINY} }`,
      title: `Add shift: ${TINY}`,
      shift: 'log_param',
    };
  }
  if (node.type === 'Power') {
    const param = node.message.msg('power_param');
    const power = param.num('power');
    if (param.num('shift') !== 0 || param.num('scale') === 0 || power === 0 || power === 1) return undefined;
    if (input.negative && !Number.isInteger(power))
      return {
        negative: true,
        why: `a negative number to the power ${power} is NaN: ${spread}`,
        mend: 'make its input positive first, e.g. by AbsVal with a shift, or use a whole power',
      };
    if (!input.zeros) return undefined;
    const shift = {
      mend: `add a shift, e.g. power_param { shift: ${TINY} }`,
      title: `Add shift: ${TINY}`,
      shift: 'power_param',
    };
    if (power < 0) return { why: `0 to the power ${power} is infinite: ${spread}`, ...shift };
    // The square has a branch of its own in Backward.
    if (power === 2 || !needsGradient) return undefined;
    return {
      why: `without a shift Caffe computes the gradient as power * y / x, which is 0 / 0 = NaN at x = 0: ${spread}`,
      ...shift,
    };
  }
  if (node.type === 'Eltwise') {
    const param = node.message.msg('eltwise_param');
    if (param.str('operation') !== 'PROD' || param.bool('stable_prod_grad')) return undefined;
    if (!input.zeros || !needsGradient) return undefined;
    return {
      why: `stable_prod_grad: false makes Caffe compute the gradient as product / factor, which is 0 / 0 = NaN at a factor of 0: ${spread}`,
      mend: 'remove stable_prod_grad (the default multiplies the other factors)',
      title: 'Remove stable_prod_grad',
    };
  }
  return undefined;
}
