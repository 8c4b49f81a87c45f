/** Texts in, findings out: opens documents, pairs solvers with their nets, runs the rules. */
import { openDocument } from '../document/document.js';
import type { SchemaChoice, TextDocument } from '../document/document.js';
import type { AnalysisOptions } from '../analysis/net-analysis.js';
import { applyDirectives } from '../engine/directives.js';
import type { SuppressedFinding } from '../engine/directives.js';
import { findingsByPath, runRules, sortFindings, uniqueFindings } from '../engine/run.js';
import type { RuleSetting } from '../engine/run.js';
import { Unit } from '../engine/unit.js';
import type { NamedNet } from '../engine/unit.js';
import type { Finding, Severity } from '../engine/finding.js';
import type { DialectSet } from '../schema/dialects.js';
import type { SourceText } from '../text/source-text.js';
import { isConclusive } from './conclusive.js';
import type { LintedFile } from './linted-file.js';
import { relateNets } from './related-nets.js';

export interface DirectiveOptions {
  /** Severity of `unused-directive`; `warn` by default. */
  unused?: Severity | 'off';
  /** Severity of `directive-without-reason`; `off` by default. */
  withoutReason?: Severity | 'off';
  /** Every rule there is, so that a directive that names another is told of. */
  known?: ReadonlySet<string>;
  /** Rules that were left out of this run: that they found nothing means nothing. */
  skipped?: ReadonlySet<string>;
}

export interface LinterOptions {
  schema: SchemaChoice;
  /** The dialects there are; the built-in ones by default. */
  dialects?: DialectSet | undefined;
  rules: readonly RuleSetting[];
  analysis: AnalysisOptions;
  /** How comments that switch rules off are treated; false: they are ordinary comments. */
  directives?: DirectiveOptions | false;
}

/** The same options for all files, or those of each. */
export type OptionsOf = LinterOptions | ((source: SourceText) => LinterOptions);

/** Finds the file that a solver names; undefined when there is none. */
export type NetFinder = (solver: SourceText, path: string) => SourceText | undefined;

export interface FileResult extends LintedFile {
  doc: TextDocument;
  /** What the file's own directives silenced. */
  suppressed: SuppressedFinding[];
  /** What it was judged in: with its solver, or its net, where there is one. */
  unit: Unit | undefined;
}

/** Of no more units than this the analyses are kept. */
const KEPT = 32;

/**
 * Lint files together. Results come in the order of the files, then the nets that solvers brought in.
 * Where files have options of their own, a finding is judged by those of the file that it is about; a
 * net and its solver are analysed by those of the net.
 * @param progress Told before each unit how many of how many are done.
 */
export function lintFiles(
  files: readonly SourceText[],
  options: OptionsOf,
  findNet: NetFinder,
  progress?: (done: number, total: number) => void,
): FileResult[] {
  const optionsOf = typeof options === 'function' ? options : () => options;
  const docs = new Map<string, TextDocument>();
  const open = (source: SourceText): TextDocument => {
    const known = docs.get(source.path);
    if (known) return known;
    const { schema, dialects } = optionsOf(source);
    const doc = openDocument(source, schema, dialects);
    docs.set(source.path, doc);
    return doc;
  };
  const asked = files.map(open);
  const units: Unit[] = [];
  const trained = new Set<TextDocument>();
  for (const doc of asked) {
    if (doc.kind !== 'solver') continue;
    const named = namedNets(doc, findNet, open);
    const nets = [...new Set(named.flatMap((n) => (n.doc?.kind === 'net' ? [n.doc] : [])))];
    nets.forEach((n) => trained.add(n));
    const own = unitsOf(doc, nets, (d) => optionsOf(d.source).analysis);
    own[0]!.named = named;
    units.push(...own);
  }
  for (const doc of asked)
    if (doc.kind !== 'solver' && !trained.has(doc))
      units.push(new Unit(doc, undefined, optionsOf(doc.source).analysis));
  relateNets(units);
  const findings = units.flatMap((unit, i) => {
    progress?.(i, units.length);
    const found = findingsIn(unit, optionsOf);
    // Of a few units the analyses serve what comes after, such as an editor's hovers; of a whole tree they fill the memory.
    if (units.length > KEPT) unit.forget();
    return found;
  });
  const byPath = findingsByPath(findings);
  const partners = partnersOf(units);
  const unitOf = new Map<TextDocument, Unit>();
  for (const unit of units) for (const doc of unit.documents) if (!unitOf.has(doc)) unitOf.set(doc, unit);
  const askedFor = new Set(asked);
  return [...docs.values()].map((doc) => {
    const { directives = {} } = optionsOf(doc.source);
    const own = uniqueFindings(byPath.get(doc.source.path) ?? []);
    const outcome =
      directives === false || (doc.kind !== 'net' && doc.kind !== 'solver')
        ? { findings: own, suppressed: [] }
        : applyDirectives(doc.source, doc.tree, own, {
            unused: directives.unused ?? 'warn',
            withoutReason: directives.withoutReason ?? 'off',
            known: directives.known,
            conclusive: (id) =>
              isConclusive(id, doc, partners.has(doc), optionsOf(doc.source).rules, directives.skipped),
          });
    return {
      doc,
      findings: sortFindings(outcome.findings),
      suppressed: outcome.suppressed,
      broughtIn: !askedFor.has(doc),
      unit: unitOf.get(doc),
    };
  });
}

/** Run the rules once per set of options among the unit's files, each for the files that it belongs to. */
function findingsIn(unit: Unit, optionsOf: (source: SourceText) => LinterOptions): Finding[] {
  const byOptions = new Map<readonly RuleSetting[], Set<string>>();
  for (const doc of unit.documents) {
    const { rules } = optionsOf(doc.source);
    byOptions.set(rules, (byOptions.get(rules) ?? new Set()).add(doc.source.path));
  }
  if (byOptions.size === 1) return runRules(unit, [...byOptions.keys()][0]!);
  return [...byOptions].flatMap(([rules, paths]) =>
    runRules(unit, rules).filter((f) => paths.has(f.source.path)),
  );
}

/** Nets that were judged with a solver, and solvers with a net. */
function partnersOf(units: readonly Unit[]): Set<TextDocument> {
  const paired = units.filter((u) => u.netDoc && u.solverDoc);
  return new Set(paired.flatMap((u) => u.documents));
}

/** The nets that a solver names: the training net first, then test nets of their own file. */
function namedNets(
  solver: TextDocument,
  findNet: NetFinder,
  open: (source: SourceText) => TextDocument,
): NamedNet[] {
  const fields = ['net', 'train_net', 'test_net'] as const;
  return fields.flatMap((field) =>
    (solver.message?.strs(field) ?? []).map((path, index) => {
      const source = findNet(solver.source, path);
      return { field, index, path, doc: source && open(source) };
    }),
  );
}

function unitsOf(
  solver: TextDocument,
  nets: TextDocument[],
  options: (doc: TextDocument) => AnalysisOptions,
): Unit[] {
  const embedded = solver.message?.has('net_param')
    ? solver.message.msg('net_param')
    : solver.message?.has('train_net_param')
      ? solver.message.msg('train_net_param')
      : undefined;
  if (embedded) return [new Unit(solver, solver, options(solver), embedded)];
  const [train, ...tests] = nets;
  return [
    new Unit(train, solver, options(train ?? solver)),
    ...tests.map((t) => new Unit(t, undefined, options(t))),
  ];
}
