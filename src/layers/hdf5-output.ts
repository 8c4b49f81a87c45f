/** HDF5Output (hdf5_output_layer.cpp): writes data and labels to a file that it creates at set-up. */
import { defineLayer } from './layer-type.js';
import { place } from './place.js';

export const layers = [
  defineLayer({
    types: ['HDF5Output'],
    bottoms: { exact: 2 },
    tops: { exact: 0 },
    noBackward: 'no-gradient',
    setup(c) {
      const param = c.layer.msg('hdf5_output_param');
      if (param.str('file_name') === '')
        c.refuse(
          'missing-layer-parameter',
          place(c, param, 'file_name'),
          'HDF5Output needs "file_name", the file it writes; Caffe creates it at set-up and stops when it cannot',
        );
      return { tops: [], macs: 0 };
    },
  }),
];
