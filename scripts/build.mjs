/** Bundle the command line and the library into dist/; with a folder as argument, into that, without type declarations. */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { netOfLayers } from '../bench/made-nets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = resolve(root, process.argv[2] ?? 'dist');
rmSync(outdir, { recursive: true, force: true });
const common = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  format: 'esm',
  target: 'node20',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  // yargs measures text with string-width, whose Intl.Segmenter costs more start-up than the rest of it.
  // jsonc-parser's main file is UMD, whose requires esbuild cannot follow.
  alias: {
    'string-width': './scripts/string-width-stub.mjs',
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
  },
  define: {
    CAFFE_LINT_BUILD: JSON.stringify(sourceHash()),
    CAFFE_LINT_VERSION: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version),
  },
};
// What reports in HTML hold goes into the command line as text.
const page = await build({
  absWorkingDir: root,
  entryPoints: { script: 'src/report/html/page/main.ts', style: 'src/report/html/page/page.css' },
  outdir,
  bundle: true,
  format: 'iife',
  target: ['es2022', 'chrome111', 'firefox121', 'safari16.4'],
  minify: true,
  legalComments: 'none',
  charset: 'ascii',
  write: false,
  metafile: true,
});
const pageText = (name) => JSON.stringify(page.outputFiles.find((f) => f.path.endsWith(name)).text.trim());
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  metafile: true,
  banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" },
  define: {
    ...common.define,
    'import.meta.url': '__url',
    CAFFE_LINT_PAGE_SCRIPT: pageText('script.js'),
    CAFFE_LINT_PAGE_STYLE: pageText('style.css'),
  },
};
// What few runs need stands in files of its own, so that the bundle that every run reads is small.
const parts = {
  diff: 'diff',
  dagre: '@dagrejs/dagre',
  ignore: 'ignore',
  'jsonc-parser': 'jsonc-parser',
  'import-module': './src/config/import-module.ts',
  'page-assets': './src/report/html/page-assets.ts',
  pages: './rules/pages.gen.ts',
  protobufjs: 'protobufjs',
  tinyglobby: 'tinyglobby',
  'vscode-languageserver': 'vscode-languageserver/node',
  yaml: 'yaml',
};
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    const keyOf = (path) => (path.startsWith('.') ? `./${basename(path).replace(/\.[jt]s$/, '')}` : path);
    const names = new Map(Object.entries(parts).map(([name, path]) => [keyOf(path), name]));
    onResolve({ filter: /./ }, ({ path, kind }) => {
      const name = kind === 'entry-point' ? undefined : names.get(keyOf(path));
      return name && { path: `./parts/${name}.cjs`, external: true };
    });
  },
};
// What loads much of Node and is seldom called is loaded by the call: the functions of it that the bundle uses.
const builtins = { assert: ['notStrictEqual', 'strictEqual'], 'node:crypto': ['createHash', 'randomBytes'] };
const deferred = {
  name: 'deferred',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'import-statement' && Object.hasOwn(builtins, path)
        ? { path, namespace: 'deferred', sideEffects: false }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'deferred' }, ({ path }) => ({
      contents: builtins[path]
        .map((name) => `export const ${name} = (...args) => require('${path}').${name}(...args);`)
        .join('\n'),
    }));
  },
};
const bundled = await build({
  ...node,
  stdin: {
    // Each half is evaluated when it is asked for.
    contents: `exports.cli = () => require('./src/cli/main.ts'); exports.api = () => require('./src/api/index.ts'); exports.worker = () => require('./src/cli/lint-worker.ts');`,
    resolveDir: root,
    sourcefile: 'caffe-lint.cjs',
  },
  outdir: undefined,
  outfile: join(outdir, 'caffe-lint.cjs'),
  supported: { 'dynamic-import': false },
  plugins: [apart, deferred],
});
asciiOnly(join(outdir, 'caffe-lint.cjs'));
const aside = await build({ ...node, outdir: join(outdir, 'parts'), entryPoints: parts });
const inputs = [bundled, aside, page].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const hash = createHash('sha256')
  .update(readFileSync(join(outdir, 'caffe-lint.cjs')))
  .digest('hex')
  .slice(0, 16);
