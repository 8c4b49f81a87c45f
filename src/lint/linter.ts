/** Texts in, findings out: opens documents, pairs solvers with their nets, runs the rules. */
import { openDocument } from '../document/document.js';
import type { SchemaChoice, TextDocument } from '../document/document.js';
import type { AnalysisOptions } from '../analysis/net-analysis.js';
import { findingsOf, runRules, sortFindings, uniqueFindings } from '../engine/run.js';
import type { RuleSetting } from '../engine/run.js';
import { Unit } from '../engine/unit.js';
import type { Finding } from '../engine/finding.js';
import type { SourceText } from '../text/source-text.js';

export interface LinterOptions {
  schema: SchemaChoice;
  rules: readonly RuleSetting[];
  analysis: AnalysisOptions;
}

/** Finds the file that a solver names; undefined when there is none. */
export type NetFinder = (solver: SourceText, path: string) => SourceText | undefined;

export interface FileResult {
  doc: TextDocument;
  findings: Finding[];
  /** It was not asked for, but named by a solver. */
  broughtIn: boolean;
}

/** Lint files together. Results come in the order of the files, then the nets that solvers brought in. */
export function lintFiles(
  files: readonly SourceText[],
  options: LinterOptions,
  findNet: NetFinder,
): FileResult[] {
  const docs = new Map<string, TextDocument>();
  const open = (source: SourceText): TextDocument => {
    const known = docs.get(source.path);
    if (known) return known;
    const doc = openDocument(source, options.schema);
    docs.set(source.path, doc);
    return doc;
  };
  const asked = files.map(open);
  const units: Unit[] = [];
  const trained = new Set<TextDocument>();
  for (const doc of asked) {
    if (doc.kind !== 'solver') continue;
    const nets = netsOf(doc, findNet).map(open);
    nets.forEach((n) => trained.add(n));
    units.push(...unitsOf(doc, nets, options.analysis));
  }
  for (const doc of asked)
    if (doc.kind !== 'solver' && !trained.has(doc)) units.push(new Unit(doc, undefined, options.analysis));
  const findings = units.flatMap((unit) => runRules(unit, options.rules));
  return [...docs.values()].map((doc) => ({
    doc,
    findings: sortFindings(uniqueFindings(findingsOf(doc, findings))),
    broughtIn: !asked.includes(doc),
  }));
}

/** The training net first, then test nets of their own file. */
function netsOf(solver: TextDocument, findNet: NetFinder): SourceText[] {
  const message = solver.message;
  if (!message) return [];
  const paths = [...message.strs('net'), ...message.strs('train_net'), ...message.strs('test_net')];
  const found = paths.flatMap((path) => findNet(solver.source, path) ?? []);
  return [...new Map(found.map((s) => [s.path, s])).values()];
}

function unitsOf(solver: TextDocument, nets: TextDocument[], options: AnalysisOptions): Unit[] {
  const embedded = solver.message?.has('net_param')
    ? solver.message.msg('net_param')
    : solver.message?.has('train_net_param')
      ? solver.message.msg('train_net_param')
      : undefined;
  if (embedded) return [new Unit(solver, solver, options, embedded)];
  const [train, ...tests] = nets;
  return [new Unit(train, solver, options), ...tests.map((t) => new Unit(t, undefined, options))];
}
