/**
 * `npm audit`, where the registry answers: fails for an advisory that is not explained here. All packages are
 * needed for development alone; of those that are bundled (dist/THIRD-PARTY-LICENSES.txt) none may be explained away.
 */
import { spawnSync } from 'node:child_process';

/** Advisory (GHSA-…) → why it does not concern this repository. */
const explained = {};

const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
let answer;
try {
  answer = JSON.parse(stdout);
} catch {
  answer = {};
}
if (answer.vulnerabilities === undefined)
  process.stdout.write('npm audit: the registry does not answer, nothing is known\n');
else {
  const advisories = Object.values(answer.vulnerabilities).flatMap(({ name, via }) =>
    via.flatMap((v) =>
      typeof v === 'object' ? { name, id: v.url?.split('/').at(-1) ?? '', title: v.title } : [],
    ),
  );
  const open = advisories.filter(({ id }) => !Object.hasOwn(explained, id));
  for (const { name, id, title } of advisories)
    process.stdout.write(
      `npm audit: ${name}: ${title} (${id})${explained[id] ? `: ${explained[id]}` : ''}\n`,
    );
  if (advisories.length === 0) process.stdout.write('npm audit: clean\n');
  process.exitCode = open.length > 0 ? 1 : 0;
}
