/** The formats by name. Each is loaded when it is asked for, so that start-up stays cheap. */
import type { Format } from './report.js';

export type { Format, FormatOptions, Report, RuleInfo } from './report.js';
export { reportRoot } from './paths.js';
export { ruleLookup } from './report.js';
export type { ReportedFile } from './result.js';

export interface FormatEntry {
  /** For `--help` and the docs. */
  description: string;
  load(): Promise<Format>;
}

/** In the order that `--help` lists them. */
export const formats: Readonly<Record<string, FormatEntry>> = {
  stylish: {
    description: 'for people: a heading per file, a few lines per problem',
    load: async () => {
      const { formatStylish } = await import('./stylish.js');
      return ({ files, colors, rule }, options) => formatStylish(files, colors, { ...options, rule });
    },
  },
  codeframe: {
    description: 'for people: with the lines of text around each problem',
    load: async () => (await import('./codeframe.js')).formatCodeframe,
  },
  compact: {
    description: 'path:line:column: severity message [rule]',
    load: async () => (await import('./compact.js')).formatCompact,
  },
  statistics: {
    description: 'how often each rule found something',
    load: async () => (await import('./statistics.js')).formatStatistics,
  },
  json: {
    description: "ESLint's shape: an array with an object per file",
    load: async () => {
      const { formatJson } = await import('./json.js');
      return ({ files }) => formatJson(files);
    },
  },
  'json-lines': {
    description: 'one JSON object per problem and line',
    load: async () => (await import('./json.js')).formatJsonLines,
  },
  'json-with-metadata': {
    description: 'the same as json, with what is known of the rules',
    load: async () => (await import('./json.js')).formatJsonWithMetadata,
  },
  sarif: {
    description: 'SARIF 2.1.0, for code scanning',
    load: async () => (await import('./sarif.js')).formatSarif,
  },
  github: {
    description: 'annotations of GitHub Actions',
    load: async () => (await import('./github.js')).formatGithub,
  },
  gitlab: {
    description: "GitLab's code quality report",
    load: async () => (await import('./gitlab.js')).formatGitlab,
  },
  junit: {
    description: 'JUnit XML, for Jenkins and others',
    load: async () => (await import('./junit.js')).formatJunit,
  },
  checkstyle: {
    description: 'Checkstyle XML',
    load: async () => (await import('./checkstyle.js')).formatCheckstyle,
  },
  rdjson: {
    description: "reviewdog's format, with suggestions",
    load: async () => (await import('./rdjson.js')).formatRdjson,
  },
  markdown: {
    description: 'a comment for a pull request, or a job summary',
    load: async () => (await import('./markdown.js')).formatMarkdown,
  },
};
