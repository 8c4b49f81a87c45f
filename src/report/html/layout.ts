/** Where the boxes of a net stand, laid out while the page is written, so that it shows at once. */
import { Graph, layout } from '@dagrejs/dagre';
import type { Link, Stack } from './stacks.js';

/** Size of a layer's row, in CSS pixels; the style sheet has the same. */
export const ROW = { width: 236, height: 40 };

/** Around the drawing. */
const MARGIN = 16;

export interface Placed {
  width: number;
  height: number;
  /** Top left corner of each box. */
  boxes: { x: number; y: number }[];
  /** The path of each link, as SVG writes it. */
  paths: string[];
}

/** Layered layout by dagre: data above, loss below. */
export function placed(stacks: readonly Stack[], links: readonly Link[]): Placed {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, edgesep: 12, ranksep: 34, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  stacks.forEach((stack, i) => {
    graph.setNode(String(i), { width: ROW.width, height: ROW.height * stack.length });
  });
  for (const { from, to } of links) graph.setEdge(String(from), String(to));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const rounded = (n: number): number => Math.round(n * 10) / 10;
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: stacks.map((_, i) => {
      const box = graph.node(String(i)) as { x: number; y: number; width: number; height: number };
      return { x: rounded(box.x - box.width / 2), y: rounded(box.y - box.height / 2) };
    }),
    paths: links.map(({ from, to }) => {
      const { points } = graph.edge(String(from), String(to)) as { points: { x: number; y: number }[] };
      return curve(points.map(({ x, y }) => [rounded(x), rounded(y)]));
    }),
  };
}

/** One box under the other, without links: for nets that are too large to be laid out. */
export function column(stacks: readonly Stack[]): Placed {
  let y = MARGIN;
  const boxes = stacks.map((stack) => {
    const at = { x: MARGIN, y };
    y += ROW.height * stack.length + 12;
    return at;
  });
  return { width: ROW.width + 2 * MARGIN, height: y, boxes, paths: [] };
}

/** Straight to the first bend, then smoothly through the middles between bends. */
function curve(points: readonly (readonly number[])[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1)!;
  const middle = rest.slice(0, -1);
  let path = `M${first![0]} ${first![1]}`;
  middle.forEach((p, i) => {
    const next = middle[i + 1] ?? last;
    path += `Q${p[0]} ${p[1]} ${(p[0]! + next[0]!) / 2} ${(p[1]! + next[1]!) / 2}`;
  });
  return `${path}L${last[0]} ${last[1]}`;
}
