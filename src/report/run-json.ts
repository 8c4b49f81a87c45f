/** Runs for other programs. Field names are a contract; see docs/logs.md. */
import type { Explanation } from '../explanation/explain.js';
import type { Finding } from '../engine/finding.js';
import { runToJson } from '../log/export.js';
import type { ExplainedRun } from './run-text.js';

/** `{runs: […]}` as `caffe-lint log FILE --format json` prints it. */
export function runsToJson(runs: readonly ExplainedRun[]) {
  return {
    runs: runs.map(({ run, diagnosis, explanation }) => ({
      ...runToJson(run, diagnosis),
      explanation: explanation ? explanationToJson(explanation) : null,
    })),
  };
}

function explanationToJson({ files, causes, others, compared, notes }: Explanation) {
  const described = (finding: Finding) => {
    const { path, line, column } = files.placeOf(finding.source, finding.start);
    return {
      ruleId: finding.ruleId,
      category: finding.category,
      severity: finding.severity === 'error' ? 2 : 1,
      symptom: finding.symptom,
      message: finding.message,
      filePath: path,
      line,
      column,
      fix: finding.fix ? { title: finding.fix.title, applicability: finding.fix.applicability } : null,
    };
  };
  return {
    origin: files.origin,
    files: files.results.map((r) => ({ path: r.doc.source.path, kind: r.doc.kind })),
    causes: causes.map(({ finding, explains }) => ({ explains, ...described(finding) })),
    others: others.map(described),
    compared: compared.map((row) => ({
      ...row,
      iteration: row.iteration ?? null,
      agrees: row.agrees ?? null,
      note: row.note ?? null,
    })),
    notes,
  };
}
