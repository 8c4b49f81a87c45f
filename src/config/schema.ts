/** The JSON schema of a configuration, from the rules' own metadata. */
import type { Rule, RuleMeta } from '../engine/rule.js';
import { presets } from './builtin.js';
import { settingsSchema } from './settings.js';
import { TAME_PATTERN, TAME_WORDS } from './tame-pattern.js';
import type { JsonSchema } from './validate.js';

const strings = (description: string, item: JsonSchema = { type: 'string' }): JsonSchema => ({
  description,
  anyOf: [item, { type: 'array', items: item }],
});

const pattern: JsonSchema = { type: 'string', pattern: TAME_PATTERN, description: TAME_WORDS };

function ruleSchema(meta: RuleMeta): JsonSchema {
  const severity: JsonSchema = { $ref: '#/definitions/severity' };
  const options = meta.options as JsonSchema | undefined;
  return {
    description: `${meta.description} (${meta.category}; recommended: ${meta.severity}${meta.fix === 'none' ? '' : `; fix: ${meta.fix}`})`,
    anyOf: [
      severity,
      {
        type: 'array',
        minItems: 1,
        maxItems: options ? 2 : 1,
        items: options ? [severity, options] : [severity],
      },
    ],
  };
}

/** The schema of `.caffelintrc` and its relatives for these rules. */
export function configSchema(rules: readonly Rule[]): JsonSchema {
  const rulesSchema: JsonSchema = {
    description: 'Rules by id, each "off", "warn" or "error", or [severity, options].',
    type: 'object',
    properties: Object.fromEntries(rules.map((r) => [r.meta.id, ruleSchema(r.meta)])),
    patternProperties: { '^.+/.+$': { $ref: '#/definitions/pluginRule' } },
    additionalProperties: false,
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of caffe-lint',
    description: 'See docs/configuration.md.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Where editors find this schema.' },
      root: {
        type: 'boolean',
        description: 'true: configurations in folders above this one are not read.',
      },
      extends: strings(
        `What this configuration builds on, later ones first in rank: ${Object.keys(presets)
          .map((p) => `"${p}"`)
          .join(', ')}, a path that starts with "./" or "../", or an npm package.`,
      ),
      plugins: {
        description:
          'npm packages or paths that add rules, layer types, dialects and reports, named "plugin/name".',
        type: 'array',
        items: { type: 'string', minLength: 1 },
      },
      rules: { $ref: '#/definitions/rules' },
      settings: { $ref: '#/definitions/settings' },
      ignorePatterns: strings(
        'Files that are not linted, in the syntax of .gitignore, from the folder of this configuration.',
        pattern,
      ),
      overrides: {
        description: 'Other rules and settings for some files; of several that match the last one wins.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['files'],
          properties: {
            files: strings(
              'Globs of the files it is for, from the folder of this configuration; one without a slash matches in every folder.',
              pattern,
            ),
            excludedFiles: strings('Globs of files it is not for.', pattern),
            rules: { $ref: '#/definitions/rules' },
            settings: { $ref: '#/definitions/settings' },
          },
        },
      },
    },
    definitions: {
      severity: {
        description: '"off" or 0, "warn" or 1, "error" or 2.',
        enum: ['off', 'warn', 'error', 0, 1, 2],
      },
      pluginRule: {
        description: 'A rule of a plugin: a severity, or [severity, options].',
        anyOf: [
          { $ref: '#/definitions/severity' },
          {
            type: 'array',
            minItems: 1,
            maxItems: 2,
            items: [{ $ref: '#/definitions/severity' }, { type: 'object' }],
          },
        ],
      },
      rules: rulesSchema,
      settings: settingsSchema,
    },
  };
}
