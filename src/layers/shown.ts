/** How messages name a bottom. */
import { showShape } from '../shapes/shape.js';
import type { SetupContext } from './layer-type.js';

/** `"ip1" (64 x 500)`. */
export const shown = (c: SetupContext, bottom = 0): string =>
  `"${c.bottomNames[bottom] ?? ''}" (${showShape(c.bottoms[bottom])})`;
