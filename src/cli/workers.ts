/** Worker threads that share the work of a large run. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Tinypool } from 'tinypool';
import type { Group } from '../lint/groups.js';
import { filesOf } from '../lint/linted-file.js';
import { sizeOf } from './apart.js';
import type { GroupLinter } from './apart.js';
import type { Problem } from './files.js';
import type { Answer, Task, WorkerFlags } from './lint-worker.js';
import { SettingsError } from './settings.js';

export interface ConcurrencyFlags {
  concurrency: string;
}

/** Characters of text for each worker. Below it, starting one (it loads the program and warms up anew) takes as long as it would save. */
const WORTH = 500_000;
/**
 * Cores for each worker: V8 compiles and collects garbage beside it, so that one is busy on 1.4 cores
 * (`bench/run.mjs --only corpus`: CPU over seconds without worker threads).
 */
const CORES = 1.4;
/** More than this and the main thread, which reads and reports, is what they wait for. */
const MOST = 16;

/**
 * How many workers a run gets; 0: the main thread does it all.
 * @param flag Value of `--concurrency`: auto, off, or a number.
 * @throws SettingsError for anything else.
 */
export function workerCount(flag: string, groups: readonly Group[], cores = availableParallelism()): number {
  const asked = flag === 'off' ? 0 : flag === 'auto' ? Infinity : Number(flag);
  if (!(asked >= 0) || (flag !== 'auto' && !Number.isInteger(asked)) || flag.trim() === '')
    throw new SettingsError(`--concurrency ${flag}: takes auto, off, or how many workers`);
  if (flag !== 'auto') return asked > 1 ? Math.min(asked, groups.length) : 0;
  const size = groups.reduce((sum, group) => sum + sizeOf(group), 0);
  const count = Math.min(Math.floor(cores / CORES), MOST, groups.length, Math.floor(size / WORTH));
  return count > 1 ? count : 0;
}

export class Workers {
  private pool: Promise<Tinypool | undefined> | undefined;
  private readonly told = new Map<string, Problem>();

  constructor(
    private readonly flags: WorkerFlags,
    private readonly count: number,
  ) {}

  /** Problems that the workers met while they read the configuration. */
  get notes(): readonly Problem[] {
    return [...this.told.values()];
  }

  /** Lint a group; undefined where no worker could, so that the main thread does and says why. */
  readonly lint: GroupLinter = async (group) => {
    const pool = await (this.pool ??= this.start());
    if (!pool) return undefined;
    const plain = ({ path, text, encoding }: Group['files'][number]): Task['files'][number] => ({
      path,
      text,
      encoding,
    });
    const task: Task = { flags: this.flags, files: group.files.map(plain), nets: group.nets.map(plain) };
    let answer: Answer;
    try {
      answer = (await pool.run(task)) as Answer;
    } catch {
      return undefined;
    }
    for (const note of answer.notes) this.told.set(`${note.path}\0${note.reason}`, note);
    const texts = new Map([...group.files, ...group.nets].map((s) => [s.path, s]));
    return filesOf(answer.files, (path) => texts.get(path));
  };

  async end(): Promise<void> {
    await (await this.pool)?.destroy();
  }

  /** The bundle may be copied without the packages around it; then there are no workers. */
  private async start(): Promise<Tinypool | undefined> {
    try {
      const { importModule } = await import('../config/import-module.js');
      const { Tinypool: Pool } = (await importModule('tinypool')) as unknown as { Tinypool: typeof Tinypool };
      const filename = fileURLToPath(new URL('worker.cjs', import.meta.url));
      return new Pool({ filename, minThreads: this.count, maxThreads: this.count });
    } catch {
      return undefined;
    }
  }
}
