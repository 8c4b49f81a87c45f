/** Python (python_layer.hpp): its module decides everything, so nothing is known but what the user gives. */
import { defineLayer } from './layer-type.js';
import { setupOpaque } from './opaque.js';
import { place } from './place.js';

export const layers = [
  defineLayer({
    types: ['Python'],
    bottoms: {},
    tops: {},
    setup(c) {
      const param = c.layer.msg('python_param');
      for (const field of ['module', 'layer'])
        if (param.type.fields.has(field) && param.str(field) === '')
          c.refuse(
            'missing-layer-parameter',
            place(c, param, field),
            `Python needs "${field}", ${field === 'module' ? 'the module that Caffe imports' : 'the class in that module'}`,
          );
      return setupOpaque(c);
    },
  }),
];
