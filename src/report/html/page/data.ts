/** What the page holds for its script; the writer is `chartData` and the pages. */

export interface CurveData {
  name: string;
  look: string;
  x: number[];
  /** Null is NaN or an infinity. */
  y: (number | null)[];
}

export interface ChartData {
  id: string;
  along: string;
  height: number;
  logarithmic: boolean;
  levels: { value: number; name: string }[];
  names?: string[];
  curves: CurveData[];
}

export interface PageData {
  charts: ChartData[];
  events?: { iteration: number; mood: 'bad' | 'good' | 'plain' }[];
  /** The iteration from which the loss is NaN to the end. */
  bad?: number | null;
}

/** Read the data block. */
export const pageData = (): PageData =>
  JSON.parse(document.getElementById('data')!.textContent ?? '{}') as PageData;
