/** What is judged together: a net, a solver, or a solver with the net it trains. */
import type { TextDocument } from '../document/document.js';
import type { Message } from '../document/message.js';
import { analyseNet } from '../analysis/net-analysis.js';
import type { AnalysisOptions, NetAnalysis } from '../analysis/net-analysis.js';
import type { TrainedWeights } from '../analysis/trained.js';
import type { DataSource } from '../analysis/knowledge.js';
import { fineTunes } from '../solver/facts.js';

/** A net field of a solver. */
export interface NamedNet {
  field: 'net' | 'train_net' | 'test_net';
  /** Which value of a repeated field. */
  index: number;
  path: string;
  /** The file, or undefined when there is none. */
  doc: TextDocument | undefined;
}

export class Unit {
  private analysed: NetAnalysis | undefined;
  /** The nets that the solver names, each with the file that was found for it. */
  named: readonly NamedNet[] = [];
  /** For a net that is only used: the file that trains it, when both are given. */
  trainedAs?: TextDocument;

  constructor(
    /** The file that holds the net; for a solver with `net_param` the solver itself. */
    readonly netDoc: TextDocument | undefined,
    readonly solverDoc: TextDocument | undefined,
    private readonly options: AnalysisOptions,
    private readonly netMessage: Message | undefined = netDoc?.message,
  ) {}

  /** The solver's message, upgraded. */
  get solver(): Message | undefined {
    return this.solverDoc?.message;
  }

  /** The net after Caffe's upgrade. */
  get net(): Message | undefined {
    return this.netMessage;
  }

  /** Phases, graph, shapes and numbers; undefined when there is no net or its text is broken. */
  get analysis(): NetAnalysis | undefined {
    // Every rule asks.
    if (this.analysed) return this.analysed;
    const net = this.netMessage;
    if (!net || !this.netDoc || this.netDoc.tree.errors.length > 0) return undefined;
    if (this.netDoc.upgrade.refusals.length > 0) return undefined;
    const mistakes = this.netDoc.issues.map((i) => i.start);
    const { path } = this.netDoc.source;
    const { labelsOf } = this.options;
    const knowledge = {
      ...this.options.knowledge,
      trained: this.trained,
      labelsOf: labelsOf && ((layer: DataSource) => labelsOf(path, layer)),
    };
    this.analysed = analyseNet(net, this.solver, { ...this.options, knowledge, mistakes });
    return this.analysed;
  }

  /** Let the analysis go; it is made anew when it is asked for again. */
  forget(): void {
    this.analysed = undefined;
  }

  /** Where training starts from; undefined: from the fillers. */
  private get trained(): TrainedWeights | undefined {
    const { solver, solverDoc, options } = this;
    const fields = solver?.strs('weights') ?? [];
    const found = options.weightsOf?.(solverDoc?.source.path, fields);
    return found ?? (fineTunes(solver) ? { models: [], unread: true } : undefined);
  }

  get documents(): TextDocument[] {
    return [...new Set([this.solverDoc, this.netDoc].filter((d) => d !== undefined))];
  }
}
