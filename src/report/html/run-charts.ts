/** The curves of a run: loss, what the tests say beside it, learning rate. */
import type { Diagnosis } from '../../log/diagnose.js';
import type { Output } from '../../log/run.js';
import type { Point } from '../../log/series.js';
import { shown } from '../../log/number.js';
import { median } from '../../log/statistics.js';
import type { RatePoint } from '../../solver/rate-points.js';
import type { Chart, Curve } from './charts.js';

/** As for the terminal's curve: from this ratio of largest to smallest on a logarithm shows more. */
const LOG_RANGE = 30;
/** Curves in one chart that an eye still tells apart. */
const MOST_CURVES = 6;
/** Losses from which a median is drawn through the noise, and the share of them it spans. */
const NOISY = 60;
const SPAN = 50;

/** Charts in the order of the page; those without two points are left out. */
export function runCharts(diagnosis: Diagnosis): Chart[] {
  return [
    lossChart(diagnosis),
    ...outputCharts(diagnosis),
    rateChart(diagnosis.evidence.run.rate.points()),
  ].filter((c) => c !== undefined);
}

function lossChart({ evidence }: Diagnosis): Chart | undefined {
  const { run, tests, expectation } = evidence;
  const train = run.train.points();
  if (train.length < 2) return undefined;
  const smooth = train.length >= NOISY ? smoothed(train) : undefined;
  const curves: Curve[] = [
    ...(smooth
      ? [
          { name: 'train, as printed', look: 'raw' as const, points: extremes(train) },
          { name: 'train, running median', look: 'train' as const, points: smooth },
        ]
      : [{ name: 'train', look: 'train' as const, points: train }]),
    ...(tests.loss.length > 0 ? [{ name: 'test', look: 'test' as const, points: tests.loss }] : []),
  ];
  const { chance, classes } = expectation;
  return {
    id: 'loss',
    title: 'Loss',
    height: 320,
    curves,
    logarithmic: wide(curves),
    levels:
      chance === undefined
        ? []
        : [
            {
              value: chance,
              name: `guessing${classes === undefined ? '' : ` among ${classes}`}: ${shown(chance)}`,
            },
          ],
  };
}

/** Where a point stands for several, also their extremes, so that no spike is lost. */
const extremes = (points: readonly Point[]): Point[] =>
  points.flatMap((p) =>
    p.count > 1 && p.max > p.value ? [p, { ...p, iteration: p.iteration + 0.5, value: p.max }] : [p],
  );

function smoothed(points: readonly Point[]): Pick<Point, 'iteration' | 'value'>[] {
  const half = Math.max(2, Math.floor(points.length / SPAN / 2));
  return points.map(({ iteration, value }, i) => {
    // A window that does not shrink on one side only, so that the ends are not pulled.
    const reach = Math.min(half, i, points.length - 1 - i);
    const near = points.slice(i - reach, i + reach + 1).map((p) => p.value);
    const finite = near.filter((v) => Number.isFinite(v));
    return { iteration, value: Number.isFinite(value) ? median(finite) : NaN };
  });
}

function wide(curves: readonly Curve[]): boolean {
  const values = curves.flatMap((c) => c.points.map((p) => p.value)).filter((v) => Number.isFinite(v));
  let least = Infinity;
  let most = -Infinity;
  for (const v of values) {
    least = Math.min(least, v);
    most = Math.max(most, v);
  }
  return least > 0 && most / least > LOG_RANGE;
}

/** Outputs of the tests that are no loss, those between 0 and 1 together; and the losses of several heads. */
function outputCharts({ evidence }: Diagnosis): Chart[] {
  const { outputs } = evidence.run;
  const shares = outputs.filter((o) => o.weight === undefined && o.series.count > 0 && share(o));
  const heads = outputs.filter((o) => o.weight !== undefined && o.series.count > 1);
  const several = heads.filter((o) => heads.some((p) => p !== o && p.phase === o.phase && p.net === o.net));
  const curvesOf = (all: readonly Output[]): Curve[] =>
    all.slice(0, MOST_CURVES).map((o) => ({
      name: `${o.name}, ${o.phase.toLowerCase()}${o.net > 0 ? ` net ${o.net}` : ''}`,
      look: o === evidence.tests.accuracy ? 'accuracy' : 'other',
      points: o.series.points(),
    }));
  const charts: Chart[] = [];
  if (shares.length > 0)
    charts.push({
      id: 'accuracy',
      title: 'Accuracy',
      height: 220,
      curves: curvesOf(shares),
      logarithmic: false,
    });
  if (several.length > 0) {
    const curves = curvesOf(several);
    charts.push({ id: 'heads', title: 'Losses by output', height: 220, curves, logarithmic: wide(curves) });
  }
  return charts;
}

const share = ({ name, series }: Output): boolean =>
  !/loss/i.test(name) && series.min >= 0 && series.max <= 1;

/** The learning rate; undefined without points. */
export function rateChart(
  points: readonly (Pick<Point, 'iteration' | 'value'> | RatePoint)[],
): Chart | undefined {
  const curve = points.map((p) => ('rate' in p ? { iteration: p.iteration, value: p.rate } : p));
  if (curve.length < 2) return undefined;
  const curves: Curve[] = [{ name: 'learning rate', look: 'rate', points: curve }];
  return { id: 'rate', title: 'Learning rate', height: 170, curves, logarithmic: wide(curves) };
}
