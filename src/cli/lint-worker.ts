/** The part of a run that a worker thread does: one group of files at a time, linted as the main thread would. */
import { plainOf } from '../lint/linted-file.js';
import type { PlainFile } from '../lint/linted-file.js';
import { lintFiles } from '../lint/linter.js';
import { SourceText } from '../text/source-text.js';
import { Configured } from './configured.js';
import type { ConfigFlags, RuleRunFlags } from './configured.js';
import type { Problem } from './files.js';
import { netFinder } from './inputs.js';

export type WorkerFlags = ConfigFlags & RuleRunFlags;
type PlainText = Pick<SourceText, 'path' | 'text' | 'encoding'>;

export interface Task {
  flags: WorkerFlags;
  files: readonly PlainText[];
  nets: readonly PlainText[];
}

export interface Answer {
  files: PlainFile[];
  /** What of the configuration could not be read so far. */
  notes: readonly Problem[];
}

let configured: Configured | undefined;

/** Lint a group; a worker serves one run, so the flags are those of its first task. */
export async function lintGroup({ flags, files, nets }: Task): Promise<Answer> {
  configured ??= new Configured(flags, flags);
  const settings = configured;
  const [own, others] = [files, nets].map((texts) =>
    texts.map(({ path, text, encoding }) => new SourceText(path, text, encoding)),
  ) as [SourceText[], SourceText[]];
  await settings.prepare([...own, ...others].map((s) => s.path));
  const findNet = netFinder([...own, ...others]);
  const results = lintFiles(
    own,
    (source) => settings.optionsFor(source.path),
    (solver, path) => findNet(solver.path, path),
  );
  return { files: results.map(plainOf), notes: settings.notes };
}
