/** One net analysed: its views with graph, shapes and numbers. */
import type { Message } from '../document/message.js';
import type { Shape } from '../shapes/shape.js';

export interface AnalysisOptions {
  /** Shapes of blobs that a data layer makes, by blob name. */
  given: ReadonlyMap<string, Shape>;
}

export interface ViewAnalysis {
  name: string;
}

export interface NetAnalysis {
  views: ViewAnalysis[];
}

/** Analyse a net (after Caffe's upgrade), with the solver that trains it where there is one. */
export function analyseNet(net: Message, solver: Message | undefined, options: AnalysisOptions): NetAnalysis {
  void net;
  void solver;
  void options;
  return { views: [] };
}
