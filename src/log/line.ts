/** One line of a log → what it says. Formats: `solver.cpp`, `net.cpp`, `sgd_solver.cpp` and `caffe.cpp` of BVLC from 2013 on, NVIDIA's and Intel's. */
import { readNumber } from './number.js';

/** What glog prints in front of a message. */
export interface Header {
  level: 'I' | 'W' | 'E' | 'F';
  /** Thread that printed, with what stands before the header (an MPI rank, a host): who is speaking. */
  source: string;
}

export type LogLine = { header: Header | undefined; text: string } & LineContent;

export type LineContent =
  | { kind: 'loss'; iteration: number; value: number }
  | { kind: 'rate'; iteration: number; value: number }
  | { kind: 'testing'; iteration: number; net: number }
  | {
      kind: 'output';
      phase: 'TRAIN' | 'TEST';
      index: number;
      name: string;
      value: number;
      /** Absent for outputs that do not count towards the loss. */
      weight?: number;
    }
  | { kind: 'solver-text' | 'net-text' | 'net-done' | 'start' | 'done' | 'stopped' }
  | { kind: 'creating-net'; phase: 'TRAIN' | 'TEST' }
  | { kind: 'mode'; mode: 'CPU' | 'GPU' }
  | { kind: 'resumed' | 'fine-tuned' | 'snapshot' | 'net-name'; file: string }
  | { kind: 'layer'; layer: string; type?: string }
  | { kind: 'bottom' | 'top'; layer: string; blob: string }
  | { kind: 'shape'; shape: number[]; layer?: string }
  | { kind: 'loss-weight'; weight: number }
  | { kind: 'batch'; name: string; value: number }
  | { kind: 'killed'; signal: string }
  | { kind: 'killed'; signal: string }
  | { kind: 'fatal'; message: string }
  | { kind: 'other' };

const HEADER = /([IWEF])\d{4}(?:\d{4})? \d\d:\d\d:\d\d(?:\.\d+)?\s+(\d+) [\w.+/\\-]+:\d+\] ?/;
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Longest stretch before glog's header that is taken as a prefix (time stamps, ranks, hosts). */
const MAX_PREFIX = 120;

/** Read one line. Never throws; what says nothing about a run is `other`. */
export function readLine(raw: string): LogLine {
  const line = raw.includes('\u001b[') ? raw.replace(COLOURS, '') : raw;
  const found = HEADER.exec(line.length > 600 ? line.slice(0, 600) : line);
  if (!found || found.index > MAX_PREFIX)
    return { header: undefined, text: line, ...contentOf(line, undefined) };
  // Digits of a time stamp in the prefix differ from line to line and say nothing about the speaker.
  const prefix = line
    .slice(0, found.index)
    .replace(/\d+[-:./,T]\d[\d:.,T-]*/g, '')
    .trim();
  const header: Header = {
    level: found[1] as Header['level'],
    source: `${prefix}${prefix ? ' ' : ''}${found[2]!}`,
  };
  const text = line.slice(found.index + found[0].length);
  return { header, text, ...contentOf(text, header) };
}

const LOSS = /Iteration (\d+)(?: ?\([^)]*\))?(?:,[^=]*)?[, ]+loss ?[=:] ?(\S+)/;
const RATE = /Iteration (\d+),? lr ?= ?([^\s,]+)/;
const OUTPUT = /(Train|Test) net output #(\d+): (.+?) = (\S+)(?: \(\* (\S+) = \S+ loss\))?/;

