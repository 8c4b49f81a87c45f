/** The table that `caffe-lint inspect` shows to people. */
import type { Numbers } from '../analysis/numbers.js';
import type { ShapedLayer, ShapedNet } from '../analysis/shapes.js';
import { sparkline } from '../log/sparkline.js';
import { count, isKnown, showShape } from '../shapes/shape.js';
import { shownNumber } from '../solver/facts.js';
import { startsInWords } from '../training/words.js';
import { coverage, gradientOf, updateOf, type TrainingFigures } from './inspect.js';

/** One line of the table; a number that is not known is undefined. */
export interface InspectedRow {
  layer: string;
  type: string;
  bottoms: string[];
  tops: string[];
  shapes: string[];
  params: number | undefined;
  macs: number | undefined;
  /** Bytes of the values of the tops it does not write in-place, as 4-byte floats. */
  memory: number | undefined;
}

export interface InspectedTotals {
  params: number | undefined;
  macs: number | undefined;
  memory: number | undefined;
  /** Layers whose shapes are not known, so that the totals do not count them. */
  unknown: number;
}

const BYTES = 4;

/** Rows and totals of the table; totals sum what is known. */
export function inspectRows(net: ShapedNet): { rows: InspectedRow[]; totals: InspectedTotals } {
  const rows = net.layers.map(rowOf);
  const sum = (key: 'macs' | 'memory'): number => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
  const unknown = rows.filter((row) => row.memory === undefined).length;
  return { rows, totals: { params: net.paramCount, macs: sum('macs'), memory: sum('memory'), unknown } };
}

function rowOf(layer: ShapedLayer): InspectedRow {
  const { node } = layer;
  let memory: number | undefined = 0;
  node.tops.forEach((top, i) => {
    if (top.inPlaceOf) return;
    const elements = count(layer.tops[i]);
    memory = memory === undefined || !isKnown(elements) ? undefined : memory + elements * BYTES;
  });
  return {
    layer: node.name,
    type: node.type,
    bottoms: [...node.bottomNames],
    tops: node.tops.map((top) => top.name),
    shapes: layer.tops.map(showShape),
    params: ownParams(layer),
    macs: layer.macs,
    memory,
  };
}

/** Elements of the parameters that no earlier layer owns. */
function ownParams(layer: ShapedLayer): number | undefined {
  if (!layer.paramsKnown) return undefined;
  let total = 0;
  for (const param of layer.params) {
    if (param.owner) continue;
    const elements = count(param.shape);
    if (!isKnown(elements)) return undefined;
    total += elements;
  }
  return total;
}

/** Characters of the learning rate's curve. */
export const CURVE = 40;

/** Decades of standard deviation that a bar spans, from 1e-4 to 1e4. */
const DECADES = 4;

/** "0.236 ####": the predicted standard deviation, and a bar on a logarithmic scale; healthy is the middle. */
function showStd(std: number | undefined): string {
  if (std === undefined) return '';
  if (!Number.isFinite(std)) return 'overflow';
  if (std === 0) return '0';
  const shown = std >= 1e4 || std < 1e-3 ? std.toExponential(1) : String(Number(std.toPrecision(3)));
  const length = Math.round(Math.min(DECADES, Math.max(-DECADES, Math.log10(std))) + DECADES);
  return `${shown.padEnd(7)} ${'#'.repeat(length)}`;
}

/**
 * The table as text, columns aligned, with a line of totals. With `numbers` also the standard
 * deviation that each layer's first top starts with, and the first loss; with `training` the gradient
 * that comes back to it, and what a solver makes of that.
 */
