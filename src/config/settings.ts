/** What a configuration tells about the nets, their data and their Caffe. */
import { dialectIds } from '../schema/dialects.js';
import type { JsonSchema } from './validate.js';

export interface Settings {
  dialect?: string | string[];
  proto?: string;
  inputs?: Record<string, number[]>;
  pixels?: string;
  classes?: number;
  weights?: boolean | string;
  labels?: string | Record<string, string>;
  samples?: { train?: number; test?: number };
}

const ofPlugin: JsonSchema = {
  description: 'A dialect of a plugin: plugin/dialect.',
  type: 'string',
  pattern: '^[^/,]+/.+$',
};

/** JSON schema of the settings, each with its documentation. */
export const settingsSchema: JsonSchema = {
  type: 'object',
  description: 'What the text of a net does not tell: which Caffe it is for, and what its data look like.',
  additionalProperties: false,
  properties: {
    dialect: {
      description:
        'Which Caffe the files are for: "auto" takes the smallest set of known forks that fits each file, "bvlc" is strict, or the ids of forks; of a plugin\'s, "plugin/dialect".',
      anyOf: [
        { type: 'string', enum: ['auto', ...dialectIds] },
        ofPlugin,
        {
          type: 'array',
          minItems: 1,
          items: { anyOf: [{ type: 'string', enum: [...dialectIds] }, ofPlugin] },
        },
      ],
    },
    proto: {
      description:
        'Path of your own caffe.proto, from the folder of this configuration; it takes the place of the built-in field tables.',
      type: 'string',
      minLength: 1,
    },
    inputs: {
      description:
        'Shapes of blobs that a data layer makes and the text alone does not tell, such as {"data": [64, 3, 227, 227]}.',
      type: 'object',
      additionalProperties: {
        type: 'array',
        minItems: 0,
        maxItems: 32,
        items: { type: 'integer', minimum: 0, maximum: 2147483647 },
        description: 'The dimensions, outermost (the batch) first.',
      },
    },
    pixels: {
      description:
        'Values of the input before transform_param: "natural" (8-bit photographs, the default), "uniform:LOW:HIGH" or "normal:MEAN:STD".',
      type: 'string',
      pattern: '^(natural|uniform:[^:]+:[^:]+|normal:[^:]+:[^:]+)$',
    },
    classes: {
      description: 'Number of classes: labels go from 0 to classes - 1.',
      type: 'integer',
      minimum: 1,
    },
    labels: {
      description:
        'Path of a list of labelled images ("path label", one a line, as ImageData and convert_imageset read it), from the folder of this configuration: one for all data layers, or one for each "source" of a data layer. ImageData\'s own lists are found where the net names them.',
      anyOf: [
        { type: 'string', minLength: 1 },
        {
          type: 'object',
          additionalProperties: {
            type: 'string',
            minLength: 1,
            description: 'The list of the data layers with this "source".',
          },
        },
      ],
    },
    samples: {
      description: 'How many images the data sets hold.',
      type: 'object',
      additionalProperties: false,
      properties: {
        train: { type: 'integer', minimum: 1, description: 'The training set.' },
        test: { type: 'integer', minimum: 1, description: 'The test set.' },
      },
    },
    weights: {
      description:
        'The nets start from trained weights (fine-tuning): true, or the path of the .caffemodel, from the folder of this configuration. Layers that the file covers are taken as trained; without the file, rules about fillers (category init) keep silent.',
      anyOf: [{ type: 'boolean' }, { type: 'string', minLength: 1 }],
    },
  },
};

/** Settings of an inner configuration over those of an outer one; what is given by name is merged by name. */
export function mergeSettings(outer: Settings, inner: Settings): Settings {
  const merged = { ...outer, ...inner };
  if (outer.inputs && inner.inputs) merged.inputs = { ...outer.inputs, ...inner.inputs };
  if (outer.samples && inner.samples) merged.samples = { ...outer.samples, ...inner.samples };
  if (typeof outer.labels === 'object' && typeof inner.labels === 'object')
    merged.labels = { ...outer.labels, ...inner.labels };
  return merged;
}
