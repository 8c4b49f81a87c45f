/** HDF5Data (hdf5_data_layer.cpp). */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { storedMoments } from '../numeric/data.js';

/** The file decides every dimension but the first, even how many there are. */
function setupHdf5Data(c: SetupContext): SetupResult {
  if (c.layer.has('transform_param'))
    c.refuse(
      'invalid-transform',
      c.layer.at('transform_param'),
      'HDF5Data does not transform its data, and Caffe refuses "transform_param" here; scale, crop and subtract the mean before writing the file',
      { title: 'Remove transform_param', sure: false, remove: c.layer.all('transform_param') },
    );
  return { tops: c.topNames.map((name) => c.given(name)), macs: 0 };
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
];
