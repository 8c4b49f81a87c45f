/** GitHub's annotations, GitLab's code quality, reviewdog's suggestions. */
import { describe, expect, test } from '@jest/globals';
import { reportRoot } from '../../src/report/paths.js';
import { SourceText } from '../../src/text/source-text.js';
import { expectValid } from './schemas.js';
import { files, findingAt, format, net, report, reportOf } from './samples.js';

test('github: a command per problem; columns only where it is on one line', async () => {
  expect((await format('github')).split('\n')).toEqual([
    '::error file=nets/train.prototxt,line=4,col=15,endLine=4,endColumn=31,title=caffe-lint unknown-field::"LayerParameter" has no field "convolutionparam" (Caffe refuses to load it)%0Afix: Write convolution_param',
    '::error file=nets/train.prototxt,line=5,endLine=6,title=caffe-lint unknown-bottom::layer "loss" reads "fc1", which no layer before it produces; 3 layers are above it (Caffe refuses to load it)%0Afix: Feed it "größe"',
    '::warning file=solver.prototxt,line=2,col=1,endLine=2,endColumn=12,title=caffe-lint high-rate::the first step is 120 times the weights (loss goes to NaN or 87.3365)',
    '::error file=weights.prototxt,line=1,col=1,endLine=1,endColumn=1,title=caffe-lint failure::a binary file, not text',
  ]);
});

test('github: what the runner reads as syntax is escaped, in properties more than in the words', async () => {
  const path = 'a,b:c%\n.prototxt';
  const source = new SourceText(path, 'foo: 1');
  const of = findingAt(source, 'foo', { message: '100% of a: b, c\r\n::error::x', symptom: 'none' });
  expect(await format('github', reportOf([{ path, source, findings: [of] }]))).toBe(
    '::error file=a%2Cb%3Ac%25%0A.prototxt,line=1,col=1,endLine=1,endColumn=4,title=caffe-lint unknown-field::100%25 of a: b, c\\u000d%0A\\u003a:error::x',
  );
});

test('gitlab: valid, with severities by what a run would show', async () => {
  const issues = expectValid('gitlab', await format('gitlab'));
  expect(issues.map((i: { severity: string }) => i.severity)).toEqual([
    'critical',
    'critical',
    'minor',
    'critical',
  ]);
  expect(issues[1].location).toEqual({ path: 'nets/train.prototxt', lines: { begin: 5, end: 6 } });
  expect(issues[1].check_name).toBe('unknown-bottom');
  expect(new Set(issues.map((i: { fingerprint: string }) => i.fingerprint)).size).toBe(4);
  expect(expectValid('gitlab', await format('gitlab', reportOf([])))).toEqual([]);
});

test('gitlab: fingerprints outlive added lines', async () => {
  const longer = new SourceText(net.path, `# one\n# two\n${net.text}`);
  const print = async (source: SourceText): Promise<string> =>
    JSON.parse(
      await format(
        'gitlab',
        reportOf([{ path: net.path, source, findings: [findingAt(source, 'convolutionparam')] }]),
      ),
    )[0].fingerprint;
  expect(await print(longer)).toBe(await print(net));
});

describe('rdjson', () => {
  test('valid; columns count bytes, fixes are suggestions, hints are not', async () => {
    const { diagnostics } = expectValid('rdjson', await format('rdjson'));
    // Two characters of "größe" take two bytes.
    expect(diagnostics[0]).toEqual({
      message: '"LayerParameter" has no field "convolutionparam" (Caffe refuses to load it)',
      location: {
        path: 'nets/train.prototxt',
        range: { start: { line: 4, column: 17 }, end: { line: 4, column: 33 } },
      },
      severity: 'ERROR',
      code: { value: 'unknown-field', url: 'https://example.org/rules/unknown-field' },
      suggestions: [
        {
          range: { start: { line: 4, column: 17 }, end: { line: 4, column: 33 } },
          text: 'convolution_param',
        },
      ],
    });
    expect(diagnostics[2].suggestions).toBeUndefined();
    expect(diagnostics[3].location).toEqual({ path: 'weights.prototxt' });
  });

  test("of a file that is not UTF-8, bytes are the file's own", async () => {
    const source = new SourceText('x', 'größe: 1', 'latin1');
    const text = await format(
      'rdjson',
      reportOf([{ path: 'x', source, findings: [findingAt(source, '1')] }]),
    );
    expect(expectValid('rdjson', text).diagnostics[0].location.range.start).toEqual({ line: 1, column: 8 });
  });
});

describe('the root of paths', () => {
  const nothing = (): boolean => false;
  test('is what the CI system says, when the working folder lies in it', () => {
    expect(reportRoot('/w/repo/models', { GITHUB_WORKSPACE: '/w/repo' }, nothing)).toBe('/w/repo');
    expect(reportRoot('/w/repo', { CI_PROJECT_DIR: '/w/repo' }, nothing)).toBe('/w/repo');
    expect(reportRoot('/tmp/x', { GITHUB_WORKSPACE: '/w/repo' }, nothing)).toBe('/tmp/x');
  });
  test('else the nearest folder that git knows, else the working folder', () => {
    expect(reportRoot('/a/b/c', {}, (p) => p === '/a/.git')).toBe('/a');
    expect(reportRoot('/a/b/c', {}, nothing)).toBe('/a/b/c');
  });
  test('is used by github, gitlab and sarif; reviewdog starts from the working folder', async () => {
    const of = {
      ...report,
      cwd: '/home/me/repository/models',
      root: '/home/me/repository',
      files: [files[1]!],
    };
    expect(await format('github', of)).toContain('file=models/solver.prototxt,');
    expect(JSON.parse(await format('gitlab', of))[0].location.path).toBe('models/solver.prototxt');
    expect(JSON.parse(await format('rdjson', of)).diagnostics[0].location.path).toBe('solver.prototxt');
  });
});
