/** Every file of a corpus, all rules, one process. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './child.mjs';
import { median } from './rounds.mjs';

export const prototxtsIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.includes('prototxt'))
    .map((e) => join(e.parentPath ?? e.path, e.name));

export function wholeCorpus({ cli, corpus, folder, bare, rounds }) {
  const bytes = prototxtsIn(corpus).reduce((sum, file) => sum + statSync(file).size, 0);
  const args = [cli, '--format', 'json', '--no-config-lookup', '--no-ignore', corpus];
  const figures = Array.from({ length: rounds }, () => runNode(args));
  const alone = runNode([...args, '--concurrency', 'off']);
  const errors = runNode([...args, '--quiet']);
  const kept = [...args, '--cache', '--cache-location', join(folder, 'cache')];
  runNode(kept);
  const again = runNode(kept);
  const wall = median(figures.map((f) => f.wall)) / 1000;
  const files = JSON.parse(figures[0].stdout).length;
  return [
    [
      `lint ${files} files, ${(bytes / 1e6).toFixed(0)} MB, all rules`,
      `${wall.toFixed(1)} s = ${(bytes / 1e6 / wall).toFixed(1)} MB/s, ${((1000 * wall) / bare).toFixed(0)} times bare Node; CPU ${(median(figures.map((f) => f.cpu)) / 1000).toFixed(1)} s`,
      'at most 3 s on two cores',
    ],
    ['the same, peak memory', `${Math.max(...figures.map((f) => f.rss)).toFixed(0)} MB`, ''],
    ['the same without worker threads', seconds(alone), ''],
    ['the same again, nothing changed (`--cache`)', seconds(again), ''],
    ['errors only (`--quiet`): next to no training is simulated', seconds(errors), ''],
  ];
}

const seconds = ({ wall, cpu, rss }) =>
  `${(wall / 1000).toFixed(1)} s; CPU ${(cpu / 1000).toFixed(1)} s; ${rss.toFixed(0)} MB at its peak`;