const load = readFileSync(join(root, 'scripts/load.cjs'), 'utf8').replace('${BUNDLE_HASH}', hash);
writeFileSync(join(outdir, 'load.cjs'), load);
// Node's loader of ES modules takes longer to start than this takes to load, so the command is CommonJS.
writeFileSync(
  join(outdir, 'cli.js'),
  `#!/usr/bin/env node
'use strict';
const bundle = require('./load.cjs');
const { linted, endNow } = bundle.cli();
linted.then((linted) => {
  if (!linted) return;
  bundle.keepCompiled();
  endNow();
});
`,
);
writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(
  join(outdir, 'worker.cjs'),
  `'use strict';\nmodule.exports = (task) => require('./load.cjs').worker().lintGroup(task);\n`,
);
const { metafile: api } = await build({
  ...common,
  entryPoints: ['src/api/index.ts'],
  platform: 'node',
  packages: 'external',
  metafile: true,
  write: false,
});
const names = Object.values(api.outputs).flatMap((output) => output.exports);
writeFileSync(
  join(outdir, 'index.mjs'),
  `import bundle from './load.cjs';\nexport const { ${names.join(', ')} } = bundle.api();\n`,
);
// The part that needs no Node, for browsers: one file, in which an import of a Node module fails the build.
await build({
  ...common,
  entryPoints: { linter: 'src/api/browser.ts' },
  outExtension: { '.js': '.mjs' },
  platform: 'browser',
});
if (process.argv[2] === undefined) {
  const tsc = [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')];
  execFileSync(process.execPath, tsc, { stdio: 'inherit' });
  keepReachableTypes();
  writeFileSync(join(outdir, 'types/package.json'), '{ "type": "module" }\n');
}
chmodSync(join(outdir, 'cli.js'), 0o755);
warmUp();
writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences(inputs));

/**
 * load.cjs reads the bundle a byte a character, which is quick and takes ASCII. esbuild escapes all else but for
 * regular expressions and tagged templates, where an escape means the same.
 */
function asciiOnly(file) {
  const unit = (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[^\0-\x7f]/g, unit));
}

/** A hash of all that the results of linting come from. */
function sourceHash() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package.json')));
  for (const folder of ['grammar', 'rules', 'src'])
    for (const name of readdirSync(join(root, folder), { recursive: true }).sort())
      if (name.endsWith('.ts')) hash.update(`${name}\0`).update(readFileSync(join(root, folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Lint a net and its solver once: the first run keeps what it compiled, see load.cjs. */
function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), 'caffe-lint-build-'));
  writeFileSync(join(folder, 'net.prototxt'), netOfLayers(60));
  writeFileSync(
    join(folder, 'solver.prototxt'),
    'net: "net.prototxt" base_lr: 0.01 lr_policy: "fixed" max_iter: 9\n',
  );
  execFileSync(process.execPath, [join(outdir, 'cli.js'), '--silent', '--exit-zero', 'solver.prototxt'], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', NODE_DISABLE_COMPILE_CACHE: '' },
  });
  rmSync(folder, { recursive: true });
}

/** Of the declarations those that the library's lead to; they name no package, so that none is needed beside this one. */
function keepReachableTypes() {
  const folder = join(root, 'dist/types');
  const reached = new Set(['index', 'browser'].map((name) => join(folder, 'src/api', `${name}.d.ts`)));
  // A set grows while it is walked.
  for (const file of reached)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)) {
      if (!path.startsWith('.')) throw new Error(`${file} needs the types of ${path}`);
      reached.add(resolve(file, '..', path.replace(/\.js$/, '.d.ts')));
    }
  for (const name of readdirSync(folder, { recursive: true }))
    if (name.endsWith('.d.ts') && !reached.has(join(folder, name))) rmSync(join(folder, name));
}

/** The notices of the packages that are bundled, which their licences ask to go with every copy. */
function licences(inputs) {
  const packages = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  // A package may come with what it depends on in its own file, as dagre does. A set grows while it is walked.
  for (const folder of packages)
    for (const name of Object.keys(
      JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).dependencies ?? {},
    ))
      if (existsSync(join(root, 'node_modules', name))) packages.add(`node_modules/${name}`);
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = readdirSync(join(root, folder)).find((f) => /^licen[cs]e/i.test(f));
      const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
