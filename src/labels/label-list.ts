/**
 * A list of labelled images as ImageData and convert_imageset read it, one "path label" a line:
 * `find_last_of(' ')` and `atoi` of what stands behind it (image_data_layer.cpp, DataLayerSetUp).
 * Read as a stream: memory grows with the number of different labels, not of lines.
 */
import type { ByteSource } from '../weights/wire.js';

/** Where a label stands first, and how often. */
export interface LabelUse {
  label: number;
  line: number;
  count: number;
}

export interface LabelList {
  /** The file, as messages name it. */
  path: string;
  /** Images: lines. */
  count: number;
  /** Each label, or those with the least and the greatest number where there are too many. */
  labels: LabelUse[];
  /** `labels` holds each of them. */
  complete: boolean;
  /** How many runs of equal labels there are of each length. */
  runs: ReadonlyMap<number, number>;
  /** Lines without a number behind a last space, for which Caffe takes 0: how many, and the first. */
  unlabelled: { count: number; line: number };
}

/** The file holds no list that can be read; the message says why, for the user. */
export class LabelListError extends Error {}

/** More different labels than this are identities rather than classes; only the extremes are kept. */
const MOST_LABELS = 1 << 16;
const CHUNK = 1 << 20;

const [NEWLINE, SPACE, MINUS, PLUS] = [0x0a, 0x20, 0x2d, 0x2b];
/** isspace, but for the space that separates and the line feed that ends. */
const isBlank = (byte: number): boolean => byte === 0x09 || (byte >= 0x0b && byte <= 0x0d);

/**
 * Read a list, chunk by chunk.
 * @param path The file, as messages name it.
 * @throws LabelListError for what is no list.
 */
export function readLabelList(path: string, source: ByteSource): LabelList {
  const tally = new Tally();
  const number = new Atoi();
  const chunk = new Uint8Array(CHUNK);
  let spaced = false;
  let open = false;
  for (let at = 0; at < source.size;) {
    const filled = source.read(at, chunk);
    if (filled === 0) break;
    for (let i = 0; i < filled; i++) {
      const byte = chunk[i]!;
      if (byte === NEWLINE) {
        tally.add(number.value, spaced && number.digits);
        number.reset();
        spaced = open = false;
        continue;
      }
      if (byte === 0) throw new LabelListError(`not a list of images: byte ${at + i} is NUL`);
      open = true;
      if (byte === SPACE) {
        spaced = true;
        number.reset();
      } else number.read(byte);
    }
    at += filled;
  }
  if (open) tally.add(number.value, spaced && number.digits);
  if (tally.count === 0) throw new LabelListError('the list is empty');
  return tally.list(path);
}

/** atoi of the bytes since the last reset. */
class Atoi {
  digits = false;
  private sign = 0;
  private done = false;
  private magnitude = 0;

  /** As an int: numbers beyond it lose their upper bits. */
  get value(): number {
    return (this.sign < 0 ? -this.magnitude : this.magnitude) | 0;
  }

  reset(): void {
    this.digits = this.done = false;
    this.sign = this.magnitude = 0;
  }

  read(byte: number): void {
    if (this.done) return;
    if (byte >= 0x30 && byte <= 0x39) {
      this.magnitude = (this.magnitude * 10 + byte - 0x30) % 2 ** 32;
      this.digits = true;
    } else if (!this.digits && this.sign === 0 && (byte === MINUS || byte === PLUS))
      this.sign = byte === MINUS ? -1 : 1;
    else if (this.digits || this.sign !== 0 || !isBlank(byte)) this.done = true;
  }
}

class Tally {
  count = 0;
  private readonly unlabelled = { count: 0, line: 0 };
  private readonly uses = new Map<number, LabelUse>();
  private complete = true;
  private least: LabelUse | undefined;
  private most: LabelUse | undefined;
  private readonly runs = new Map<number, number>();
  private current: number | undefined;
  private run = 0;

  add(label: number, labelled: boolean): void {
    this.count++;
    if (!labelled && this.unlabelled.count++ === 0) this.unlabelled.line = this.count;
    if (label === this.current) this.run++;
    else {
      this.endRun();
      this.current = label;
      this.run = 1;
    }
    const use = this.uses.get(label) ?? { label, line: this.count, count: 0 };
    if (use.count === 0 && this.uses.size < MOST_LABELS) this.uses.set(label, use);
    else if (use.count === 0) this.complete = false;
    use.count++;
    if (!this.least || label < this.least.label) this.least = use;
    if (!this.most || label > this.most.label) this.most = use;
  }

  private endRun(): void {
    if (this.run > 0) this.runs.set(this.run, (this.runs.get(this.run) ?? 0) + 1);
    this.run = 0;
  }

  list(path: string): LabelList {
    this.endRun();
    const { count, complete, runs, unlabelled } = this;
    const labels = complete ? [...this.uses.values()] : [this.least!, this.most!];
    return { path, count, labels, complete, runs, unlabelled };
  }
}

/** Labels that are no class from 0 to `classes` - 1, but for those that a layer ignores; the first of the list first. */
export const outside = (list: LabelList, classes: number, ignored?: number): LabelUse[] =>
  list.labels
    .filter(({ label }) => (label < 0 || label >= classes) && label !== ignored)
    .sort((a, b) => a.line - b.line);

/** Share of the images that stand in a run of more than `length` equal labels. */
export function shareInRuns({ runs, count }: LabelList, length: number): number {
  let within = 0;
  for (const [run, times] of runs) if (run > length) within += run * times;
  return within / count;
}

/**
 * The same share where the list is in random order: with the share p of a label, its runs are
 * geometric, and an image of it stands in one of more than n with probability pⁿ (1 + n (1 - p)).
 */
export const shareWhenShuffled = ({ labels, count }: LabelList, length: number): number =>
  labels.reduce((sum, use) => {
    const p = use.count / count;
    return sum + p * p ** length * (1 + length * (1 - p));
  }, 0);
