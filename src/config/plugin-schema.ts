/** What a plugin may export, as a schema, so that a mistake in it is told like one in a configuration. */
import type { JsonSchema } from './validate.js';

const text: JsonSchema = { type: 'string', minLength: 1 };
const texts: JsonSchema = { type: 'array', items: text };
const func: JsonSchema = { type: 'function' };
const count: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: { exact: { type: 'integer' }, min: { type: 'integer' }, max: { type: 'integer' } },
};

/** `rules` by name; the other parts as they are exported. */
export const pluginSchema: JsonSchema = {
  type: 'object',
  properties: {
    rules: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['meta', 'check'],
        properties: {
          check: func,
          meta: {
            type: 'object',
            required: ['category', 'severity', 'symptom', 'description', 'fix'],
            properties: {
              category: {
                enum: [
                  'syntax',
                  'schema',
                  'graph',
                  'shape',
                  'init',
                  'normalization',
                  'loss',
                  'data',
                  'solver',
                  'finetune',
                  'deploy',
                  'style',
                  'portability',
                ],
              },
              severity: { enum: ['off', 'warn', 'error'] },
              symptom: { enum: ['load-failure', 'nan', 'plateau', 'slow', 'wrong-result', 'none'] },
              description: text,
              fix: { enum: ['none', 'safe', 'unsafe'] },
              options: { type: 'object' },
              defaults: { type: 'object' },
              page: text,
              url: text,
            },
          },
        },
      },
    },
    layers: {
      type: 'array',
      items: {
        type: 'object',
        required: ['types', 'bottoms', 'tops', 'setup'],
        properties: {
          types: { ...texts, minItems: 1 },
          dialects: texts,
          bottoms: count,
          tops: count,
          setup: func,
          forward: func,
          backward: func,
        },
      },
    },
    dialects: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id'],
        properties: {
          id: { type: 'string', pattern: '^[\\w.-]+$' },
          title: text,
          extends: text,
          layerTypes: texts,
          messages: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              additionalProperties: {
                description: 'a field is [number, "o", "r" or "q", type, default]',
                type: 'array',
                minItems: 3,
                maxItems: 4,
                items: [{ type: 'integer', minimum: 1 }, { enum: ['o', 'r', 'q'] }, text, { type: 'string' }],
              },
            },
          },
          enums: {
            type: 'object',
            additionalProperties: { type: 'object', additionalProperties: { type: 'integer' } },
          },
          proto: {},
        },
      },
    },
    formatters: { type: 'object', additionalProperties: func },
  },
};
