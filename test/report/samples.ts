/** Reports to format: one that has every part a report can have, worked out by hand. */
import type { Finding } from '../../src/engine/finding.js';
import { makeColors } from '../../src/report/colors.js';
import { formats } from '../../src/report/index.js';
import type { FormatOptions, Report, RuleInfo } from '../../src/report/report.js';
import type { ReportedFile } from '../../src/report/result.js';
import { SourceText } from '../../src/text/source-text.js';

/** Line 4 has a tab and a character of two bytes before the part that is meant. */
export const netText = `name: "tiny"
layer {
  name: "conv1"
\ttop: "größe" convolutionparam { group: 7 }
}
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc1" }
`;
export const net = new SourceText('nets/train.prototxt', netText);
export const solver = new SourceText('solver.prototxt', 'net: "nets/train.prototxt"\nbase_lr: 10\n');

/** A finding over the first occurrence of `part`. */
export function findingAt(source: SourceText, part: string, more: Partial<Finding> = {}): Finding {
  const start = source.text.indexOf(part);
  return {
    ruleId: 'unknown-field',
    category: 'schema',
    severity: 'error',
    symptom: 'load-failure',
    message: `"LayerParameter" has no field "${part}"`,
    source,
    start,
    end: start + part.length,
    ...more,
  };
}

export const unknownField = findingAt(net, 'convolutionparam', {
  fix: {
    title: 'Write convolution_param',
    applicability: 'safe',
    edits: [
      {
        start: netText.indexOf('convolutionparam'),
        end: netText.indexOf('convolutionparam') + 16,
        text: 'convolution_param',
      },
    ],
  },
});
/** Covers two lines; has related places, in this file and another, and a fix of two edits. */
export const unknownBottom = findingAt(net, 'layer { name: "loss"', {
  ruleId: 'unknown-bottom',
  category: 'graph',
  message: 'layer "loss" reads "fc1", which no layer before it produces; 3 layers are above it',
  start: netText.indexOf('}\nlayer { name: "loss"'),
  end: netText.indexOf(' type: "Soft'),
  views: ['TRAIN'],
  related: [
    { source: net, start: 13, end: 18, message: 'layer "conv1"' },
    { source: solver, start: 0, end: 3, message: 'trained by this solver' },
  ],
  fix: {
    title: 'Feed it "größe"',
    applicability: 'unsafe',
    edits: [
      { start: netText.indexOf('"fc1"'), end: netText.indexOf('"fc1"') + 5, text: '"größe"' },
      { start: netText.indexOf('"loss"'), end: netText.indexOf('"loss"') + 6, text: '"loss"' },
    ],
  },
});
export const highRate = findingAt(solver, 'base_lr: 10', {
  ruleId: 'high-rate',
  category: 'solver',
  severity: 'warn',
  symptom: 'nan',
  message: 'the first step is 120 times the weights',
  fix: {
    title: 'Try base_lr: 0.01',
    applicability: 'display',
    edits: [{ start: 36, end: 38, text: '0.01' }],
  },
});

export const files: ReportedFile[] = [
  { path: net.path, source: net, findings: [unknownField, unknownBottom], dialects: ['bvlc', 'ssd'] },
  { path: solver.path, source: solver, findings: [highRate], dialects: ['bvlc'] },
  { path: 'clean.prototxt', source: new SourceText('clean.prototxt', ''), findings: [] },
  { path: 'weights.prototxt', source: undefined, findings: [], failure: 'a binary file, not text' },
];

const infos: RuleInfo[] = [
  {
    id: 'unknown-field',
    category: 'schema',
    severity: 'error',
    symptom: 'load-failure',
    fix: 'safe',
    description: 'A message has no field of this name.',
    url: 'https://example.org/rules/unknown-field',
  },
  {
    id: 'unknown-bottom',
    category: 'graph',
    severity: 'error',
    symptom: 'load-failure',
    fix: 'safe',
    description: 'A layer reads a blob that no layer before it produces.',
  },
  {
    id: 'high-rate',
    category: 'solver',
    severity: 'warn',
    symptom: 'nan',
    fix: 'none',
    description: 'The rate is too high.',
    page: '# high-rate\n\nThe first update is as large as\nthe weights.\n\nMore words.\n',
  },
];

export const reportOf = (of: readonly ReportedFile[], more: Partial<Report> = {}): Report => ({
  files: of,
  rule: (id) => infos.find((i) => i.id === id),
  version: '1.2.3',
  cwd: '/home/me/repository',
  colors: makeColors(false),
  ...more,
});

export const report = reportOf(files);

/** A report in a format, loaded as the command line loads it. */
export async function format(
  name: string,
  of: Report = report,
  options: FormatOptions = {},
): Promise<string> {
  return (await formats[name]!.load())(of, options);
}
