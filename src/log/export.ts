/** The parsed run for other programs. */
import { diagnose } from './diagnose.js';
import type { Diagnosis } from './diagnose.js';
import { headline } from './headline.js';
import type { LogRun, Output } from './run.js';
import type { Series } from './series.js';

/** Values as JSON has them: NaN and infinities, which JSON lacks, are null. */
export interface JsonSeries {
  iteration: number[];
  value: (number | null)[];
  /** Where one point stands for several: their extremes. */
  min?: (number | null)[];
  max?: (number | null)[];
}

const number = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

function seriesOf(series: Series): JsonSeries {
  const points = series.points();
  const json: JsonSeries = {
    iteration: points.map((p) => p.iteration),
    value: points.map((p) => number(p.value)),
  };
  if (!series.thinned) return json;
  return { ...json, min: points.map((p) => number(p.min)), max: points.map((p) => number(p.max)) };
}

const outputOf = ({ phase, net, name, weight, series }: Output) => ({
  phase,
  net,
  name,
  lossWeight: weight ?? null,
  ...seriesOf(series),
});

/** One run with its diagnosis as plain data. Field names are a contract; see docs/logs.md. */
export function runToJson(run: LogRun, diagnosis: Diagnosis = diagnose(run)) {
  const { evidence, divergence } = diagnosis;
  const { curve, tests, expectation, solver } = evidence;
  return {
    index: run.index,
    lines: [run.firstLine, run.lastLine],
    net: run.netName ?? null,
    verdict: diagnosis.verdict,
    confidence: diagnosis.confidence,
    headline: headline(diagnosis),
    reasons: diagnosis.reasons.map((r) => ({
      ...r,
      ...(r.value === undefined ? {} : { value: number(r.value) }),
    })),
    advice: diagnosis.advice,
    ending: run.ending,
    fatal: run.fatal ?? null,
    mode: run.mode ?? null,
    iterations: {
      first: number(run.train.first?.iteration),
      last: number(run.train.last?.iteration),
      max: number(solver?.maxIterations),
    },
    classes: expectation.classes ?? null,
    firstLoss: number(diagnosis.firstLoss),
    expectedFirstLoss: number(diagnosis.expectedFirstLoss),
    initialRate: number(diagnosis.initialRate),
    lastRate: number(diagnosis.lastRate),
    divergence: divergence
      ? {
          iteration: divergence.iteration,
          rate: number(divergence.rate),
          lastGood: divergence.lastGood
            ? { iteration: divergence.lastGood.iteration, loss: number(divergence.lastGood.loss) }
            : null,
        }
      : null,
    train: curve
      ? {
          level: number(curve.level),
          best: { iteration: curve.best.iteration, loss: number(curve.best.value) },
          flatSince: curve.flatSince,
          recent: curve.recent,
          whole: curve.whole,
        }
      : null,
    test:
      tests.level === undefined
        ? null
        : {
            level: number(tests.level),
            best: tests.best ?? null,
            trend: tests.trend ?? null,
            accuracy: number(tests.lastAccuracy),
          },
    resumedFrom: run.resumedFrom ?? null,
    fineTunedFrom: run.fineTunedFrom,
    interleaved: run.interleaved,
    series: {
      loss: seriesOf(run.train),
      rate: seriesOf(run.rate),
      outputs: run.outputs.map(outputOf),
    },
  };
}

/** RFC 4180. What a spreadsheet would take for a formula stays text. */
const field = (text: string): string => {
  const safe = /^[=+@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/**
 * The series of a run, one value per row: `iteration,phase,net,output,value,min,max,count`. The total
 * loss is the output `loss` of phase TRAIN with an empty `net`, the learning rate `lr`; `count` is how
 * many printed values a row stands for. NaN and infinities are written `nan`, `inf`, `-inf`.
 */
export function toCsv(run: LogRun): string {
  const rows = ['iteration,phase,net,output,value,min,max,count'];
  const add = (phase: string, net: string, name: string, series: Series) => {
    for (const p of series.points())
      rows.push(
        [p.iteration, phase, net, field(name), text(p.value), text(p.min), text(p.max), p.count].join(','),
      );
  };
  add('TRAIN', '', 'loss', run.train);
  add('TRAIN', '', 'lr', run.rate);
  for (const output of run.outputs) add(output.phase, String(output.net), output.name, output.series);
  return `${rows.join('\n')}\n`;
}

const text = (value: number): string =>
  Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
