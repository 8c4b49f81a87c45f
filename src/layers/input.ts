/** Input and Parameter (input_layer.cpp, parameter_layer.hpp): a blob of a given shape, fed from outside or learnt. */
import { checkBlob, toInt } from './blob-check.js';
import { blobShape } from './dummy-data.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { storedMoments } from '../numeric/data.js';
import { constant } from '../numeric/moments.js';
import { often } from './shown.js';

/** Without a shape the blob has no axes until a program reshapes it. */
function setupInput(c: SetupContext): SetupResult {
  const param = c.layer.msg('input_param');
  const shapes = param.count('shape');
  const tops = c.topNames.length;
  if (shapes > 1 && shapes !== tops)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'shape', shapes - 1),
      `"shape" stands ${often(shapes)} for ${tops} ${tops === 1 ? 'top' : 'tops'}; Caffe takes none, one for all, or one for each`,
    );
  return {
    tops: c.topNames.map((name, i) => {
      const shape = shapes > 0 ? blobShape(param, i) : (c.given(name) ?? []);
      checkBlob(c, shape, place(c, param, 'shape', shapes > 1 ? i : 0), `"${name}"`);
      return shape;
    }),
    macs: 0,
  };
}

function setupParameter(c: SetupContext): SetupResult {
  const shape = c.layer.msg('parameter_param').msg('shape');
  const dims = shape.nums('dim').map(toInt);
  checkBlob(c, dims, place(c, shape), `"${c.topNames[0] ?? ''}"`);
  return { tops: [dims], params: [{ shape: dims, role: 'weight', constant: 0 }], macs: 0 };
}

export const layers = [
  defineLayer({
    types: ['Input'],
    bottoms: { exact: 0 },
    tops: { min: 1 },
    source: true,
    setup: setupInput,
    forward: storedMoments,
  }),
  defineLayer({
    types: ['Parameter'],
    bottoms: { exact: 0 },
    tops: { exact: 1 },
    setup: setupParameter,
    forward: () => [constant(0)],
  }),
];
