/** Layer types of which the text does not tell what they make: known by name, with unknown shapes. */
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';

/** Parameter blobs of unknown shape: as many as the text has `param` blocks, and at least `least`. */
export function unknownParams(c: SetupContext, least = 0): ParamBlob[] {
  const n = Math.max(least, c.layer.count('param'));
  return Array.from({ length: n }, () => ({ shape: undefined, role: 'weight' }));
}

/** Nothing is known of the tops but what the user gives. */
export const setupOpaque = (c: SetupContext): SetupResult => ({
  tops: c.topNames.map((name) => c.given(name)),
  params: unknownParams(c),
});

/** The same for a layer that has parameters, so that the net's number of parameters is unknown as well. */
export const setupOpaqueLearner = (c: SetupContext): SetupResult => ({
  ...setupOpaque(c),
  params: unknownParams(c, 1),
});

/** A loss: a scalar first, whatever else it gives. */
export const setupOpaqueLoss = (c: SetupContext): SetupResult => ({
  tops: c.topNames.map((_, i) => (i === 0 ? [] : undefined)),
  params: unknownParams(c),
});

/** Element by element: every top is as large as the first bottom. */
export const setupElementwise = (c: SetupContext): SetupResult => ({
  tops: c.topNames.map(() => c.bottoms[0]),
});
