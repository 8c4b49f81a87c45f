/** Filter (filter_layer.cpp): of each bottom the items whose selector, the last bottom, is not 0. */
import { UNKNOWN, differ } from '../shapes/shape.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { agreed } from './product.js';
import { shown } from './shown.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

function setupFilter(c: SetupContext): SetupResult {
  const last = c.bottoms.length - 1;
  if (c.topNames.length !== last)
    c.refuse(
      'bottom-top-count',
      c.topNames.length > last ? c.layer.at('top', last) : c.layer.here(),
      `Filter makes one top for each bottom but the last, which selects; here are ${c.bottoms.length} bottoms and ${c.topNames.length === 1 ? '1 top' : `${c.topNames.length} tops`}`,
    );
  const selector = c.bottoms[last];
  const wide = selector?.findIndex((dim, i) => i > 0 && differ(dim, 1)) ?? -1;
  if (wide >= 0)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', last),
      `the last bottom of Filter selects items and must hold one number for each, and ${shown(c, last)} is ${selector?.[wide]} along axis ${wide}`,
    );
  const tops = c.bottoms.slice(0, -1).map((bottom, i) => {
    if (bottom && selector && differ(bottom[0], selector[0]))
      c.refuse(
        'bottom-shape-mismatch',
        c.layer.at('bottom', i),
        `Filter needs as many items as selectors, and ${shown(c, i)} has ${bottom[0]}, ${shown(c, last)} has ${selector[0]}`,
      );
    // At set-up every item passes; later the first dimension is the number of items selected.
    return bottom?.map((dim, axis) => (axis === 0 ? agreed([dim, selector?.[0] ?? UNKNOWN]) : dim));
  });
  return { tops, macs: 0 };
}

export const layers = [
  defineLayer({
    types: ['Filter'],
    bottoms: { min: 2 },
    tops: { min: 1 },
    backwardReads: {},
    inPlace: false,
    setup: setupFilter,
    forward: (c: ForwardContext): (Moments | undefined)[] => c.bottoms.slice(0, -1),
    backward: (c) => ({ bottoms: [...c.gradients] }),
  }),
];
