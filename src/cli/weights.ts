/** Trained weights on disk: found as Caffe finds them, read once, and never a reason to stop. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { TrainedWeights } from '../analysis/trained.js';
import { ModelError, readModel, type TrainedModel } from '../weights/caffemodel.js';
import { realPath, reasonOf, shownPath, type Problem } from './files.js';
import { findNetFile } from './net-file.js';
import { SettingsError } from './settings.js';

/** Models by real path, size and time of change: an editor's process asks again and again. */
const known = new Map<string, TrainedModel | string>();

/** Read a model; or why it cannot be, in one sentence. */
function read(path: string): TrainedModel | string {
  let file: number | undefined;
  try {
    // Opening a pipe would wait for somebody to write to it.
    const stat = statSync(path);
    if (!stat.isFile()) return 'not a file';
    const key = `${realPath(path)}\0${stat.size}\0${stat.mtimeMs}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    file = openSync(path, 'r');
    const answer = decode(path, file, stat.size);
    known.set(key, answer);
    return answer;
  } catch (error) {
    return reasonOf(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function decode(path: string, file: number, size: number): TrainedModel | string {
  try {
    return readModel(shownPath(path), {
      size,
      read: (at, into) => readSync(file, into, 0, Math.min(into.length, Math.max(0, size - at)), at),
    });
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
}

/** Caffe takes several files in one value, separated by commas (LoadNetWeights in solver.cpp). */
const split = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export class WeightFiles {
  private readonly noted = new Map<string, Problem>();

  /** Files that are there and could not be read, each once. */
  get notes(): readonly Problem[] {
    return [...this.noted.values()];
  }

  /** @throws SettingsError when one of the files cannot be read: the user named them. */
  named(flag: string): TrainedWeights {
    const answers = split(flag).map((path) => ({ path, answer: read(path) }));
    if (answers.length === 0) throw new SettingsError('--weights takes the path of a .caffemodel');
    for (const { path, answer } of answers)
      if (typeof answer === 'string' && !/HDF5/.test(answer))
        throw new SettingsError(`--weights ${path}: ${answer}`);
    return this.collect(answers);
  }

  /** What a solver's fields name; undefined when they name nothing. */
  ofSolver(solver: string, fields: readonly string[]): TrainedWeights | undefined {
    const paths = fields.flatMap(split);
    if (paths.length === 0) return undefined;
    return this.collect(
      paths.map((path) => {
        const file = findNetFile(solver, path);
        return file === undefined ? { path, answer: undefined } : { path: file, answer: read(file) };
      }),
    );
  }

  /** What a configuration names; a file that is not there may be so on purpose. */
  ofSettings(path: string): TrainedWeights {
    const answer = read(path);
    return this.collect([{ path, answer: answer === 'no such file' ? undefined : answer }]);
  }

  private collect(
    answers: readonly { path: string; answer: TrainedModel | string | undefined }[],
  ): TrainedWeights {
    const models: TrainedModel[] = [];
    for (const { path, answer } of answers)
      if (typeof answer === 'string')
        this.noted.set(path, { path, reason: `${answer}; rules about fillers keep silent` });
      else if (answer) models.push(answer);
    return { models, unread: models.length < answers.length };
  }
}
