/** The curves, by uPlot. */
import uPlot from 'uplot';
import type { ChartData, PageData } from './data.js';
import { colour, series } from './looks.js';
import { marks } from './marks.js';
import { pickLayer } from './drawing.js';

interface Drawn {
  plot: uPlot;
  chart: ChartData;
  reading: HTMLElement;
}

const FONT = '12px system-ui, sans-serif';

/** Draw all charts; those over iterations share their cursor and their zoom. */
export function drawCharts(data: PageData): void {
  const drawn = data.charts.flatMap((chart) => {
    const figure = document.getElementById(`chart-${chart.id}`);
    return figure ? [draw(figure, chart, data)] : [];
  });
  slide(drawn);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const { plot } of drawn) plot.redraw(false);
  });
}

function draw(figure: HTMLElement, chart: ChartData, page: PageData): Drawn {
  const place = figure.querySelector<HTMLElement>('.plot')!;
  const reading = figure.querySelector<HTMLElement>('.reading')!;
  const overIterations = chart.names === undefined;
  let logarithmic = chart.logarithmic;
  const tables = chart.curves.map((c) => [c.x, c.y] as uPlot.AlignedData);
  // Charts over iterations begin and end alike: a table of nothing but the two ends.
  if (overIterations) tables.push([span(page)] as unknown as uPlot.AlignedData);
  const joined = uPlot.join(tables, [...chart.curves.map(() => [1, 1]), [1]]);
  const wholeRun = figure.querySelector<HTMLButtonElement>('[data-whole]');

  const options = (): uPlot.Options => ({
    width: Math.max(200, place.clientWidth),
    height: chart.height,
    legend: { show: false },
    cursor: {
      focus: { prox: 24 },
      ...(overIterations ? { sync: { key: 'iterations', scales: ['x', null] } } : {}),
      drag: { x: true, y: false },
    },
    scales: {
      x: { time: false },
      y: logarithmic ? { distr: 3, log: 10 } : { range: (_, low, high) => padded(low, high, chart) },
    },
    axes: [
      {
        ...axis(),
        label: chart.along,
        labelFont: FONT,
        labelSize: 18,
        size: 34,
        values: (_, ticks) => ticks.map((t) => (Number.isInteger(t) ? t.toLocaleString('en-US') : '')),
      },
      { ...axis(), size: 62, values: (_, ticks) => ticks.map((t) => (t === null ? '' : short(t))) },
    ],
    series: [{}, ...chart.curves.map((c) => ({ ...series(c.name, c.look), spanGaps: false }))],
    hooks: {
      draw: [(u) => marks(u, chart, page)],
      setCursor: [(u) => (reading.textContent = read(u, chart))],
      setScale: [
        (u, key) => {
          if (key !== 'x' || !wholeRun) return;
          const [from, to] = ends(u);
          wholeRun.hidden = (u.scales['x']!.min ?? from) <= from && (u.scales['x']!.max ?? to) >= to;
        },
      ],
    },
  });

  const drawn: Drawn = { plot: new uPlot(options(), joined, place), chart, reading };
  reading.textContent = read(drawn.plot, chart);
  const redo = (): void => {
    const hidden = drawn.plot.series.map((s) => s.show === false);
    drawn.plot.destroy();
    drawn.plot = new uPlot(options(), joined, place);
    hidden.forEach((off, i) => off && drawn.plot.setSeries(i, { show: false }));
  };
  new ResizeObserver(() => {
    const width = Math.max(200, place.clientWidth);
    if (width !== drawn.plot.width) drawn.plot.setSize({ width, height: chart.height });
  }).observe(place);
  figure.querySelector<HTMLInputElement>('[data-logarithmic]')?.addEventListener('change', (e) => {
    logarithmic = (e.target as HTMLInputElement).checked;
    redo();
  });
  wholeRun?.addEventListener('click', () => {
    const [min, max] = ends(drawn.plot);
    drawn.plot.setScale('x', { min, max });
    wholeRun.hidden = true;
  });
  for (const button of figure.querySelectorAll<HTMLButtonElement>('[data-curve]'))
    button.addEventListener('click', () => {
      const show = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(show));
      drawn.plot.setSeries(Number(button.dataset['curve']) + 1, { show });
    });
  if (!overIterations)
    place.addEventListener('click', () => {
      const { idx } = drawn.plot.cursor;
      if (typeof idx === 'number') pickLayer(drawn.plot.data[0]![idx]!);
    });
  return drawn;
}

/** First and last iteration of all curves. */
function span({ charts }: PageData): number[] {
  const ends = charts
    .filter((c) => c.names === undefined)
    .flatMap((c) => c.curves.flatMap(({ x }) => [x[0] ?? 0, x.at(-1) ?? 0]));
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  return from === to ? [from] : [from, to];
}

const axis = (): uPlot.Axis => ({
  stroke: () => colour('muted'),
  font: FONT,
  grid: { stroke: () => colour('grid'), width: 1 },
  ticks: { stroke: () => colour('grid'), width: 1, size: 4 },
});

const ends = (u: uPlot): [number, number] => [u.data[0]![0] ?? 0, u.data[0]!.at(-1) ?? 1];

/** Room above and below, with 0 at the bottom of what is nearly there, and the levels in sight when near. */
function padded(low: number | null, high: number | null, { levels }: ChartData): [number, number] {
  if (low === null || high === null) return [0, 1];
  for (const { value } of levels) if (value > high && value < 2 * high) high = value;
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low >= 0 && low < (high - low) / 2 ? 0 : low - room, high + room];
}

/** A number as an axis has it. */
function short(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential(0).replace('e+', 'e')
    : String(Number(value.toPrecision(4)));
}

/** The values under the cursor. */
function read(u: uPlot, { along, names, curves }: ChartData): string {
  const { idx } = u.cursor;
  if (typeof idx !== 'number') return `Point at the chart, or drag over it to look closer.`;
  const at = u.data[0]![idx]!;
  const values = curves.flatMap((c, i) => {
    const value = lastUpTo(u.data[i + 1]!, idx);
    return value === undefined ? [] : [`${c.name} ${value === null ? 'NaN' : short(value)}`];
  });
  return `${names ? `${names[at] ?? ''}` : `${along} ${Math.floor(at).toLocaleString('en-US')}`}: ${values.join(' · ')}`;
}

function lastUpTo(values: ArrayLike<number | null | undefined>, idx: number): number | null | undefined {
  for (let i = idx; i >= 0 && i > idx - 2000; i--) if (values[i] !== undefined) return values[i];
  return undefined;
}

/** One slider moves the cursor of all charts over iterations, for those who use no pointer. */
function slide(drawn: readonly Drawn[]): void {
  const slider = document.querySelector<HTMLInputElement>('#at');
  const says = document.querySelector<HTMLOutputElement>('#at-says');
  const charts = drawn.filter((d) => d.chart.names === undefined);
  const lead = charts[0];
  if (!slider || !says || !lead) return;
  slider.max = String(lead.plot.data[0]!.length - 1);
  const show = (): void => {
    const at = lead.plot.data[0]![Number(slider.value)]!;
    const texts = charts.map(({ plot, chart }) => {
      const idx = plot.valToIdx(at);
      plot.setCursor({
        left: plot.valToPos(plot.data[0]![idx]!, 'x'),
        top: plot.bbox.height / devicePixelRatio / 2,
      });
      return read(plot, chart);
    });
    says.textContent = texts[0] ?? '';
    slider.setAttribute('aria-valuetext', texts.join('; '));
  };
  slider.addEventListener('input', show);
}
