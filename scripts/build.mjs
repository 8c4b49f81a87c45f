/** Bundle the command line and the library into dist/; with a folder as argument, into that, without type declarations. */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

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
    CAFFE_LINT_VERSION: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version),
  },
};
const { metafile } = await build({
  ...common,
  metafile: true,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/api/index.ts' },
  splitting: true,
  platform: 'node',
  banner: { js: "import{createRequire as __cr}from'module';const require=__cr(import.meta.url);" },
});
// The part that needs no Node, for browsers: one file, in which an import of a Node module fails the build.
await build({ ...common, entryPoints: { linter: 'src/api/browser.ts' }, platform: 'browser' });
if (process.argv[2] === undefined)
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
    {
      stdio: 'inherit',
    },
  );
chmodSync(join(outdir, 'cli.js'), 0o755);
writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences(Object.keys(metafile.inputs)));
// Elsewhere no package.json around it says that the files are modules, and Node before 20.19 does not find out.
if (process.argv[2] !== undefined) writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }\n');

/** The notices of the packages that are bundled, which their licences ask to go with every copy. */
function licences(inputs) {
  const packages = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(packages)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = readdirSync(join(root, folder)).find((f) => /^licen[cs]e/i.test(f));
      const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
