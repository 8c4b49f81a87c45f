/** HDF5Data and HDF5Output (hdf5_data_layer.cpp, hdf5_output_layer.cpp). */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { storedMoments } from '../numeric/data.js';

/** The file decides every dimension but the first, even how many there are. */
function setupHdf5Data(c: SetupContext): SetupResult {
  if (c.layer.has('transform_param'))
    c.refuse(
      'invalid-transform',
      c.layer.at('transform_param'),
      'HDF5Data does not transform its data, and Caffe refuses "transform_param" here; scale, crop and subtract the mean before writing the file',
    );
  return { tops: c.topNames.map((name) => c.given(name)) };
}

function setupHdf5Output(c: SetupContext): SetupResult {
  const param = c.layer.msg('hdf5_output_param');
  if (param.str('file_name') === '')
    c.refuse(
      'missing-layer-parameter',
      place(c, param, 'file_name'),
      'HDF5Output needs "file_name", the file that it writes',
    );
  return { tops: [] };
}


export const layers = [
  defineLayer({
    types: ['HDF5Data'],
    bottoms: { exact: 0 },
    tops: { min: 1 },
    source: true,
    setup: setupHdf5Data,
    forward: storedMoments,
  }),
  defineLayer({
    types: ['HDF5Output'],
    bottoms: { exact: 2 },
    tops: { exact: 0 },
    noBackward: 'no-gradient',
    setup: setupHdf5Output,
  }),
];
