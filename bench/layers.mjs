/** Time and memory against the number of layers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './child.mjs';
import { netOfLayers } from './made-nets.mjs';
import { inTurn, median } from './rounds.mjs';

const COUNTS = [100, 1000, 10_000, 100_000];

export function layerCounts({ cli, folder, rounds }) {
  const nets = COUNTS.map((count) => {
    const text = netOfLayers(count);
    const path = join(folder, `layers-${count}.prototxt`);
    writeFileSync(path, text);
    return { count, path, bytes: text.length };
  });
  const figures = inTurn(rounds, {
    bare: () => runNode(['-e', '0']),
    ...Object.fromEntries(nets.map(({ count, path }) => [count, () => runNode([cli, path])])),
  });
  const middle = (name, key) => median(figures.get(String(name)).map((f) => f[key]));
  const bare = { wall: middle('bare', 'wall'), rss: middle('bare', 'rss') };
  let before;
  return nets.map(({ count, bytes }) => {
    const wall = middle(count, 'wall');
    const perLayer = (wall - middle(COUNTS[0], 'wall')) / (count - COUNTS[0]);
    const growth =
      before === undefined || !Number.isFinite(before)
        ? ''
        : `, ${(perLayer / before).toFixed(2)} times per layer`;
    before = perLayer;
    const memory = ((middle(count, 'rss') - bare.rss) * 2 ** 20) / bytes;
    return [
      `${count.toLocaleString('en')} layers, ${(bytes / 1e6).toFixed(2)} MB`,
      `${(wall / bare.wall).toFixed(1)} times bare Node${growth}; ${middle(count, 'rss').toFixed(0)} MB at its peak, ${memory.toFixed(0)} bytes per byte of text`,
      growth ? 'linear: 1 times per layer' : '',
    ];
  });
}
