/** Markdown as a renderer reads it. */
import { expect, test } from '@jest/globals';
import { tableOf } from './markdown.js';
import { files, findingAt, format, net, reportOf } from './samples.js';

test('a heading with the sums, a table per file', async () => {
  const text = await format('markdown');
  expect(text.split('\n').slice(0, 11)).toEqual([
    '<!-- caffe-lint -->',
    '### ❌ caffe-lint: 4 problems (3 errors, 1 warning) in 3 of 4 files',
    '',
    '1 fixable with `caffe-lint --fix`.',
    '',
    '1 fixable with `caffe-lint --fix --unsafe-fixes`, which changes what the net or solver means.',
    '',
    '#### <code>nets/train.prototxt</code>',
    '',
    '| | line | problem | rule |',
    '| --- | ---: | --- | --- |',
  ]);
  const { headings, rows, links } = tableOf(text);
  expect(headings).toEqual([
    '❌ caffe-lint: 4 problems (3 errors, 1 warning) in 3 of 4 files',
    'nets/train.prototxt',
    'solver.prototxt',
    'weights.prototxt',
  ]);
  expect(rows).toEqual([
    [
      '❌',
      '4:15',
      'LayerParameter has no field convolutionparam→ Caffe refuses to load itfix: Write convolution_param',
      'unknown-field',
    ],
    [
      '❌',
      '5:1',
      'layer loss reads fc1, which no layer before it produces; 3 layers are above it→ Caffe refuses to load it (TRAIN only)fix (unsafe): Feed it größe',
      'unknown-bottom',
    ],
    [
      '⚠️',
      '2:1',
      'the first step is 120 times the weights→ loss goes to NaN or 87.3365hint: Try base_lr: 0.01',
      'high-rate',
    ],
    ['❌', '', 'a binary file, not text', 'failure'],
  ]);
  expect(links).toEqual(['https://example.org/rules/unknown-field']);
});

test('says so when there is nothing to mend', async () => {
  expect(await format('markdown', reportOf([files[2]!]))).toBe(
    '<!-- caffe-lint -->\n### ✅ caffe-lint: no problems in 1 file',
  );
});

test('a comment has a limit: what has no room is counted', async () => {
  const many = Array.from({ length: 3000 }, () => findingAt(net, 'convolutionparam'));
  const text = await format('markdown', reportOf([{ path: 'a', source: net, findings: many }, files[1]!]));
  expect(text.length).toBeLessThan(65_536);
  const { rows } = tableOf(text);
  expect(text).toMatch(
    new RegExp(`… and ${3001 - rows.length} more problems; the rest had no room here\\.$`),
  );
});

test('mentions, references and links of what a file says come to nothing', async () => {
  const of = findingAt(net, 'layer', {
    message: 'see @octocat, #12, !3, https://evil.example and www.evil.example',
  });
  const text = await format('markdown', reportOf([{ path: 'a', source: net, findings: [of] }]));
  expect(text).not.toMatch(/@octocat|#12|!3|https:\/\/evil|www\.evil/);
  const [row] = tableOf(text).rows;
  expect(row![2]!.replaceAll('\u200b', '')).toContain(
    'see @octocat, #12, !3, https://evil.example and www.evil.example',
  );
  expect(row![2]).toContain('@\u200boctocat, #\u200b12, !\u200b3, https\u200b://');
});
