/** One net analysed: its views, each with graph and shapes. */
import type { Message } from '../document/message.js';
import { registry } from '../layers/registry.js';
import type { LayerRegistry } from '../layers/registry.js';
import { buildGraph } from '../net/graph.js';
import { showState } from '../net/state.js';
import { statesOf } from '../net/states.js';
import type { Shape } from '../shapes/shape.js';
import type { DataSource, Knowledge, SourceLabels } from './knowledge.js';
import { inferShapes } from './shapes.js';
import type { TrainedWeights } from './trained.js';
import type { ShapedNet } from './shapes.js';

export interface AnalysisOptions {
  /** Shapes of blobs that a data layer makes, by blob name. */
  given: ReadonlyMap<string, Shape>;
  knowledge?: Knowledge | undefined;
  /**
   * The trained weights that training starts from.
   * @param solver Path of the solver, where there is one, and its `weights` fields.
   */
  weightsOf?: (solver: string | undefined, fields: readonly string[]) => TrainedWeights | undefined;
  /**
   * The labels that a data layer reads.
   * @param net Path of the net's file.
   */
  labelsOf?: (net: string, layer: DataSource) => SourceLabels | undefined;
  /** Offsets of mistakes in the text; a layer that holds one is left out of account. */
  mistakes?: readonly number[];
  /** The layer types there are; the built-in ones by default. */
  types?: LayerRegistry | undefined;
}

export interface ViewAnalysis extends ShapedNet {
  /** "TRAIN", "TEST", with stages where they matter. */
  name: string;
}

export interface NetAnalysis {
  net: Message;
  views: ViewAnalysis[];
  /** The view that is trained, when there is one. */
  train: ViewAnalysis | undefined;
}

/**
 * Analyse a net (after Caffe's upgrade), with the solver that trains it where there is one.
 * @param phase Only this phase, also where no layer names it.
 */
export function analyseNet(
  net: Message,
  solver: Message | undefined,
  options: AnalysisOptions,
  phase?: 'TRAIN' | 'TEST',
): NetAnalysis {
  const types = options.types ?? registry;
  const states = phase
    ? [[{ phase, level: 0, stages: [], from: 'default' as const }]]
    : statesOf(net, solver);
  const spoiled = (layer: Message): boolean => {
    const node = layer.node;
    return node !== undefined && (options.mistakes ?? []).some((at) => at >= node.start && at < node.end);
  };
  const views = states.map((states): ViewAnalysis => {
    const shaped = inferShapes(buildGraph(net, states, types), {
      given: options.given,
      knowledge: options.knowledge,
      types,
      spoiled,
    });
    return { ...shaped, name: states.map(showState).join(', ') };
  });
  return { net, views, train: views.find((v) => v.view.phase === 'TRAIN') };
}
