/** One file as the editor has it now, and what is worked out of it when it is asked for. */
import { propagate } from '../analysis/numbers.js';
import type { Numbers } from '../analysis/numbers.js';
import type { ViewAnalysis } from '../analysis/net-analysis.js';
import type { TextDocument as EditorText } from 'vscode-languageserver-textdocument';
import { openDocument } from '../document/document.js';
import type { TextDocument } from '../document/document.js';
import { Unit } from '../engine/unit.js';
import { registry } from '../layers/registry.js';
import type { LayerRegistry } from '../layers/registry.js';
import type { LinterOptions } from '../lint/linter.js';
import type { Schema } from '../schema/descriptor.js';
import { builtInDialects } from '../schema/dialects.js';
import type { DialectSet } from '../schema/dialects.js';
import { SourceText } from '../text/source-text.js';
import { BlobNames, netsIn } from './blob-names.js';

export class OpenFile {
  readonly doc: TextDocument;
  private blobNames: BlobNames | undefined;
  private analysed: readonly ViewAnalysis[] | undefined;
  private readonly numbers = new Map<ViewAnalysis, Numbers | undefined>();

  constructor(
    readonly path: string,
    readonly text: EditorText,
    readonly options: LinterOptions,
    /** The solver that names this net, where one is open. */
    private readonly solver: () => TextDocument | undefined = () => undefined,
  ) {
    this.doc = openDocument(new SourceText(path, text.getText()), options.schema, options.dialects);
  }

  /** The message type that the file holds; of a file without a known field, what its name promises. */
  get root(): string {
    const { kind, written } = this.doc;
    if (written) return written.type.name;
    if (kind === 'label-map') return 'LabelMap';
    return /solver/i.test(this.path) ? 'SolverParameter' : 'NetParameter';
  }

  get schema(): Schema {
    const { schema } = this.options;
    if (this.doc.written) return this.doc.written.schema;
    if (schema === 'auto') return this.dialects.schemaOf([]);
    return Array.isArray(schema) ? this.dialects.schemaOf(schema as readonly string[]) : (schema as Schema);
  }

  /** The layer types there are for this file. */
  get types(): LayerRegistry {
    return this.options.analysis.types ?? registry;
  }

  /** The dialects there are for this file. */
  get dialects(): DialectSet {
    return this.options.dialects ?? builtInDialects;
  }

  get blobs(): BlobNames {
    return (this.blobNames ??= new BlobNames(this.doc, this.types));
  }

  /** The net in each phase with its shapes; empty where the text is broken or holds no net. */
  get views(): readonly ViewAnalysis[] {
    const { doc, options } = this;
    this.analysed ??= netsIn(doc).flatMap((net) => {
      const solver = doc.kind === 'solver' ? doc : this.solver();
      return new Unit(doc, solver, options.analysis, net).analysis?.views ?? [];
    });
    return this.analysed;
  }

  /** The predicted numbers of a view. */
  numbersOf(view: ViewAnalysis): Numbers | undefined {
    if (!this.numbers.has(view)) this.numbers.set(view, propagate(view, { types: view.types }));
    return this.numbers.get(view);
  }
}