export function inspectTable(net: ShapedNet, numbers?: Numbers, training?: TrainingFigures): string {
  const { rows, totals } = inspectRows(net);
  const head = ['layer', 'type', 'bottoms', 'tops', 'shape', 'params', 'mult-adds', 'memory'];
  if (numbers) head.push('std at the start');
  if (training) head.push('gradient');
  if (training?.updates) head.push('first update');
  const strongest = Math.max(0, ...net.layers.map((l) => gradientOf(l.node.tops[0], training) ?? 0));
  const trainingOf = (i: number): string[] => {
    if (!training) return [];
    const { node } = net.layers[i]!;
    const cells = [
      showGradient(
        node.signature?.loss || node.bottoms.length === 0 ? undefined : gradientOf(node.tops[0], training),
        strongest,
      ),
    ];
    if (training.updates) cells.push(showUpdate(updateOf(numbers?.net.layers[i], training)));
    return cells;
  };
  const stdOf = (i: number): string[] => {
    const top = net.layers[i]!.node.tops[0];
    // A loss is one number; how it would vary over samples is not its spread.
    const known = top && !top.layer.signature?.loss ? numbers?.tops.get(top) : undefined;
    return numbers ? [showStd(known?.overflow ? Infinity : known?.std)] : [];
  };
  const body = rows.map((row, i) => [
    row.layer,
    row.type,
    row.bottoms.join(' '),
    row.tops.join(' '),
    row.shapes.join(', '),
    row.params === 0 ? '' : showCount(row.params),
    row.macs === 0 ? '' : showCount(row.macs),
    row.memory === 0 ? '(in-place)' : showBytes(row.memory),
    ...stdOf(i),
    ...trainingOf(i),
  ]);
  const foot = [
    'total',
    `${rows.length} layers`,
    '',
    '',
    totals.unknown > 0 ? `${totals.unknown} not known` : '',
    showCount(totals.params),
    showCount(totals.macs),
    showBytes(totals.memory),
    ...(numbers
      ? [numbers.loss === undefined ? '' : `first loss ${Number(numbers.loss.toPrecision(4))}`]
      : []),
    ...(training ? [''] : []),
    ...(training?.updates ? [''] : []),
  ];
  const table = [head, ...body, foot];
  const widths = head.map((_, column) =>
    table.reduce((width, line) => Math.max(width, line[column]!.length), 0),
  );
  const show = (line: string[]): string =>
    line
      .map((cell, column) =>
        column < 5 || column >= 8 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [
    show(head),
    rule,
    ...body.map(show),
    rule,
    show(foot),
    ...startLines(net),
    ...rateLines(training),
    ...simulationLines(training),
  ].join('\n');
}

/** The gradient, and a bar that is a sign shorter for each factor of ten below the largest of the net. */
function showGradient(g: number | undefined, strongest: number): string {
  if (g === undefined) return '';
  if (g === 0) return '0       (dead)';
  if (!Number.isFinite(g)) return 'overflow';
  const length = Math.max(0, 2 * DECADES + Math.round(Math.log10(g / strongest)));
  return `${shownNumber(g).padEnd(7)} ${length > 0 ? '#'.repeat(length) : '(vanished)'}`;
}

/** 1e-3 of the weights' own size is usual for a first step; a whole size is none that can be followed. */
function showUpdate(ratio: number | undefined): string {
  if (ratio === undefined) return '';
  const mark = !(ratio < 0.3)
    ? ' (large)'
    : ratio === 0
      ? ' (frozen)'
      : ratio < 1e-7
        ? ' (lost in rounding)'
        : '';
  return `${shownNumber(ratio)}${mark}`;
}

/** Which layers the trained weights fill. */
function startLines(net: ShapedNet): string[] {
  const { weights } = coverage(net);
  if (!weights) return [];
  const all = weights.covered.length + weights.fresh.length;
  const fresh = weights.fresh.length > 0 ? `; from their fillers: ${weights.fresh.join(', ')}` : '';
  return ['', `trained weights fill ${weights.covered.length} of ${all} layers${fresh}`];
}

/** The learning rate as a curve, and its key points. */
function rateLines(training: TrainingFigures | undefined): string[] {
  const rates = training?.rates;
  if (!rates || rates.length === 0) return [];
  const curve = training.curve ?? rates;
  const { text } = sparkline(
    curve.map(({ iteration, rate }) => ({ iteration, value: rate, min: rate, max: rate, count: 1, bad: 0 })),
    { width: CURVE },
  );
  const points = rates.map(({ iteration, rate }) => `${shownNumber(rate)} at ${iteration}`);
  const epochs = training.epochs === undefined ? '' : ` (${shownNumber(training.epochs)} epochs)`;
  return ['', `learning rate  ${text}  ${points.join(', ')}${epochs}`];
}

/** How simulated runs end; where they disagree, chance decides. */
function simulationLines(training: TrainingFigures | undefined): string[] {
  const { starts } = training ?? {};
  if (!starts) return [];
  const trained = starts.filter((r) => r.fate === 'trains').length;
  const toss = trained > 0 && trained < starts.length ? '; the random seed decides' : '';
  return ['', `simulated starts  ${startsInWords(starts)}${toss}`];
}

/** 1234567 → "1.23M"; undefined → "?". */
export function showCount(n: number | undefined): string {
  if (n === undefined) return '?';
  const units: readonly [number, string][] = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  for (const [size, unit] of units) if (n >= size) return `${(n / size).toFixed(2)}${unit}`;
  return String(n);
}

/** 2097152 → "2.0 MiB"; undefined → "?". */
export function showBytes(n: number | undefined): string {
  if (n === undefined) return '?';
  if (n < 1024) return `${n} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = n / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]!}`;
}
