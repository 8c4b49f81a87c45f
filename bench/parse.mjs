/** Text to tree: this parser, a streaming reader without positions, protobufjs's reader, protoc. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import protobuf from 'protobufjs';
import textformat from 'protobufjs/ext/textformat.js';
import { run } from './child.mjs';
import { netOfBytes } from './made-nets.mjs';
import { inTurn, median, timed } from './rounds.mjs';
import { readStream } from './stream-reader.mjs';

/** The parser from its source, as a module that this process can load. */
export async function loadParser(root, folder) {
  const outfile = join(folder, 'parser.mjs');
  await build({
    stdin: {
      contents: `export { parse } from './grammar/parser.ts'; export { lex } from './grammar/lexer.ts';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

export async function parsing({ root, folder, proto, rounds }) {
  const { parse, lex } = await loadParser(root, folder);
  const text = netOfBytes(1_000_000);
  const candidates = {
    parse: () => timed(() => parse(text)),
    lex: () => timed(() => lex(text)),
    stream: () => timed(() => readStream(text)),
  };
  const skipped = [];
  if (existsSync(proto)) {
    textformat.install?.();
    const type = new protobuf.Root().loadSync(proto, { keepCase: true }).lookupType('caffe.NetParameter');
    candidates.protobufjs = () => timed(() => type.fromText(text));
    const args = ['-I', dirname(proto), '--encode=caffe.NetParameter', basename(proto)];
    try {
      const large = netOfBytes(4_000_000);
      const empty = run('protoc', args, '').wall;
      // Four times the size, so that starting protoc, which is taken off, matters little.
      candidates.protoc = () => ({ wall: (run('protoc', args, large).wall - empty) / 4 });
    } catch {
      skipped.push('protoc (not installed)');
    }
  } else skipped.push(`protobufjs and protoc (no schema at ${proto})`);
  const figures = inTurn(rounds * 2, candidates, 5);
  const speed = (name) => text.length / 1000 / median(figures.get(name).map((f) => f.wall));
  const ours = speed('parse');
  const row = (what, name) =>
    figures.has(name)
      ? [
          [
            what,
            `${speed(name).toFixed(1)} MB/s; this parser ${(ours / speed(name)).toFixed(2)} times as fast`,
            '',
          ],
        ]
      : [];
  return {
    rows: [
      ['lex and parse 1 MB, every byte kept, warm', `${ours.toFixed(1)} MB/s`, 'at least 15 MB/s'],
      ['lex alone', `${speed('lex').toFixed(1)} MB/s`, ''],
      ...row("streaming reader (Netron's approach: no positions, no comments, first error only)", 'stream'),
      ...row("protobufjs's text-format reader, with the schema", 'protobufjs'),
      ...row('`protoc --encode`, with the schema', 'protoc'),
    ],
    skipped,
  };
}

/** Heap that a tree holds, in bytes per byte of text; a process of its own, run with --expose-gc. */
export async function treeHeap(root, folder) {
  const { parse } = await loadParser(root, folder);
  const text = netOfBytes(1_000_000);
  parse(netOfBytes(10_000));
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const tree = parse(text);
  globalThis.gc();
  const held = process.memoryUsage().heapUsed - before;
  // The tree is used afterwards, so that it is alive while the heap is measured.
  return { perByte: (tree.document.entries.length && held) / text.length };
}

if (process.argv[2] === '--heap') {
  const { perByte } = await treeHeap(process.argv[3], process.argv[4]);
  writeFileSync(join(process.argv[4], 'heap.json'), JSON.stringify({ perByte }));
}
export const heapIn = (folder) => JSON.parse(readFileSync(join(folder, 'heap.json'), 'utf8')).perByte;
