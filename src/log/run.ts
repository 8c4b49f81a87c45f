/** What was read of one training run. */
import { Series } from './series.js';

/** One output of a net (a loss, an accuracy, anything that no layer consumes). */
export interface Output {
  phase: 'TRAIN' | 'TEST';
  /** Which test net; 0 in training. */
  net: number;
  name: string;
  /** Loss weight; undefined for outputs that are no loss. */
  weight: number | undefined;
  /** Unweighted values; of an output with several elements, their mean. */
  series: Series;
}

/** A net or solver as Caffe printed it before the run. */
export interface PrintedText {
  text: string;
  /** glog cuts a message at 30000 characters, which deep nets exceed. */
  truncated: boolean;
  /** Line of the log, from 1, that its first line stands in; the others follow without a gap. */
  firstLine: number;
}

export interface PrintedNet extends PrintedText {
  phase: 'TRAIN' | 'TEST';
}

/** Layer as its set-up was printed: wiring and shapes, there even where the net's text was cut. */
export interface WiredLayer {
  name: string;
  type?: string;
  bottoms: string[];
  tops: string[];
  shapes: number[][];
  lossWeights: number[];
}

export type Ending =
  /** "Optimization Done". */
  | 'finished'
  /** "Optimization stopped early" (a signal). */
  | 'stopped'
  /** A failed CHECK, a signal's stack trace, an exception. */
  | 'crashed'
  /** The log simply ends: it was cut, or the run is still going. */
  | 'open';

export interface LogRun {
  /** From 0, in the order in which the runs begin. */
  index: number;
  /** Lines of the log, from 1. */
  firstLine: number;
  lastLine: number;
  netName: string | undefined;
  /** Process or thread that printed, as far as the log tells. */
  source: string | undefined;
  mode: 'CPU' | 'GPU' | undefined;
  solver: PrintedText | undefined;
  /** First training net and first test nets, as printed. */
  nets: PrintedNet[];
  /** Layers of the training net in order of set-up. */
  wiring: WiredLayer[];
  /** Total loss as printed behind "Iteration N", averaged by Caffe over `average_loss` iterations. */
  train: Series;
  rate: Series;
  outputs: Output[];
  fineTunedFrom: string[];
  resumedFrom: string | undefined;
  snapshots: number;
  ending: Ending;
  /** The message it died of. */
  fatal: string | undefined;
  /** Lines of another process stand between this run's. */
  interleaved: boolean;
  /** The same line printed twice in a row, as with two log destinations in one file. */
  repeatedLines: number;
  /** Lines of `caffe test`, which is no training. */
  testBatches: number;
  /** Outputs beyond those kept. */
  droppedOutputs: number;
}

/** Kept per run, so that a log of any content stays in bounded memory. */
export const MAX_OUTPUTS = 48;

export function emptyRun(index: number, firstLine: number): LogRun {
  return {
    index,
    firstLine,
    lastLine: firstLine,
    netName: undefined,
    source: undefined,
    mode: undefined,
    solver: undefined,
    nets: [],
    wiring: [],
    train: new Series(),
    rate: new Series(512, 256),
    outputs: [],
    fineTunedFrom: [],
    resumedFrom: undefined,
    snapshots: 0,
    ending: 'open',
    fatal: undefined,
    interleaved: false,
    repeatedLines: 0,
    testBatches: 0,
    droppedOutputs: 0,
  };
}

/** The output of that phase, net and name, made at its first appearance; undefined when there are too many. */
export function outputOf(
  run: LogRun,
  key: { phase: 'TRAIN' | 'TEST'; net: number; name: string; weight: number | undefined },
): Output | undefined {
  const { phase, net, name, weight } = key;
  let output = run.outputs.find((o) => o.name === name && o.phase === phase && o.net === net);
  if (!output) {
    if (run.outputs.length >= MAX_OUTPUTS) {
      run.droppedOutputs++;
      return undefined;
    }
    output = { phase, net, name, weight, series: new Series(512, 256) };
    run.outputs.push(output);
  }
  if (weight !== undefined) output.weight = weight;
  return output;
}

/** Learning rate that was in force at an iteration; undefined before the first that is known. */
export function rateAt(run: LogRun, iteration: number): number | undefined {
  let rate: number | undefined;
  for (const point of run.rate.points()) {
    if (point.iteration > iteration) break;
    rate = point.value;
  }
  return rate;
}
