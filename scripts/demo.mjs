/** `npm run demo`: diagnose a net that people really write, and show the patch. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = ['--diff', '--unsafe-fixes', 'fixtures/nets/vgg-no-fillers/solver.prototxt'];
console.log(`$ caffe-lint ${args.join(' ')}\n`);
const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { cwd: root, stdio: 'inherit' });
console.log(
  `\nexit code ${status}: ${status === 1 ? 'problems were found, and the patch above is proposed' : 'unexpected'}`,
);
process.exitCode = status === 1 ? 0 : 1;
