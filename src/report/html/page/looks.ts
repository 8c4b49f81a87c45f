/** How each kind of curve is drawn; the key's samples in the style sheet are the same. */
import type uPlot from 'uplot';

interface Look {
  width: number;
  dash?: number[];
  points: boolean;
}

const looks: Readonly<Record<string, Look>> = {
  train: { width: 2, points: false },
  raw: { width: 1, points: false },
  test: { width: 2, dash: [7, 4], points: true },
  accuracy: { width: 2, dash: [7, 4], points: true },
  rate: { width: 2, points: false },
  std: { width: 2, points: false },
  gradient: { width: 2, dash: [7, 4], points: false },
  other: { width: 1.5, dash: [2, 3], points: true },
};

/** A colour of the style sheet as it holds now, light or dark. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Points that no line reaches, such as the last loss before NaN, are drawn as dots. */
const alone: uPlot.Series.Points.Filter = (u, series, show) => {
  const y = u.data[series]!;
  if (!show) return null;
  const shown: number[] = [];
  for (let i = 0; i < y.length; i++) {
    if (typeof y[i] !== 'number') continue;
    let before = i - 1;
    let behind = i + 1;
    while (before >= 0 && y[before] === undefined) before--;
    while (behind < y.length && y[behind] === undefined) behind++;
    if (typeof y[before] !== 'number' && typeof y[behind] !== 'number') shown.push(i);
  }
  return shown;
};

/** uPlot's series for a curve. */
export function series(name: string, look: string): uPlot.Series {
  const { width, dash, points } = looks[look] ?? looks['other']!;
  return {
    label: name,
    stroke: () => colour(`line-${look}`),
    width,
    ...(dash ? { dash } : {}),
    points: points
      ? { show: true, size: 5, fill: () => colour('surface') }
      : { show: true, size: 6, fill: () => colour(`line-${look}`), filter: alone },
  };
}
