/** SARIF against its published schema, and what code scanning needs of it. */
import { describe, expect, test } from '@jest/globals';
import { SourceText } from '../../src/text/source-text.js';
import { expectValid } from './schemas.js';
import { files, findingAt, format, net, netText, report, reportOf } from './samples.js';

const log = async (of = report) => expectValid('sarif', await format('sarif', of)).runs[0];

describe('tool and run', () => {
  test('rules are described once and results point to them', async () => {
    const run = await log();
    const { driver } = run.tool;
    expect(driver).toMatchObject({ name: 'caffe-lint', version: '1.2.3', semanticVersion: '1.2.3' });
    expect(driver.rules.map((r: { id: string }) => r.id)).toEqual([
      'high-rate',
      'unknown-bottom',
      'unknown-field',
    ]);
    for (const result of run.results) expect(driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(driver.rules[0]).toEqual({
      id: 'high-rate',
      shortDescription: { text: 'The rate is too high.' },
      fullDescription: { text: 'The first update is as large as the weights.' },
      help: {
        text: expect.stringContaining('# high-rate'),
        markdown: expect.stringContaining('More words.'),
      },
      defaultConfiguration: { enabled: true, level: 'warning' },
      properties: { category: 'solver', symptom: 'nan', tags: ['solver', 'nan'] },
    });
    expect(driver.rules[2].helpUri).toBe('https://example.org/rules/unknown-field');
    // The page of a built-in rule is found without the report bringing it.
    expect(driver.rules[2].help.markdown).toMatch(/^# unknown-field\n/);
  });

  test('a file that could not be read is a notification of the run, not a result', async () => {
    const [invocation] = (await log()).invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications).toEqual([
      {
        level: 'error',
        message: { text: 'a binary file, not text' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'weights.prototxt', uriBaseId: '%SRCROOT%' },
            },
          },
        ],
      },
    ]);
    expect((await log(reportOf([files[2]!]))).invocations).toEqual([{ executionSuccessful: true }]);
  });

  test('no files, no findings: still a valid log', async () => {
    expect((await log(reportOf([]))).results).toEqual([]);
  });
});

describe('places', () => {
  test('paths are relative to the root and their base is given', async () => {
    const run = await log();
    expect(run.originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: 'file:///home/me/repository/' } });
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.results[0].locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'nets/train.prototxt', uriBaseId: '%SRCROOT%' },
          region: { startLine: 4, startColumn: 15, endLine: 4, endColumn: 31 },
        },
        logicalLocations: [{ name: 'conv1', fullyQualifiedName: 'layer[conv1].convolutionparam' }],
      },
    ]);
  });

  test('from a subfolder they start at the root all the same', async () => {
    const run = await log({ ...report, cwd: '/home/me/repository/models', root: '/home/me/repository' });
    expect(run.originalUriBaseIds['%SRCROOT%'].uri).toBe('file:///home/me/repository/');
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
      'models/nets/train.prototxt',
    );
  });

  test.each([
    ['a b/ü#?%.prototxt', 'a%20b/%C3%BC%23%3F%25.prototxt', true],
    ['/home/me/repository/x.prototxt', 'x.prototxt', true],
    ['c:net.prototxt', 'c%3Anet.prototxt', true],
    ['..a/x.prototxt', '..a/x.prototxt', true],
    ['../x.prototxt', 'file:///home/me/x.prototxt', false],
    ['/etc/x.prototxt', 'file:///etc/x.prototxt', false],
  ])('%s', async (path, uri, based) => {
    const source = new SourceText(path, 'foo: 1');
    const run = await log(reportOf([{ path, source, findings: [findingAt(source, 'foo')] }]));
    expect(run.results[0].locations[0].physicalLocation.artifactLocation).toEqual(
      based ? { uri, uriBaseId: '%SRCROOT%' } : { uri },
    );
  });

  test('related places are numbered and have words', async () => {
    const [, { relatedLocations }] = (await log()).results;
    expect(relatedLocations).toEqual([
      {
        id: 1,
        message: { text: 'layer "conv1"' },
        physicalLocation: {
          artifactLocation: { uri: 'nets/train.prototxt', uriBaseId: '%SRCROOT%' },
          region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 6 },
        },
      },
      expect.objectContaining({ id: 2, message: { text: 'trained by this solver' } }),
    ]);
  });
});

test('fixes can be applied from the log alone; hints are none', async () => {
  const { results } = await log();
  expect(results[0].fixes).toEqual([
    {
      description: { text: 'Write convolution_param' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'nets/train.prototxt', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 4, startColumn: 15, endLine: 4, endColumn: 31 },
              insertedContent: { text: 'convolution_param' },
            },
          ],
        },
      ],
      properties: { applicability: 'safe' },
    },
  ]);
  expect(results[1].fixes[0].properties).toEqual({ applicability: 'unsafe' });
  expect(results[2].fixes).toBeUndefined();
});

test('braces are doubled and no link comes of a name (SARIF 3.11.5, 3.11.6)', async () => {
  const of = { ...findingAt(net, 'layer'), message: 'layer "{0}" [see](http://evil)' };
  const run = await log(reportOf([{ path: net.path, source: net, findings: [of] }]));
  expect(run.results[0].message.text).toBe('layer "{{0}}" [see] (http://evil)');
});

describe('fingerprints', () => {
  const printsOf = async (text: string, parts: readonly string[], message?: string): Promise<string[]> => {
    const source = new SourceText('net.prototxt', text);
    const findings = parts.map((part) => findingAt(source, part, message === undefined ? {} : { message }));
    const run = await log(reportOf([{ path: 'net.prototxt', source, findings }]));
    return run.results.map((r: { partialFingerprints: Record<string, string> }) => {
      expect(Object.keys(r.partialFingerprints)).toEqual(['caffeLintFinding/v1']);
      return r.partialFingerprints['caffeLintFinding/v1'];
    });
  };

  test('stay when lines are added above, indentation changes or layers are reordered', async () => {
    const [before] = await printsOf(netText, ['convolutionparam']);
    expect(await printsOf(`# a comment\n\n${netText}`, ['convolutionparam'])).toEqual([before]);
    expect(await printsOf(netText.replaceAll('\n', '\n    '), ['convolutionparam'])).toEqual([before]);
    expect(await printsOf(`layer { name: "x" }\n${netText}`, ['convolutionparam'])).toEqual([before]);
  });

  test('stay when a predicted number moves, and change with a name', async () => {
    const [a] = await printsOf(netText, ['layer'], 'logits of "fc8" start with std 121.5');
    expect(await printsOf(netText, ['layer'], 'logits of "fc8" start with std 1e+3')).toEqual([a]);
    expect(await printsOf(netText, ['layer'], 'logits of "fc7" start with std 121.5')).not.toEqual([a]);
  });

  test('differ by layer, and between equal findings of one layer', async () => {
    const text = 'layer { name: "a" foo: 1 foo: 2 }\nlayer { name: "b" foo: 1 }';
    const source = new SourceText('n', text);
    const at = (start: number) => ({ ...findingAt(source, 'foo'), start, end: start + 3 });
    const findings = [at(18), at(25), at(text.lastIndexOf('foo'))];
    const run = await log(reportOf([{ path: 'n', source, findings }]));
    const prints = run.results.map(
      (r: { partialFingerprints: object }) => Object.values(r.partialFingerprints)[0],
    );
    expect(new Set(prints).size).toBe(3);
  });
});
