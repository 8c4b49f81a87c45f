/** The plugin through caffe-lint's public entry only. Run with `npm test`. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CaffeLint, RuleTester } from 'caffe-lint';
import plugin from '../index.js';

RuleTester.describe = describe;
RuleTester.it = it;

const solver = (prefix) => `base_lr: 0.01\nlr_policy: "fixed"\nmax_iter: 10\nsnapshot_prefix: "${prefix}"\n`;

new RuleTester().run('snapshot-prefix-without-folder', plugin.rules['snapshot-prefix-without-folder'], {
  valid: [
    { name: 'a folder', filename: 'solver.prototxt', code: solver('snapshots/lenet') },
    {
      name: 'no prefix',
      filename: 'solver.prototxt',
      code: 'base_lr: 0.01\nlr_policy: "fixed"\nmax_iter: 10\n',
    },
  ],
  invalid: [
    {
      name: 'no folder',
      filename: 'solver.prototxt',
      code: solver('lenet'),
      errors: [
        { message: /working folder as "lenet_iter_N/, line: 4, column: 1, fix: { applicability: 'unsafe' } },
      ],
      output: solver('snapshots/lenet'),
    },
    {
      name: 'another folder',
      filename: 'solver.prototxt',
      code: solver('lenet'),
      options: { folder: 'out' },
      errors: 1,
      output: solver('out/lenet'),
    },
  ],
});

const net = (
  param = '',
) => `layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }
layer { name: "act" type: "HardSwish" bottom: "data" top: "act"${param} }
`;

/** Lint a net in a folder whose configuration names this plugin. */
async function lint(text, options = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'caffe-lint-example-'));
  try {
    await writeFile(join(folder, 'net.prototxt'), text);
    const config = join(folder, '.caffelintrc.json');
    await writeFile(
      config,
      JSON.stringify({ root: true, plugins: [join(import.meta.dirname, '..', 'index.js')] }),
    );
    const caffeLint = new CaffeLint({ overrideConfigFile: config, ...options });
    return { caffeLint, results: await caffeLint.lintFiles(join(folder, 'net.prototxt')) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the layer type and its dialect', () => {
  it('are found out from the file', async () => {
    const { results } = await lint(net(' hard_swish_param { shift: 2.5 }'));
    assert.deepEqual(results[0].messages, []);
    assert.deepEqual(results[0].dialects, ['bvlc', 'index/ours']);
  });

  it('are unknown to a strict BVLC', async () => {
    const { results } = await lint(net(), { dialect: 'bvlc' });
    assert.deepEqual(
      results[0].messages.map((m) => m.ruleId),
      ['unknown-layer-type'],
    );
  });

  it('refuse what set-up refuses', async () => {
    const { results } = await lint(net(' hard_swish_param { shift: -1 }'));
    assert.match(results[0].messages[0].message, /shift -1 is negative/);
    assert.equal(results[0].messages[0].ruleId, 'invalid-layer-parameter');
  });
});

describe('the report', () => {
  it('has a line per file', async () => {
    const { caffeLint, results } = await lint(net(' hard_swish_param { shift: -1 }'));
    const text = plugin.formatters.table(results);
    assert.match(text, /^0 errors\t1 warnings\t.*net\.prototxt$/);
    const builtIn = await caffeLint.loadFormatter('compact');
    assert.match(await builtIn.format(results), /\[invalid-layer-parameter\]/);
  });
});
