/** The lines of one run → its record. */
import type { LogLine } from './line.js';
import { outputOf } from './run.js';
import type { LogRun, PrintedText, WiredLayer } from './run.js';

/** Longest net or solver text that is kept, in characters. */
const MAX_TEXT = 1 << 20;
const MAX_LAYERS = 20_000;
const MAX_NETS = 4;

export class Collector {
  /** Consecutive losses without one of another run in between. */
  inARow = 0;
  private collecting:
    { kind: 'solver' | 'net'; lines: string[]; length: number; firstLine: number } | undefined;
  private phase: 'TRAIN' | 'TEST' = 'TRAIN';
  private wired = false;
  private layer: WiredLayer | undefined;
  private lossIteration: number | undefined;
  private test = { iteration: 0, net: 0 };
  private lastOutput: { output: unknown; iteration: number; sum: number; n: number } | undefined;

  constructor(readonly run: LogRun) {}

  /** Whether a loss was read. */
  get started(): boolean {
    return this.run.train.count > 0;
  }

  /** Nothing was read yet that a run begins with. */
  get untouched(): boolean {
    const { solver, nets, train, outputs } = this.run;
    return !solver && nets.length === 0 && train.count === 0 && outputs.length === 0 && !this.collecting;
  }

  /** A line without glog's header: part of a printed net or solver, or chatter. */
  text(line: string, number: number): void {
    if (!this.collecting || this.collecting.length > MAX_TEXT) return;
    if (this.collecting.lines.length === 0) this.collecting.firstLine = number;
    this.collecting.lines.push(line);
    this.collecting.length += line.length + 1;
  }

  /** The printed text is over. */
  endText(): void {
    const done = this.collecting;
    if (!done) return;
    this.collecting = undefined;
    const text = done.lines.join('\n');
    const braces = (mark: string) => text.split(mark).length - 1;
    const truncated = done.length > MAX_TEXT || braces('{') !== braces('}');
    const printed: PrintedText = { text, truncated, firstLine: done.firstLine };
    if (done.kind === 'solver') {
      this.run.solver ??= printed;
      return;
    }
    const stated = /\bstate\s*\{[^}]*\bphase:\s*(TRAIN|TEST)/.exec(text.slice(0, 2000));
    const phase = (stated?.[1] as 'TRAIN' | 'TEST' | undefined) ?? this.phase;
    this.phase = phase;
    this.run.netName ??= /^\s*name:\s*"([^"]*)"/.exec(text)?.[1];
    // With several GPUs each net is printed once per GPU.
    const known = this.run.nets.filter((n) => n.phase === phase).length;
    if (known < (phase === 'TRAIN' ? 1 : MAX_NETS - 1) && !this.run.nets.some((n) => n.text === text))
      this.run.nets.push({ ...printed, phase });
  }

  take(line: LogLine): void {
    const { run } = this;
    switch (line.kind) {
      case 'solver-text':
        this.collecting = { kind: 'solver', lines: [], length: 0, firstLine: 0 };
        return;
      case 'net-text':
        this.collecting = { kind: 'net', lines: [], length: 0, firstLine: 0 };
        return;
      case 'creating-net':
        this.phase = line.phase;
        return;
      case 'net-done':
        if (this.phase === 'TRAIN' && run.wiring.length > 0) this.wired = true;
        return;
      case 'layer':
      case 'bottom':
      case 'top':
      case 'shape':
      case 'loss-weight':
        if (!this.wired && this.phase === 'TRAIN') this.wire(line);
        return;
      case 'loss':
        run.train.push(line.iteration, line.value);
        this.lossIteration = line.iteration;
        return;
      case 'rate':
        run.rate.push(line.iteration, line.value);
        return;
      case 'testing':
        this.test = { iteration: line.iteration, net: line.net };
        return;
      case 'output':
        this.output(line);
        return;
      default:
        this.event(line);
    }
  }

  private event(line: LogLine): void {
    const { run } = this;
    switch (line.kind) {
      case 'net-name':
        run.netName ??= line.file;
        return;
      case 'mode':
        run.mode = line.mode;
        return;
      case 'resumed':
        run.resumedFrom ??= line.file;
        return;
      case 'fine-tuned':
        if (run.fineTunedFrom.length < 8) run.fineTunedFrom.push(line.file.slice(0, 500));
        return;
      case 'snapshot':
        run.snapshots++;
        return;
      case 'batch':
        run.testBatches++;
        return;
      case 'done':
        if (run.ending === 'open') run.ending = 'finished';
        return;
      case 'stopped':
        run.ending = 'stopped';
        return;
      case 'fatal':
        // The first message is the cause; what comes behind it are the signal and the stack.
        run.fatal ??= line.message.slice(0, 500);
        if (run.ending !== 'finished') run.ending = 'crashed';
        return;
      case 'killed':
        run.fatal ??= `${line.signal} from outside`;
        if (run.ending === 'open') run.ending = 'stopped';
        return;
      default:
    }
  }

  /** Losses, accuracies and other outputs; of an output with many elements, their mean. */
  private output(line: LogLine & { kind: 'output' }): void {
    const test = line.phase === 'TEST';
    const iteration = test ? this.test.iteration : (this.lossIteration ?? 0);
    const { phase, name, weight } = line;
    const net = test ? this.test.net : 0;
    const output = outputOf(this.run, { phase, net, name, weight });
    if (!output) return;
    const last = this.lastOutput;
    if (last?.output === output && last.iteration === iteration) {
      last.sum += line.value;
      last.n++;
      output.series.replaceLast(last.sum / last.n);
      return;
    }
    output.series.push(iteration, line.value);
    this.lastOutput = { output, iteration, sum: line.value, n: 1 };
  }

  private wire(line: LogLine & { kind: 'layer' | 'bottom' | 'top' | 'shape' | 'loss-weight' }): void {
    const name = line.kind === 'loss-weight' ? undefined : line.layer;
    if (name !== undefined && name !== this.layer?.name) {
      this.layer = this.run.wiring.findLast((l) => l.name === name);
      if (!this.layer && this.run.wiring.length < MAX_LAYERS) {
        this.layer = { name, bottoms: [], tops: [], shapes: [], lossWeights: [] };
        this.run.wiring.push(this.layer);
      }
    }
    const { layer } = this;
    if (!layer) return;
    if (line.kind === 'layer' && line.type !== undefined) layer.type = line.type;
    else if (line.kind === 'bottom') layer.bottoms.push(line.blob);
    else if (line.kind === 'top') layer.tops.push(line.blob);
    else if (line.kind === 'shape') layer.shapes.push(line.shape);
    else if (line.kind === 'loss-weight') layer.lossWeights.push(line.weight);
  }
}
