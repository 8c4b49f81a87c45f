/** Parts that rules and layer types are put together from; the built-in ones use the same. */
export {
  appendField,
  insertAfter,
  removeField,
  replace,
  replaceValue,
  setField,
} from '../document/edit-verbs.js';
export { count, isKnown, showShape } from '../shapes/shape.js';
export { keepShape, neuron } from '../layers/neuron.js';
export { firstTop, ofFirst, passed, widened } from '../numeric/forward.js';
export { pointwise } from '../numeric/table.js';
export { throughFunction } from '../numeric/gradient.js';
export { constant, normal } from '../numeric/moments.js';
export { netRule } from '../../rules/net-rule.js';
export { solverRule } from '../../rules/solver/solver-rule.js';