function contentOf(text: string, header: Header | undefined): LineContent {
  if (text.includes('Iteration ')) {
    const loss = LOSS.exec(text);
    if (loss) return numbered('loss', loss);
    const rate = RATE.exec(text);
    if (rate) return numbered('rate', rate);
    const testing = /Iteration (\d+), Testing net(?: \(#(\d+)\))?/.exec(text);
    if (testing) return { kind: 'testing', iteration: Number(testing[1]), net: Number(testing[2] ?? 0) };
  }
  if (text.includes(' net output #')) {
    const output = OUTPUT.exec(text);
    if (!output) return { kind: 'other' };
    const value = readNumber(output[4]!);
    if (value === undefined) return { kind: 'other' };
    const weight = readNumber(output[5] ?? '');
    return {
      kind: 'output',
      phase: output[1] === 'Train' ? 'TRAIN' : 'TEST',
      index: Number(output[2]),
      name: output[3]!,
      value,
      ...(weight === undefined ? {} : { weight }),
    };
  }
  if (header?.level === 'F') return { kind: 'fatal', message: text.trim() };
  return wiringOf(text) ?? eventOf(text);
}

function numbered(kind: 'loss' | 'rate', match: RegExpExecArray): LineContent {
  const value = readNumber(match[2]!.replace(/,$/, ''));
  return value === undefined ? { kind: 'other' } : { kind, iteration: Number(match[1]), value };
}

function valued(text: string, make: (value: number) => LineContent): LineContent {
  const value = readNumber(text);
  return value === undefined ? { kind: 'other' } : make(value);
}

/** The lines of Net::Init: layers, blobs and shapes. */
function wiringOf(text: string): LineContent | undefined {
  const arrow = /^(\S+) (<-|->) (\S+)(?: \(in-place\))?\s*$/.exec(text);
  if (arrow) return { kind: arrow[2] === '<-' ? 'bottom' : 'top', layer: arrow[1]!, blob: arrow[3]! };
  const shape = /Top shape(?: for layer \d+ '([^']*)')?:? ((?:\d+ )*)\(\d+\)/.exec(text);
  if (shape) {
    const dims = shape[2]!.split(' ').filter(Boolean).map(Number);
    return { kind: 'shape', shape: dims, ...(shape[1] === undefined ? {} : { layer: shape[1] }) };
  }
  const weight = /^\s+with loss weight (\S+)/.exec(text);
  if (weight) return { kind: 'loss-weight', weight: readNumber(weight[1]!) ?? 1 };
  const typed = /Creating layer '(.*)' of type '(.*)'/.exec(text);
  if (typed) return { kind: 'layer', layer: typed[1]!, type: typed[2]! };
  const layer = /^(?:Creating Layer|Created Layer|Setting up) (\S+)/.exec(text);
  return layer ? { kind: 'layer', layer: layer[1]! } : undefined;
}

const DEATH =
  /^\*\*\* SIG|^double free|^free\(\)|^malloc|^terminate called|^\w*(Error|Exception): |out of memory|std::bad_alloc|^Segmentation fault|^Killed\b/;

function eventOf(text: string): LineContent {
  if (text.startsWith('Initializing solver from parameters')) return { kind: 'solver-text' };
  if (text.startsWith('Initializing net from parameters')) return { kind: 'net-text' };
  if (/^Network initialization done/i.test(text)) return { kind: 'net-done' };
  const creating = /^Creating (train|test)(?:ing)? net\b/.exec(text);
  if (creating) return { kind: 'creating-net', phase: creating[1] === 'train' ? 'TRAIN' : 'TEST' };
  const solving = /^Solving (.*)/.exec(text);
  if (solving) return { kind: 'net-name', file: solving[1]!.trim() };
  if (/^Starting Optimization\s*$/.test(text)) return { kind: 'start' };
  if (/Optimization Done\b/.test(text)) return { kind: 'done' };
  if (/Optimization stopped early/.test(text)) return { kind: 'stopped' };
  const file =
    /^(Resuming from|Restoring previous solver status from|Finetuning from|Snapshotting to(?: binary proto| HDF5)? file) (.*)/.exec(
      text,
    );
  if (file) {
    const kind = file[1]!.startsWith('F') ? 'fine-tuned' : file[1]!.startsWith('S') ? 'snapshot' : 'resumed';
    return { kind, file: file[2]!.trim() };
  }
  const mode = /^(?:Use |Using )(CPU|GPU)/.exec(text);
  if (mode) return { kind: 'mode', mode: mode[1] as 'CPU' | 'GPU' };
  const batch = /^Batch \d+, (.+?) = (\S+)/.exec(text);
  if (batch) return valued(batch[2]!, (value) => ({ kind: 'batch', name: batch[1]!, value }));
  // Caffe of 2013, and `test_compute_loss` since: results without "net output".
  const score = /^Test (score #(\d+)|loss): (\S+)/.exec(text);
  if (score)
    return valued(score[3]!, (value) => {
      const output = { kind: 'output', phase: 'TEST', name: score[1]!, value } as const;
      return score[2] === undefined
        ? { ...output, index: -1, weight: 1 }
        : { ...output, index: Number(score[2]) };
    });
  const killed = /^\*\*\* (SIGTERM|SIGINT|SIGHUP|SIGQUIT)\b/.exec(text);
  if (killed) return { kind: 'killed', signal: killed[1]! };
  return DEATH.test(text) ? { kind: 'fatal', message: text.trim() } : { kind: 'other' };
}
