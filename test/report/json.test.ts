/** The JSON formats against the schema in docs/, and what they say. */
import { expect, test } from '@jest/globals';
import { expectValid, validators } from './schemas.js';
import { files, format, net, netText, report, reportOf } from './samples.js';

test('json follows its schema', async () => {
  const results = expectValid('json', await format('json'));
  expect(results.map((r: { filePath: string }) => r.filePath)).toEqual(files.map((f) => f.path));
  expect(results[0]).toMatchObject({
    errorCount: 2,
    warningCount: 0,
    fixableErrorCount: 2,
    fixableWarningCount: 0,
    dialects: ['bvlc', 'ssd'],
  });
  expect(results[0].messages[0]).toEqual({
    ruleId: 'unknown-field',
    category: 'schema',
    severity: 2,
    symptom: 'load-failure',
    message: '"LayerParameter" has no field "convolutionparam"',
    line: 4,
    column: 15,
    endLine: 4,
    endColumn: 31,
    fix: {
      range: [51, 67],
      text: 'convolution_param',
      applicability: 'safe',
      title: 'Write convolution_param',
    },
  });
  expect(results[3].messages).toEqual([
    expect.objectContaining({ ruleId: null, category: 'failure', severity: 2, line: 1, column: 1 }),
  ]);
});

test('several edits become one replacement with the text between them', async () => {
  const [{ messages }] = JSON.parse(await format('json'));
  const { range, text } = messages[1].fix;
  expect(netText.slice(range[0], range[1])).toBe('"loss" type: "SoftmaxWithLoss" bottom: "fc1"');
  expect(text).toBe('"loss" type: "SoftmaxWithLoss" bottom: "größe"');
  expect(messages[1].related).toEqual([
    { filePath: net.path, line: 2, column: 1, endLine: 2, endColumn: 6, message: 'layer "conv1"' },
    {
      filePath: 'solver.prototxt',
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 4,
      message: 'trained by this solver',
    },
  ]);
});

test('json-lines: one problem a line, each with its file', async () => {
  const text = await format('json-lines');
  const lines = text.split('\n').map((l) => expectValid('json-lines', l));
  expect(lines.map((l) => [l.filePath, l.ruleId])).toEqual([
    ['nets/train.prototxt', 'unknown-field'],
    ['nets/train.prototxt', 'unknown-bottom'],
    ['solver.prototxt', 'high-rate'],
    ['weights.prototxt', null],
  ]);
  expect(await format('json-lines', reportOf([files[2]!]))).toBe('');
});

test('json-with-metadata: the results, and the rules that found something', async () => {
  const { results, metadata } = expectValid('json-with-metadata', await format('json-with-metadata'));
  expect(results).toEqual(JSON.parse(await format('json')));
  expect(metadata).toMatchObject({ version: '1.2.3', cwd: report.cwd });
  expect(Object.keys(metadata.rulesMeta)).toEqual(['high-rate', 'unknown-bottom', 'unknown-field']);
  expect(metadata.rulesMeta['high-rate']).toEqual({
    id: 'high-rate',
    category: 'solver',
    severity: 'warn',
    symptom: 'nan',
    fix: 'none',
    description: 'The rate is too high.',
  });
});

test('the schemas refuse what they should', () => {
  expect(validators.json([{ filePath: 'x' }])).toBe(false);
  expect(validators.sarif({ version: '2.0.0', runs: [] })).toBe(false);
  expect(validators.gitlab([{ description: 'x' }])).toBe(false);
  expect(validators.rdjson({ source: {}, diagnostics: [] })).toBe(false);
  expect(validators['json-lines']({ filePath: 'x' })).toBe(false);
  expect(validators['json-with-metadata']({ results: [{}], metadata: {} })).toBe(false);
});
