/** Bundle the command line into dist/, or into the folder given as argument. */
import { build } from 'esbuild';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = resolve(root, process.argv[2] ?? 'dist');
rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
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
    CAFFE_LINT_VERSION: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version),
  },
  banner: { js: "import{createRequire as __cr}from'module';const require=__cr(import.meta.url);" },
});
chmodSync(join(outdir, 'cli.js'), 0o755);
// Elsewhere no package.json around it says that the files are modules, and Node before 20.19 does not find out.
if (process.argv[2] !== undefined) writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }\n');
