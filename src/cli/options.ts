/** Every flag of every command, in one table. */
import type { Options } from 'yargs';

const list = (
  describe: string,
): { type: 'string'; array: true; nargs: 1; default: string[]; describe: string } => ({
  type: 'string',
  array: true,
  nargs: 1,
  default: [],
  describe,
});
const flag = (describe: string): { type: 'boolean'; default: false; describe: string } => ({
  type: 'boolean',
  default: false,
  describe,
});
/** A flag that is on; `--no-NAME` switches it off. */
const on = (describe: string): { type: 'boolean'; default: true; describe: string } => ({
  type: 'boolean',
  default: true,
  describe,
});

export const commonOptions = {
  dialect: {
    type: 'string',
    describe: 'schema: auto (the default), bvlc (strict), or dialect ids joined by commas',
  },
  proto: { type: 'string', describe: 'use this caffe.proto instead of the built-in tables' },
  input: list('shape of a blob that a data layer makes: NAME=D,D,D'),
  weights: { type: 'string', describe: 'trained weights that training starts from: FILE.caffemodel' },
  config: { alias: 'c', type: 'string', describe: 'use this configuration, look for no other' },
  'config-lookup': on('look for configurations (--no-config-lookup: do not, and run no code)'),
  plugins: on('load the plugins that a configuration names (--no-plugins: do not)'),
  color: { type: 'boolean', describe: 'force colours on or off (--no-color)' },
} as const satisfies Record<string, Options>;

const fixOptions = {
  fix: flag('write the safe fixes'),
  diff: flag('print the fixes as a patch, write nothing'),
  'fix-dry-run': flag('report what would be left after --fix, write nothing'),
  'unsafe-fixes': flag('also fixes that change what the file means'),
  'fix-rule': list('fix only the findings of this rule'),
  'exit-non-zero-on-fix': flag('exit 1 when --fix changed a file'),
} as const satisfies Record<string, Options>;

const reportOptions = {
  format: { ...list('how to report: NAME, or NAME=FILE to write a file; several at once'), alias: 'f' },
  'output-file': { alias: 'o', type: 'string', describe: 'write the report to this file' },
  quiet: flag('errors only: warnings are neither looked for nor fixed'),
  'max-warnings': { type: 'number', default: -1, describe: 'exit 1 with more warnings than this' },
  silent: flag('report nothing; the exit code tells'),
  statistics: flag('count the findings of each rule instead of listing them'),
  'exit-zero': flag('exit 0 also when there are findings'),
  since: { type: 'string', describe: 'only findings on lines changed since this git revision' },
} as const satisfies Record<string, Options>;

const inputOptions = {
  stdin: flag('lint standard input (also: - as file)'),
  'stdin-filename': { type: 'string', describe: 'the path that standard input is linted as' },
  'files-from': { type: 'string', describe: 'read the files to lint from this list; - is standard input' },
  'error-on-unmatched-pattern': on('fail when a path or glob matches no file (--no-…: do not)'),
  ignore: on('honour .caffelintignore, ignorePatterns and .gitignore (--no-ignore: do not)'),
  'ignore-path': { type: 'string', describe: 'use this file in the place of .caffelintignore' },
  'ignore-pattern': list('leave out files that match, in the syntax of .gitignore'),
  'force-exclude': flag('leave ignored files out silently, also when they are named'),
  'warn-ignored': on('say so when a named file is ignored (--no-warn-ignored: do not)'),
} as const satisfies Record<string, Options>;

const ruleOptions = {
  rule: list('set a rule: "ID: off|warn|error" or "ID: [error, {…}]"'),
  'inline-config': on('honour caffe-lint-disable comments (--no-inline-config: do not)'),
  'suppress-all': flag("enter today's errors in the suppressions file"),
  'suppress-rule': list("enter this rule's errors in the suppressions file"),
  'prune-suppressions': flag('take out of the suppressions file what has been mended'),
  'pass-on-unpruned-suppressions': flag('do not fail when suppressed errors are mended'),
  'suppressions-location': { type: 'string', describe: 'the suppressions file' },
} as const satisfies Record<string, Options>;

