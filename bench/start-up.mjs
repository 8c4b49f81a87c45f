/** One net of 40 KB through the built command line, against Node that does nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './child.mjs';
import { netOfBytes } from './made-nets.mjs';
import { inTurn, ratio } from './rounds.mjs';

export function startUp({ cli, folder, rounds }) {
  const net = join(folder, 'net.prototxt');
  writeFileSync(net, netOfBytes(40_000));
  runNode([cli, net]);
  const figures = inTurn(rounds, {
    bare: () => runNode(['-e', '0']),
    version: () => runNode([cli, '--version']),
    lint: () => runNode([cli, net]),
  });
  const row = (what, name, goal) => {
    const [wall, cpu] = ['wall', 'cpu'].map((key) => ratio(figures, name, 'bare', key));
    return [
      what,
      `${wall.median.toFixed(2)} (best ${wall.best.toFixed(2)}; CPU ${cpu.median.toFixed(2)})`,
      goal,
    ];
  };
  return [
    row('`caffe-lint --version`, times bare Node', 'version', ''),
    row('`caffe-lint` on a net of 40 KB, times bare Node', 'lint', 'at most 1.6'),
  ];
}
