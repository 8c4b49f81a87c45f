/** What is drawn on the curves: events with their numbers, the level of guessing, the part that is NaN. */
import type uPlot from 'uplot';
import type { ChartData, PageData } from './data.js';
import { colour } from './looks.js';

/** Draw them; called by uPlot after the curves, in device pixels. */
export function marks(u: uPlot, { id, levels, names }: ChartData, page: PageData): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  if (id === 'loss' && typeof page.bad === 'number') hatch(u, u.valToPos(page.bad, 'x', true));
  for (const { value, name } of levels) {
    const y = u.valToPos(value, 'y', true);
    line(ctx, [bbox.left, y], [bbox.left + bbox.width, y], colour('muted'), [2 * ratio, 3 * ratio]);
    ctx.fillStyle = colour('muted');
    ctx.textAlign = 'right';
    ctx.fillText(name, bbox.left + bbox.width - 6 * ratio, y - 8 * ratio);
  }
  let before = -Infinity;
  let level = 0;
  (names ? [] : (page.events ?? [])).forEach(({ iteration, mood }, i) => {
    const x = u.valToPos(iteration, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    const shade = colour(mood === 'plain' ? 'muted' : mood);
    line(ctx, [x, bbox.top], [x, bbox.top + bbox.height], shade, [3 * ratio, 3 * ratio]);
    // Numbers that would stand on each other are set lower.
    level = x - before < 20 * ratio ? level + 1 : 0;
    before = x;
    const radius = 8 * ratio;
    const at = Math.min(Math.max(x, bbox.left + radius), bbox.left + bbox.width - radius);
    const y = bbox.top + radius + 2 * ratio + level * 18 * ratio;
    ctx.fillStyle = shade;
    ctx.beginPath();
    ctx.arc(at, y, radius, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillStyle = colour('surface');
    ctx.textAlign = 'center';
    ctx.fillText(String(i + 1), at, y);
  });
  ctx.restore();
}

function line(
  ctx: CanvasRenderingContext2D,
  [x0, y0]: [number, number],
  [x1, y1]: [number, number],
  stroke: string,
  dash: number[],
): void {
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
  ctx.setLineDash([]);
}

function hatch({ ctx, bbox }: uPlot, from: number): void {
  const left = Math.max(from, bbox.left);
  const right = bbox.left + bbox.width;
  if (left >= right) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.globalAlpha = 0.22;
  const step = 9 * devicePixelRatio;
  for (let x = left - bbox.height; x < right; x += step)
    line(ctx, [x, bbox.top + bbox.height], [x + bbox.height, bbox.top], colour('bad'), []);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colour('bad');
  ctx.textAlign = 'center';
  ctx.fillText('NaN', (left + right) / 2, bbox.top + bbox.height / 2);
  ctx.restore();
}
