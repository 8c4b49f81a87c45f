/** Tile (tile_layer.cpp): `tiles` copies of the bottom along an axis. */
import { times } from '../shapes/shape.js';
import { canonicalAxis, checkBlob } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { positive } from './required.js';
import { passed } from '../numeric/forward.js';
import { times as timesPower } from '../numeric/gradient.js';

function setupTile(c: SetupContext): SetupResult {
  const param = c.layer.msg('tile_param');
  const bottom = c.bottoms[0];
  const axis = canonicalAxis(c, bottom, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  const tiles = positive(c, param, 'tiles');
  const top =
    axis === undefined ? undefined : bottom?.map((dim, i) => (i === axis ? times(dim, tiles) : dim));
  checkBlob(c, top, place(c, param, 'tiles'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

export const layers = [
  defineLayer({
    types: ['Tile'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: {},
    inPlace: false,
    setup: setupTile,
    forward: passed,
    backward: (c) => ({
      bottoms: c.gradients.map((g) => g && timesPower(g, c.layer.msg('tile_param').num('tiles'))),
    }),
  }),
];
