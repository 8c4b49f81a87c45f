/** How messages name a bottom. */
import { showShape } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { count, isKnown } from '../shapes/shape.js';
import type { SetupContext } from './layer-type.js';

/** `"ip1" (64 x 500)`. */
export const shown = (c: SetupContext, bottom = 0): string =>
  `"${c.bottomNames[bottom] ?? ''}" (${showShape(c.bottoms[bottom])})`;

/** "once", "twice", "3 times". */
export const often = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);

/** `2 x 6 x 6 = 72`, or the product alone where there is nothing to multiply. */
export function product(dims: readonly Dim[]): string {
  const total = count(dims);
  if (dims.length < 2) return dims.length === 0 ? '1' : String(dims[0]);
  return dims.join(' x ') + (isKnown(total) ? ` = ${total}` : '');
}
