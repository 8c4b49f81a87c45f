/** Curves: what the script draws, and the same as a table for those who do not see it. */
import type { Point } from '../../log/series.js';
import { shown } from '../../log/number.js';
import { html } from './markup.js';
import type { Html } from './markup.js';
import { jsonNumber, whole } from './numbers.js';

export interface Curve {
  name: string;
  /** A line's colour and dash in the style sheet and the script. */
  look: 'train' | 'raw' | 'test' | 'accuracy' | 'rate' | 'std' | 'gradient' | 'other';
  points: readonly Pick<Point, 'iteration' | 'value'>[];
}

export interface Chart {
  id: string;
  title: string;
  /** Of the horizontal axis. */
  along?: string;
  height: number;
  curves: readonly Curve[];
  /** Begin with a logarithmic scale. */
  logarithmic: boolean;
  /** Horizontal lines to compare with. */
  levels?: readonly { value: number; name: string }[];
  /** Names of what stands at each place of the horizontal axis, instead of numbers. */
  names?: readonly string[];
}

/** Rows of the table beside a chart. */
const ROWS = 40;

/** What the script is given of a chart. */
export const chartData = ({ id, along, height, curves, logarithmic, levels = [], names }: Chart) => ({
  id,
  along: along ?? 'iteration',
  height,
  logarithmic,
  levels: levels.map(({ value, name }) => ({ value, name })),
  names,
  curves: curves.map(({ name, look, points }) => ({
    name,
    look,
    x: points.map((p) => p.iteration),
    y: points.map((p) => jsonNumber(p.value)),
  })),
});

/** A chart's frame, key and table. */
export function chartFrame(chart: Chart): Html {
  const { id, title, curves, logarithmic } = chart;
  const positive = curves.every((c) => c.points.every((p) => !(p.value <= 0)));
  return html`<figure class="chart" id="chart-${id}" aria-labelledby="chart-${id}-title">
    <figcaption>
      <h3 id="chart-${id}-title">${title}</h3>
      <ul class="legend" aria-label="Curves; press one to hide it">
        ${curves.map(
          (c, i) =>
            html`<li>
              <button type="button" aria-pressed="true" data-curve="${i}">
                <svg width="22" height="8" aria-hidden="true" focusable="false">
                  <path class="line-${c.look}" d="M1 4H21" /></svg
                >${c.name}
              </button>
            </li>`,
        )}
      </ul>
      ${positive && html`<label class="check"><input type="checkbox" data-logarithmic${logarithmic && html` checked`} /> logarithmic</label>`}
      <button type="button" class="whole" data-whole hidden>Whole run</button>
    </figcaption>
    <div class="plot"></div>
    <p class="reading" aria-hidden="true"></p>
    ${table(chart)}
  </figure>`;
}

/** Every so many iterations, each curve's last value up to there. */
function table({ title, along = 'iteration', curves, names }: Chart): Html {
  const all = [...new Set(curves.flatMap((c) => c.points.map((p) => p.iteration)))].sort((a, b) => a - b);
  const rows =
    all.length <= ROWS
      ? all
      : Array.from({ length: ROWS }, (_, i) => all[Math.round((i / (ROWS - 1)) * (all.length - 1))]!);
  const columns = curves.filter((c) => c.look !== 'raw' || curves.length === 1).map((c) => ({ ...c, at: 0 }));
  const cells = rows.map((iteration) =>
    columns.map((c) => {
      while (c.at + 1 < c.points.length && c.points[c.at + 1]!.iteration <= iteration) c.at++;
      const point = c.points[c.at];
      return point && point.iteration <= iteration ? shown(point.value) : '';
    }),
  );
  return html`<details class="as-table">
    <summary>${title} as a table</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="${title} as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">${along}</th>
            ${columns.map((c) => html`<th scope="col" class="n">${c.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (iteration, r) =>
              html`<tr>
                <th scope="row">${names?.[iteration] ?? whole(iteration)}</th>
                ${cells[r]!.map((cell) => html`<td class="n">${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
