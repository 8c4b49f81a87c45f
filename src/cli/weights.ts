/** Trained weights on disk: found as Caffe finds them, read once, and never a reason to stop. */
import type { TrainedWeights } from '../analysis/trained.js';
import { ModelError, readModel, type TrainedModel } from '../weights/caffemodel.js';
import { bigFileReader } from './big-file.js';
import type { Problem } from './files.js';
import { findNetFile } from './net-file.js';
import { SettingsError } from './settings.js';

const read = bigFileReader(readModel, (error): error is ModelError => error instanceof ModelError);

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
