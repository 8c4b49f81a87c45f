/**
 * A bill of materials (CycloneDX): `npm sbom`, in which what is bundled into the package is told from what only
 * builds and tests it, by scope `required` and `excluded`. `node scripts/sbom.mjs > sbom.cdx.json`, after the build.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const notices = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
const bundled = new Set(
  [...notices.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\S+)$/gm)].map((m) => `${m[1]} ${m[2]}`),
);
const bill = JSON.parse(
  execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  }),
);
const nameOf = ({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`;
for (const component of bill.components)
  component.scope = bundled.has(nameOf(component)) ? 'required' : 'excluded';
const listed = new Set(bill.components.map(nameOf));
const missing = [...bundled].filter((name) => !listed.has(name));
if (missing.length > 0) throw new Error(`bundled, but not in the lock file: ${missing.join(', ')}`);
// The folder's name stands for the package's where npm reads the lock file alone.
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
Object.assign(bill.metadata.component, { name, version });
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
