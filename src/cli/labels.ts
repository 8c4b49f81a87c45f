/** Lists of labelled images on disk: those of the settings, and those that ImageData layers name. */
import type { DataSource, SourceLabels } from '../analysis/knowledge.js';
import type { Settings } from '../config/settings.js';
import { LabelListError, readLabelList } from '../labels/label-list.js';
import { bigFileReader } from './big-file.js';
import type { Problem } from './files.js';
import { findNamedFile } from './net-file.js';

const isReason = (error: unknown): error is LabelListError => error instanceof LabelListError;

/** A list that only a net names should not cost more than a few seconds. */
const MOST_BYTES = 2 ** 30;
const readNamed = bigFileReader(readLabelList, isReason);
const readFound = bigFileReader(readLabelList, isReason, MOST_BYTES);

export class LabelFiles {
  private readonly noted = new Map<string, Problem>();

  /** Lists that are there and could not be read, each once. */
  get notes(): readonly Problem[] {
    return [...this.noted.values()];
  }

  /** The labels of a data layer: of the list that the settings give its source, else of the list that it reads itself. */
  of(labels: Settings['labels'], net: string, { type, source }: DataSource): SourceLabels | undefined {
    if (typeof labels === 'object' && Object.hasOwn(labels, source))
      return this.read(labels[source]!, readNamed, true);
    // ImageData reads a text; the other layers a data base.
    const found = type === 'ImageData' ? findNamedFile(net, source) : undefined;
    if (found !== undefined) return this.read(found, readFound, true);
    return typeof labels === 'string' ? this.read(labels, readNamed, false) : undefined;
  }

  private read(path: string, reader: typeof readNamed, own: boolean): SourceLabels | undefined {
    const answer = reader(path);
    if (typeof answer !== 'string') return { list: answer, own };
    // A list that is not at hand may be so on purpose.
    if (answer !== 'no such file')
      this.noted.set(path, { path, reason: `${answer}; rules about labels keep silent` });
    return undefined;
  }
}
