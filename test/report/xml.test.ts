/** JUnit and Checkstyle: well-formed, of the form that their readers know, and saying the right thing. */
import { expect, test } from '@jest/globals';
import { checkstyle, junit, problemsOf, readXml } from './xml.js';
import { findingAt, format, net, reportOf } from './samples.js';

test('junit: a suite per file, a failed test per problem, a passed one for a clean file', async () => {
  const root = readXml(await format('junit'));
  expect(problemsOf(root, junit)).toEqual([]);
  expect(root.attributes).toEqual({ name: 'caffe-lint', tests: '5', failures: '3', errors: '1', time: '0' });
  const suites = root.children.map((s) => s.attributes);
  expect(suites.map((s) => [s['name'], s['tests'], s['failures'], s['errors']])).toEqual([
    ['nets/train.prototxt', '2', '2', '0'],
    ['solver.prototxt', '1', '1', '0'],
    ['clean.prototxt', '1', '0', '0'],
    ['weights.prototxt', '1', '0', '1'],
  ]);
  const [train, solver, clean, weights] = root.children;
  expect(train!.children.map((c) => c.attributes['name'])).toEqual([
    'unknown-field in layer "conv1"',
    'unknown-bottom in layer "conv1"',
  ]);
  expect(train!.children[0]!.children).toEqual([
    {
      name: 'failure',
      attributes: { type: 'error', message: '"LayerParameter" has no field "convolutionparam"' },
      children: [],
      text: 'nets/train.prototxt:4:15: error: "LayerParameter" has no field "convolutionparam" (Caffe refuses to load it)',
    },
  ]);
  expect(solver!.children[0]!.children[0]!.attributes['type']).toBe('warning');
  expect(clean!.children[0]).toMatchObject({ attributes: { name: 'no problems' }, children: [] });
  expect(weights!.children[0]!.children[0]).toMatchObject({
    name: 'error',
    attributes: { message: 'a binary file, not text' },
  });
});

test('junit: tests of one name are told apart', async () => {
  const twice = [findingAt(net, 'convolutionparam'), findingAt(net, 'convolutionparam')];
  const root = readXml(await format('junit', reportOf([{ path: 'x', source: net, findings: twice }])));
  expect(root.children[0]!.children.map((c) => c.attributes['name'])).toEqual([
    'unknown-field in layer "conv1"',
    'unknown-field in layer "conv1" (2)',
  ]);
});

test('checkstyle: a file element for each file, an error for each problem', async () => {
  const root = readXml(await format('checkstyle'));
  expect(problemsOf(root, checkstyle)).toEqual([]);
  expect(root.children.map((f) => [f.attributes['name'], f.children.length])).toEqual([
    ['nets/train.prototxt', 2],
    ['solver.prototxt', 1],
    ['clean.prototxt', 0],
    ['weights.prototxt', 1],
  ]);
  expect(root.children[1]!.children[0]!.attributes).toEqual({
    line: '2',
    column: '1',
    severity: 'warning',
    message: 'the first step is 120 times the weights (loss goes to NaN or 87.3365)',
    source: 'caffe-lint.solver.high-rate',
  });
});

test('no files: both are documents all the same', async () => {
  expect(problemsOf(readXml(await format('junit', reportOf([]))), junit)).toEqual([]);
  expect(problemsOf(readXml(await format('checkstyle', reportOf([]))), checkstyle)).toEqual([]);
});

test('the validators refuse what they should', () => {
  expect(() => readXml('<a b="&">')).toThrow();
  expect(() => readXml('<a>\u0001</a>')).toThrow();
  expect(() => readXml('<a>]]></a>')).toThrow();
  expect(problemsOf(readXml('<checkstyle><file name="x"><b/></file></checkstyle>'), checkstyle)).toEqual([
    'checkstyle lacks version',
    'b in file',
    'unknown element b',
  ]);
  expect(problemsOf(readXml('<testsuite name="a" tests="x" errors="0" failures="0"/>'), junit)).toEqual([
    'root is testsuite',
    'testsuite/@tests is "x"',
  ]);
});