const cacheOptions = {
  cache: flag('lint only what changed since the last run with --cache'),
  'cache-location': { type: 'string', describe: 'file or folder of the cache (default: .caffelintcache)' },
  'cache-strategy': {
    choices: ['content', 'metadata'] as const,
    default: 'content' as const,
    describe: 'what tells that a file changed: its text, or its time and size',
  },
} as const satisfies Record<string, Options>;

const runOptions = {
  concurrency: {
    type: 'string',
    default: 'auto',
    describe: 'worker threads: auto (where they pay), off, or how many',
  },
  shard: {
    type: 'string',
    requiresArg: true,
    describe: 'only the I-th of N parts of the files, I/N, for as many machines',
  },
} as const satisfies Record<string, Options>;

const insteadOptions = {
  init: flag('write a first .caffelintrc.json'),
  'print-config': { type: 'string', describe: 'print the configuration that holds for this file' },
  'show-files': flag('print the files that would be linted'),
  'list-rules': flag('print all rules; with --format json as JSON'),
} as const satisfies Record<string, Options>;

export const lintOptions = {
  ...fixOptions,
  ...reportOptions,
  ...ruleOptions,
  ...commonOptions,
  ...inputOptions,
  ...cacheOptions,
  ...runOptions,
  ...insteadOptions,
} as const satisfies Record<string, Options>;

/** The groups that --help shows. */
export const lintGroups: Readonly<Record<string, string[]>> = {
  'Fixing:': Object.keys(fixOptions),
  'Reporting:': [...Object.keys(reportOptions), 'color'],
  'Rules:': Object.keys(ruleOptions),
  'Nets and configuration:': Object.keys(commonOptions).filter((k) => k !== 'color'),
  'Files:': Object.keys(inputOptions),
  'Running:': [...Object.keys(cacheOptions), ...Object.keys(runOptions)],
  'Instead of linting:': Object.keys(insteadOptions),
};

const html = {
  type: 'string',
  requiresArg: true,
  describe: 'also write a page that opens in a browser, all in one file; - is standard output',
} as const satisfies Options;

export const inspectOptions = {
  ...commonOptions,
  html,
  format: { choices: ['table', 'json'] as const, default: 'table' as const, describe: 'how to print it' },
  phase: { choices: ['TRAIN', 'TEST'] as const, default: 'TRAIN' as const, describe: 'which phase to build' },
  data: { type: 'string', describe: 'pixels before transform_param: uniform:LO:HI or normal:MEAN:STD' },
  solver: { type: 'string', describe: 'the solver that trains it, for rates and update sizes' },
} as const satisfies Record<string, Options>;

export const logOptions = {
  ...commonOptions,
  html,
  solver: {
    type: 'string',
    describe: 'the solver that ran, in the place of the one that the log prints; it brings in its net',
  },
  net: { type: 'string', describe: 'the net that ran, in the place of the one that the log prints' },
  run: {
    type: 'number',
    describe: 'with --format csv or --html: which run of the log, from 1 (default: the last)',
  },
  follow: { type: 'boolean', default: false, describe: 'go on reading while the log grows' },
  format: {
    choices: ['text', 'json', 'csv'] as const,
    default: 'text' as const,
    describe: 'how to print it',
  },
} as const satisfies Record<string, Options>;

/** Rules may be those of a plugin. */
export const explainOptions = {
  config: commonOptions.config,
  'config-lookup': commonOptions['config-lookup'],
  plugins: commonOptions.plugins,
  color: commonOptions.color,
} as const satisfies Record<string, Options>;

export const listOptions = {
  format: { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'how to print it' },
  ...explainOptions,
} as const satisfies Record<string, Options>;
