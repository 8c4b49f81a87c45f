/** Lines → runs. Takes one line at a time, so that a log can be read while it grows. */
import { Collector } from './collector.js';
import { readLine } from './line.js';
import type { LogLine } from './line.js';
import { emptyRun } from './run.js';
import type { LogRun } from './run.js';

/** Runs kept of one file; of more, the last ones and a count of the others. */
const MAX_RUNS = 64;

/** Lines without a thread number: a second run that has printed this much alone has replaced the first. */
const REPLACED_AFTER = 6;

/**
 * Which run a line belongs to: glog prints the thread, so each thread has its run. Where the thread
 * is not there (output of a wrapper), the iteration numbers tell.
 */
export class LogReader {
  private readonly collectors: Collector[] = [];
  private readonly owners = new Map<string, Collector>();
  private lanes: Collector[] = [];
  /** The run whose set-up is being printed, or was printed last. */
  private newest: Collector | undefined;
  /** The run that printed a loss last, and the one that printed anything of its training. */
  private lastFed: Collector | undefined;
  private speaking: Collector | undefined;
  private mode: 'CPU' | 'GPU' | undefined;
  private lastText = '';
  private lines = 0;
  private made = 0;
  /** Runs that were dropped because the file holds too many. */
  droppedRuns = 0;
  /** Lines that carry glog's header, or a training line: is this a Caffe log at all? */
  recognised = 0;

  /** Read the next line. */
  push(raw: string): void {
    this.lines++;
    const line = readLine(raw);
    if (line.header || line.kind !== 'other') this.recognised++;
    if (!line.header && line.kind === 'other') {
      this.newest?.text(line.text, this.lines);
      return;
    }
    this.newest?.endText();
    if (line.kind === 'mode') this.mode = line.mode;
    // Most lines of a log say nothing about a run; they must not begin one either.
    if (line.kind === 'other') return;
    if (this.isRepeated(line)) return;
    const target = this.target(line);
    target.run.lastLine = this.lines;
    target.take(line);
  }

  /** The runs read so far; the last one may still be growing. */
  get runs(): LogRun[] {
    return this.collectors.map((c) => c.run);
  }

  /** The log has ended. */
  finish(): LogRun[] {
    this.newest?.endText();
    return this.runs;
  }

  /** The same training line twice in a row: one file received two log destinations. */
  private isRepeated(line: LogLine): boolean {
    const counted = line.kind === 'loss' || line.kind === 'rate';
    if (!counted) return false;
    const same = line.text === this.lastText;
    this.lastText = line.text;
    if (same && this.lastFed) this.lastFed.run.repeatedLines++;
    return same;
  }

  private target(line: LogLine): Collector {
    const source = line.header?.source ?? '';
    if (line.kind === 'solver-text') return this.begin(source);
    const training = line.kind === 'loss' || line.kind === 'rate' || line.kind === 'testing';
    let target = source !== '' ? this.owners.get(source) : training ? this.lane(line) : this.current();
    if (!target || (training && this.restarts(target, line.iteration))) {
      const free = this.newest && (!this.newest.started || !training);
      target = free ? this.newest! : this.open();
      // A thread is bound to a run by what only the solver prints; others come and go.
      if (training) this.bind(source, target);
    }
    if (training) this.speaking = target;
    if (line.kind === 'loss') this.note(target);
    return target;
  }

  /** Whose a line is that does not say it: the run being set up, else the one that printed last. */
  private current(): Collector | undefined {
    return this.newest && !this.newest.started ? this.newest : (this.speaking ?? this.newest);
  }

  private begin(source: string): Collector {
    if (source === '') this.lanes = [];
    const former = this.owners.get(source);
    if (former) for (const [key, owner] of this.owners) if (owner === former) this.owners.delete(key);
    const collector = this.newest && this.newest.untouched ? this.newest : this.open();
    this.bind(source, collector);
    return collector;
  }

  private bind(source: string, collector: Collector): void {
    collector.run.source ??= source === '' ? undefined : source;
    if (source !== '') {
      this.owners.set(source, collector);
      // Data threads leave a name behind each; what is remembered stays small.
      if (this.owners.size > 256) this.owners.delete(this.owners.keys().next().value!);
    } else if (!this.lanes.includes(collector)) this.lanes.push(collector);
  }

  private open(): Collector {
    const collector = new Collector(emptyRun(this.made++, Math.max(1, this.lines)));
    this.collectors.push(collector);
    if (this.collectors.length > MAX_RUNS) {
      const [gone] = this.collectors.splice(0, 1);
      this.droppedRuns++;
      for (const [key, owner] of this.owners) if (owner === gone) this.owners.delete(key);
      this.lanes = this.lanes.filter((lane) => lane !== gone);
    }
    collector.run.mode = this.mode;
    this.newest = collector;
    return collector;
  }

  /** Iteration numbers that go back are a new start; the thread may have the number of the former run. */
  private restarts(target: Collector, iteration: number): boolean {
    const last = target.run.train.last?.iteration;
    return last !== undefined && iteration < last;
  }

  /** Among runs without a thread number: the one that this iteration follows most closely. */
  private lane({ kind, iteration }: { kind: string; iteration: number }): Collector | undefined {
    const lastOf = (c: Collector) => c.run.train.last?.iteration ?? -1;
    // A process prints one loss per iteration; its rate and its tests may follow at the same.
    const fits = this.lanes.filter(
      (c) => lastOf(c) < iteration || (kind !== 'loss' && lastOf(c) === iteration),
    );
    if (fits.length < 2) return fits[0];
    if (kind !== 'loss' && this.lastFed && fits.includes(this.lastFed)) return this.lastFed;
    const gap = (c: Collector) => iteration - lastOf(c);
    const least = Math.min(...fits.map(gap));
    const nearest = fits.filter((c) => gap(c) === least);
    if (nearest.length === 1 || this.lastFed === undefined) return nearest[0];
    return nearest.find((c) => c !== this.lastFed) ?? nearest[0];
  }

  /** Two runs that print in turn are two processes writing into one file. */
  private note(target: Collector): void {
    const former = this.lastFed;
    this.lastFed = target;
    target.inARow = former === target ? target.inARow + 1 : 1;
    if (target.inARow > REPLACED_AFTER && this.lanes.length > 1) this.lanes = [target];
    if (!former || former === target || !target.started) return;
    target.run.interleaved = true;
    former.run.interleaved = true;
  }
}

/** Read a whole log. Streams are split by `linesOf`. */
export async function readLog(lines: AsyncIterable<string> | Iterable<string>): Promise<LogRun[]> {
  const reader = new LogReader();
  for await (const line of lines) reader.push(line);
  return reader.finish();
}
