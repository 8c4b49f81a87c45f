/** What a run that was killed while it wrote has left behind: told by its name, removed by the next run. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync, statSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** `tmp`: a new text on its way. `old`: a second name of a file that is being replaced. */
type Suffix = 'tmp' | 'old';

const NAME = /^\.caffe-lint-([0-9a-f]{8})-(\d+)-(?:[0-9a-f]{8}-)?([0-9a-f]{16})\.(tmp|old)$/;
/** A file of another machine, whose processes cannot be asked for, is left alone for so long. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** A name in the target's folder; no longer than a few dozen characters, however long the target's is. */
export const nameBeside = (target: string, tag: string, suffix: Suffix): string =>
  join(dirname(target), `.caffe-lint-${machine()}-${process.pid}-${tag}.${suffix}`);

const swept = new Set<string>();

/** Remove what is left over in a folder; once per folder and process. What cannot be removed stays. */
export function sweep(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of namesIn(folder)) {
    const [, owner, pid, sum, suffix] = NAME.exec(name) ?? [];
    if (owner === undefined) continue;
    const path = join(folder, name);
    try {
      const over =
        owner === machine() ? !isRunning(Number(pid)) : statSync(path).mtimeMs < Date.now() - DAY_MS;
      // An old file that is not what it was holds what somebody wrote into it: that is not ours to remove.
      if (over && (suffix === 'tmp' || sumOf(path) === sum)) unlinkSync(path);
    } catch {
      // Another run was quicker, or it is not ours.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The first 16 hexadecimal digits of a text's SHA-256. */
export const sum16 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const sumOf = (path: string): string => sum16(readFileSync(path));

/** Whether a process runs; our own writes nothing before it has swept. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

let known: string | undefined;

/** The machine and, on Linux, the namespace that process numbers count in: containers share folders. */
function machine(): string {
  let namespace = '';
  try {
    namespace = known === undefined ? readlinkSync('/proc/self/ns/pid') : '';
  } catch {
    // There are none.
  }
  return (known ??= sum16(Buffer.from(`${hostname()}\0${namespace}`)).slice(0, 8));
}
