/** A program in a process of its own: wall time, CPU time, peak memory. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const probe = fileURLToPath(new URL('probe.cjs', import.meta.url));

/** Run Node with these arguments. The probe, loaded in every candidate alike, tells CPU time and memory. */
export function runNode(args, options = {}) {
  const start = performance.now();
  const { status, output, error } = spawnSync(process.execPath, ['-r', probe, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
    ...options,
  });
  const wall = performance.now() - start;
  if (error || status === null || status > 1)
    throw error ?? new Error(`node ${args.join(' ')}: exit ${status}\n${output[2]}`);
  return { wall, ...JSON.parse(output[3].toString()), stdout: output[1] };
}

/** Run another program; its CPU time is not known. */
export function run(program, args, input) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, { input, maxBuffer: 1 << 30 });
  if (error || status !== 0) throw error ?? new Error(`${program}: exit ${status}\n${stderr}`);
  return { wall: performance.now() - start };
}
