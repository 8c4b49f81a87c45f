/** Rules that blame one cause for a training run that is foreseen to fail. */
import type { ViewAnalysis } from '../src/analysis/net-analysis.js';
import type { TextDocument } from '../src/document/document.js';
import type { Message } from '../src/document/message.js';
import { defineRule } from '../src/engine/rule.js';
import type { Report, Rule, RuleMeta } from '../src/engine/rule.js';
import type { Unit } from '../src/engine/unit.js';
import type { CauseId } from '../src/training/anomalies.js';
import { prognosis, type Prognosis } from '../src/training/prognosis.js';
import { fateInWords } from '../src/training/words.js';

export interface CauseContext {
  view: ViewAnalysis;
  solver: Message;
  netDoc: TextDocument;
  solverDoc: TextDocument;
  prognosis: Prognosis;
  /** What the run does, in words. */
  fate: string;
  /** The net's text can be edited: it is in today's format. */
  editable: boolean;
  /** The symptom is that of the prognosis unless the report says otherwise. */
  report(r: Report): void;
}

/** The prognosis for the net that a unit trains; undefined where there is none to make. */
export function prognosisOf(unit: Unit): Prognosis | undefined {
  const view = unit.analysis?.train;
  const { solver, solverDoc } = unit;
  if (!view || !solver || !solverDoc || solverDoc.tree.errors.length > 0) return undefined;
  return prognosis(view, solver);
}

/** Seeds part: the run may fail, and is not foreseen to. */
const tossed = (p: Prognosis): boolean => p.lucky !== undefined;

/** A rule that speaks where the prognosis is bad and this its cause. */
export function causeRule(
  meta: RuleMeta,
  causes: readonly CauseId[],
  check: (context: CauseContext) => void,
): Rule {
  return defineRule({
    meta,
    check({ unit, report }) {
      const foreseen = prognosisOf(unit);
      const view = unit.analysis?.train;
      const { solver, solverDoc, netDoc } = unit;
      if (!foreseen?.cause || !causes.includes(foreseen.cause)) return;
      if (!view || !solver || !solverDoc || !netDoc) return;
      const symptom = tossed(foreseen) ? 'slow' : foreseen.verdict === 'nan' ? 'nan' : 'plateau';
      check({
        view,
        solver,
        solverDoc,
        netDoc,
        prognosis: foreseen,
        fate: fateInWords(foreseen),
        editable: netDoc.upgrade.steps.every((s) => s.kind === 'batchnorm'),
        report: (r) => report({ symptom, ...r }),
      });
    },
  });
}

/** For a finding of another rule: the symptom of a failing run, or what it amounts to when the run is foreseen to train. */
export function symptomBy(unit: Unit, otherwise: 'slow' | 'none' | 'wrong-result'): Pick<Report, 'symptom'> {
  const foreseen = prognosisOf(unit);
  if (!foreseen) return {};
  if (tossed(foreseen)) return { symptom: otherwise };
  if (foreseen.verdict === 'nan' || foreseen.verdict === 'plateau') return { symptom: foreseen.verdict };
  return foreseen.verdict === 'trains' && foreseen.whole ? { symptom: otherwise } : {};
}
