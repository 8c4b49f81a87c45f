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

/** uPlot's series for a curve. */
export function series(name: string, look: string): uPlot.Series {
  const { width, dash, points } = looks[look] ?? looks['other']!;
  return {
    label: name,
    stroke: () => colour(`line-${look}`),
    width,
    ...(dash ? { dash } : {}),
    points: { show: points, size: 5, fill: () => colour('surface') },
  };
}
