/** `caffe-lint lsp --stdio` as editors run it: the built bundle, a real client, text as it is typed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { Client } from './client.js';
import { net, solver } from './texts.js';

jest.setTimeout(30_000);

let folder = '';
let client: Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caffe-lint-lsp-'));
  ({ client } = await Client.start(folder));
});
afterEach(() => {
  client.kill();
  rmSync(folder, { recursive: true, force: true });
});

const NET = 'net.prototxt';
const rules = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map((d) => d.code);
const lines = (found: readonly { range: Range }[]): number[] => found.map((f) => f.range.start.line + 1);
const lineOf = (words: string, n = 0): number => client.position(NET, words, 0, n).line + 1;
const hoverOf = async (words: string, shift = 1, n = 0): Promise<string> => {
  const hover = await client.ask<Hover | null>('hover', NET, words, {}, shift, n);
  return (hover?.contents as { value: string } | undefined)?.value ?? '';
};
const labels = async (words: string, shift: number, n = 0): Promise<string[]> => {
  const items = await client.ask<CompletionItem[]>('completion', NET, words, {}, shift, n);
  return [...items]
    .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
    .map((i) => i.label);
};
const actions = (range: Range, only?: string[]): Promise<CodeAction[]> =>
  client.request<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: client.uri(NET) },
    range,
    context: { diagnostics: [], ...(only ? { only } : {}) },
  });
const everything: Range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
const changed = (edit: WorkspaceEdit | undefined | null): string =>
  client.withEdits(NET, edit?.changes?.[client.uri(NET)] ?? []);

describe('diagnostics', () => {
  test('come as the text is typed, for the text as it is', async () => {
    await client.open(NET, net);
    expect(await client.diagnostics(NET)).toEqual([]);
    await client.edit(NET, 'pool: MAX', 'pool: MXA');
    const [found, ...rest] = await client.diagnostics(NET);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ code: 'unknown-enum-value', source: 'caffe-lint', severity: 1 });
    expect(found!.range.start).toEqual(client.position(NET, 'MXA'));
    await client.edit(NET, 'MXA', 'MAX');
    expect(await client.diagnostics(NET)).toEqual([]);
  });

  test('changes in quick succession are linted once', async () => {
    await client.open(NET, net);
    await client.diagnostics(NET);
    const before = client.rounds(NET);
    for (const [from, to] of [
      ['MAX', 'M'],
      ['pool: M ', 'pool: MA '],
      ['pool: MA ', 'pool: MAZ '],
    ] as const)
      await client.edit(NET, from, to);
    expect(rules(await client.diagnostics(NET))).toEqual(['unknown-enum-value']);
    expect(client.rounds(NET)).toBe(before + 1);
  });

  test('a solver brings in its net from disk, and takes it along when it is closed', async () => {
    writeFileSync(join(folder, NET), net.replace('MAX', 'MXA'));
    await client.open('solver.prototxt', solver);
    expect(await client.diagnostics('solver.prototxt')).toEqual([]);
    expect(rules(await client.diagnostics(NET))).toEqual(['unknown-enum-value']);
    await client.close('solver.prototxt');
    await client.until(() => (client.rounds(NET) === 2 ? true : undefined));
    expect(await client.diagnostics(NET)).toEqual([]);
  });

  test('a solver and its net are judged together as the editor has them', async () => {
    writeFileSync(join(folder, NET), net.replace('MAX', 'MXA'));
    await client.open('solver.prototxt', solver);
    await client.open(NET, net);
    expect(await client.diagnostics(NET)).toEqual([]);
    // Nothing learns at this rate; that is only seen where net and solver are known.
    await client.edit('solver.prototxt', 'base_lr: 0.01', 'base_lr: 1000');
    const [own, other] = [await client.diagnostics('solver.prototxt'), await client.diagnostics(NET)];
    expect(rules([...own, ...other])).toContain('learning-rate-too-high');
  });

  test('follow the configuration of the folder, and tell what is wrong with it', async () => {
    writeFileSync(join(folder, '.caffelintrc.json'), '{ "rules": { "unknown-enum-value": "off" } }');
    await client.open(NET, net.replace('MAX', 'MXA'));
    expect(await client.diagnostics(NET)).toEqual([]);
    writeFileSync(join(folder, '.caffelintrc.json'), '{ "rules": { "unknown-enum-value": "loud" } }');
    await client.notify('workspace/didChangeWatchedFiles', { changes: [] });
    expect(await client.until(() => client.shown[0])).toContain('.caffelintrc.json');
  });

  test('comments and other languages do no harm', async () => {
    await client.open('notes.prototxt', '# nothing yet\n');
    expect(await client.diagnostics('notes.prototxt')).toBeDefined();
    await client.open(NET, 'la');
    expect(await client.diagnostics(NET)).toBeDefined();
    expect(await labels('la', 2)).toContain('layer');
  });
});

describe('fixes', () => {
  const two = net
    .replace('MAX', 'max')
    .replace(
      'num_output: 10 weight_filler { type: "xavier" }',
      'num_output: 10 weight_filler { type: "gaussian" }',
    );

  test('a safe one is preferred, an unsafe one says what it is', async () => {
    await client.open(NET, two);
    const found = await actions(everything);
    const safe = found.find((a) => a.diagnostics?.[0]?.code === 'unknown-enum-value' && a.isPreferred);
    expect(changed(safe?.edit)).toContain('pool: MAX');
    await client.edit(NET, 'pool: max', 'pool: MAX');
    const sound = await actions(everything);
    const unsafe = sound.find((a) => a.title.includes('unsafe'));
    expect(unsafe?.isPreferred).toBeUndefined();
    expect(unsafe?.diagnostics?.[0]?.code).toBe('gaussian-filler-without-std');
    // 20 maps of 12 x 12 in: sqrt(2 / 2880) = 0.0264.
    expect(changed(unsafe?.edit)).toMatch(/type: "gaussian" std: 0\.026/);
  });

  test('a finding may be switched off for its line', async () => {
    await client.open(NET, two);
    const off = (await actions(everything)).find((a) => a.title.startsWith('Disable unknown-enum-value'));
    expect(changed(off?.edit)).toContain(
      '  # caffe-lint-disable-next-line unknown-enum-value -- \n  pooling_param',
    );
  });

  test('nothing is offered where nothing is wrong', async () => {
    await client.open(NET, two);
    expect(await actions({ start: { line: 0, character: 0 }, end: { line: 0, character: 3 } })).toEqual([]);
  });

  test('fix all, as saving asks for it, applies the safe ones only', async () => {
    await client.open(NET, two);
    for (const only of ['source.fixAll', 'source.fixAll.caffe-lint', 'source']) {
      const [all, ...rest] = await actions(everything, [only]);
      expect(rest).toEqual([]);
      expect(all?.kind).toBe('source.fixAll.caffe-lint');
      expect(changed(all?.edit)).toBe(two.replace('max', 'MAX'));
    }
    expect(await actions(everything, ['source.organizeImports'])).toEqual([]);
  });

  test('fix all as a command edits through the editor', async () => {
    await client.open(NET, two);
    const uri = client.uri(NET);
    await client.request('workspace/executeCommand', { command: 'caffe-lint.fixAll', arguments: [uri] });
    expect(client.withEdits(NET, client.applied[0]![uri]!)).toBe(two.replace('max', 'MAX'));
  });
});

describe('hover', () => {
  beforeEach(() => client.open(NET, net));

  test('a field: its type, its default, who has it', async () => {
    const text = await hoverOf('stride');
    expect(text).toContain('optional uint32 stride = 3 [default = 1];  // PoolingParameter');
    expect(text).toContain("BVLC's Caffe");
  });

  test('a blob: producer, consumers, shape of each phase and predicted std', async () => {
    const text = await hoverOf('bottom: "conv1"', 10, 1);
    expect(text).toContain(
      'Made by "conv1" (Convolution), changed in place by "relu1" (ReLU); read by "pool1"',
    );
    // crop 28, kernel 5, no padding: 24; batches of 32 and 100.
    expect(text).toMatch(/\| TRAIN \| 32 x 20 x 24 x 24 \| [\d.]+ \| [\d.]+ \|/);
    expect(text).toMatch(/\| TEST \| 100 x 20 x 24 x 24 \| [\d.]+ \| [\d.]+ \|/);
  });

  test('a layer: what it makes and its parameters', async () => {
    const text = await hoverOf('"ip"');
    expect(text).toContain('**ip** InnerProduct layer');
    // 20 maps of 12 x 12 in, 10 out.
    expect(text).toContain('| weight | 10 x 2880 | 28.80k | xavier | 1 | 1 |');
  });

  test('an enum value, a layer type, and nothing on a number', async () => {
    expect(await hoverOf('MAX')).toContain('MAX = 0  // PoolingParameter.PoolMethod');
    expect(await hoverOf('"SoftmaxWithLoss"')).toContain('a loss');
    expect(await hoverOf('0.00390625')).toBe('');
  });
});

describe('blobs and layers', () => {
  beforeEach(() => client.open(NET, net));
  const asked = (words: string, name: string, shift: number, n = 0): Promise<WorkspaceEdit> =>
    client.ask<WorkspaceEdit>('rename', NET, words, { newName: name }, shift, n);

  test('go to producer: the layer that wrote it last, and one per phase', async () => {
    const last = await client.ask<Location[]>('definition', NET, 'bottom: "conv1"', {}, 10, 1);
    expect(lines(last)).toEqual([lineOf('top: "conv1"', 1)]);
    const data = await client.ask<Location[]>('definition', NET, 'bottom: "data"', {}, 10);
    expect(lines(data)).toEqual([lineOf('top: "data"', 0), lineOf('top: "data"', 1)]);
  });

  test('from a solver to its net', async () => {
    await client.open('solver.prototxt', solver);
    const found = await client.ask<Location[]>('definition', 'solver.prototxt', 'net.prototxt');
    expect(found.map((f) => f.uri)).toEqual([client.uri(NET)]);
  });

  test('find consumers', async () => {
    const context = { includeDeclaration: false };
    const found = await client.ask<Location[]>('references', NET, 'top: "pool1"', { context }, 8);
    expect(lines(found)).toEqual([lineOf('bottom: "pool1"')]);
    const all = { context: { includeDeclaration: true } };
    expect(await client.ask<Location[]>('references', NET, 'top: "conv1"', all, 8)).toHaveLength(4);
  });

  test('rename a blob: the whole in-place chain, and no layer of that name', async () => {
    const renamed = changed(await asked('bottom: "conv1"', 'features', 10, 1));
    expect(renamed).toBe(net.replaceAll(/(top|bottom): "conv1"/g, '$1: "features"'));
    expect(renamed).toContain('name: "conv1"');
  });

  test('rename a blob that both phases make', async () => {
    expect(changed(await asked('top: "label"', 'target', 8))).toBe(
      net.replaceAll(/(top|bottom): "label"/g, '$1: "target"'),
    );
  });

  test('what only one phase calls by that name is another blob', async () => {
    const reader = (phase: string, n: string): string =>
      `layer { name: "d${n}" type: "Input" top: "x" include { phase: ${phase} } input_param { shape { dim: 1 dim: 2 } } }\n` +
      `layer { name: "s${n}" type: "Silence" bottom: "x" include { phase: ${phase} } }\n`;
    const text = reader('TRAIN', '1') + reader('TEST', '2');
    await client.open('apart.prototxt', text);
    const edit = await client.ask<WorkspaceEdit>('rename', 'apart.prototxt', 'top: "x"', { newName: 'y' }, 6);
    const after = client.withEdits('apart.prototxt', edit.changes![client.uri('apart.prototxt')]!);
    expect(after).toBe(reader('TRAIN', '1').replaceAll('"x"', '"y"') + reader('TEST', '2'));
  });

  test('rename in old formats: the input, and the padding layer that the upgrade takes out', async () => {
    const old = `input: "data"
input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8
layers { layer { name: "pad" type: "padding" pad: 1 } bottom: "data" top: "pad" }
layers { layer { name: "conv" type: "conv" num_output: 2 kernelsize: 3 } bottom: "pad" top: "conv" }
`;
    await client.open('old.prototxt', old);
    for (const name of ['data', 'pad', 'conv']) {
      const words = name === 'data' ? 'input: "data"' : `top: "${name}"`;
      const more = { newName: 'x' };
      const edit = await client.ask<WorkspaceEdit>('rename', 'old.prototxt', words, more, words.length - 1);
      const uses = new RegExp(`(top|bottom|input): "${name}"`, 'g');
      const after = client.withEdits('old.prototxt', edit.changes![client.uri('old.prototxt')]!);
      expect(after).toBe(old.replaceAll(uses, '$1: "x"'));
    }
  });

  test('rename a layer: every phase, since weights are shared by name; blobs stay', async () => {
    expect(changed(await asked('name: "data"', 'reader', 8))).toBe(
      net.replaceAll('name: "data"', 'name: "reader"'),
    );
  });

  test('a rename that would join two blobs, or break the text, is refused', async () => {
    await expect(asked('top: "conv1"', 'pool1', 8)).rejects.toThrow('there is a blob "pool1" already');
    await expect(asked('top: "conv1"', 'a"b', 8)).rejects.toThrow('quotes');
    await expect(asked('num_output', 'x', 1)).rejects.toThrow('no blob or layer');
    expect(await client.ask('prepareRename', NET, 'num_output')).toBeNull();
    expect(await client.ask('prepareRename', NET, 'top: "conv1"', {}, 8)).toMatchObject({
      placeholder: 'conv1',
    });
  });

  test('the outline lists the layers', async () => {
    const found = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: client.uri(NET) },
    });
    expect(found.map((s) => s.name)).toEqual([
      'name',
      'data',
      'data',
      'conv1',
      'relu1',
      'pool1',
      'ip',
      'loss',
    ]);
    expect(found[1]!.detail).toMatch(/^Data · .* · TRAIN$/);
    expect(found[5]!.detail).toBe('Pooling · 32 x 20 x 12 x 12');
  });
});

describe('completion', () => {
  beforeEach(() => client.open(NET, net));

  test('fields of the message around the caret, those of the layer type first', async () => {
    await client.edit(NET, 'convolution_param {', 'conv {');
    const found = await labels('  conv {', 6);
    expect(found[0]).toBe('convolution_param');
    expect(found).not.toContain('num_output');
    await client.edit(NET, 'conv {', 'convolution_param {');
    expect(await labels('num_output', 3)).toContain('kernel_size');
  });

  test('values of enums and of true or false', async () => {
    await client.edit(NET, 'pool: MAX', 'pool: ');
    expect(await labels('pool: ', 6)).toEqual(['MAX', 'AVE', 'STOCHASTIC']);
    await client.edit(NET, 'num_output: 20', 'bias_term: t');
    expect(await labels('bias_term: t', 12)).toEqual(['false', 'true']);
  });

  test('layer types, fillers, and blobs that are there already, the nearest first', async () => {
    expect(await labels('type: "Pooling"', 8)).toContain('InnerProduct');
    expect(await labels('type: "xavier"', 8)).toContain('msra');
    expect(await labels('bottom: "pool1"', 9)).toEqual(['pool1', 'conv1', 'label', 'data']);
    await client.edit(NET, 'bottom: "ip"', 'bottom: ');
    const items = await client.ask<CompletionItem[]>('completion', NET, 'bottom: \n', {}, 8);
    expect(items[0]!.textEdit?.newText).toBe('"ip"');
  });

  test('nothing inside a comment', async () => {
    await client.edit(NET, 'name: "tiny"', '# name: \nname: "tiny"');
    expect(await labels('# name: ', 8)).toEqual([]);
  });
});

test('the server ends when the editor says so', async () => {
  expect(await client.stop()).toBe(0);
  expect(client.stderr).toBe('');
});
