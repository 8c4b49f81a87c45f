/** Every flag of the lint command, in one table. */
import type { Options } from 'yargs';

export const commonOptions = {
  dialect: {
    type: 'string',
    default: 'auto',
    describe: 'schema: auto, bvlc (strict), or dialect ids joined by commas',
  },
  proto: { type: 'string', describe: 'use this caffe.proto instead of the built-in tables' },
  input: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'shape of a blob that a data layer makes: NAME=D,D,D',
  },
  color: { type: 'boolean', describe: 'force colours on or off (--no-color)' },
} as const satisfies Record<string, Options>;

export const lintOptions = {
  ...commonOptions,
  format: {
    alias: 'f',
    type: 'string',
    choices: ['stylish', 'json'] as const,
    default: 'stylish',
    describe: 'how to report',
  },
  fix: { type: 'boolean', default: false, describe: 'write the safe fixes' },
  diff: { type: 'boolean', default: false, describe: 'print the fixes as a patch, write nothing' },
  'fix-dry-run': {
    type: 'boolean',
    default: false,
    describe: 'report what would be left after --fix, write nothing',
  },
  'unsafe-fixes': { type: 'boolean', default: false, describe: 'also fixes that change what the file means' },
  'fix-rule': {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'fix only the findings of this rule',
  },
  rule: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'set a rule: ID: off|warn|error',
  },
  quiet: { type: 'boolean', default: false, describe: 'report errors only' },
  'max-warnings': { type: 'number', default: -1, describe: 'exit 1 with more warnings than this' },
  'config-lookup': {
    type: 'boolean',
    default: true,
    describe: 'look for configuration files (--no-config-lookup: do not)',
  },
  ignore: { type: 'boolean', default: true, describe: 'honour ignore files (--no-ignore: do not)' },
} as const satisfies Record<string, Options>;

export const inspectOptions = {
  ...commonOptions,
  format: { choices: ['table', 'json'] as const, default: 'table' as const, describe: 'how to print it' },
  phase: { choices: ['TRAIN', 'TEST'] as const, default: 'TRAIN' as const, describe: 'which phase to build' },
  data: { type: 'string', describe: 'pixels before transform_param: uniform:LO:HI or normal:MEAN:STD' },
  solver: { type: 'string', describe: 'the solver that trains it, for rates and update sizes' },
} as const satisfies Record<string, Options>;

export const logOptions = {
  run: { type: 'number', describe: 'with --format csv: which run of the log, from 1 (default: the last)' },
  follow: { type: 'boolean', default: false, describe: 'go on reading while the log grows' },
  format: {
    choices: ['text', 'json', 'csv'] as const,
    default: 'text' as const,
    describe: 'how to print it',
  },
  color: commonOptions.color,
} as const satisfies Record<string, Options>;

export const listOptions = {
  format: { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'how to print it' },
  color: commonOptions.color,
} as const satisfies Record<string, Options>;
