/** A run's diagnosis tied back to its solver and net. */
import type { NumbersOptions } from '../analysis/numbers.js';
import type { Finding, Symptom } from '../engine/finding.js';
import type { FileResult } from '../lint/linter.js';
import type { Diagnosis } from '../log/diagnose.js';
import type { SourceText } from '../text/source-text.js';
import { compare } from './compare.js';
import type { Compared } from './compare.js';
import { likelyCauses } from './likely.js';
import type { LikelyCause } from './likely.js';
import { differences } from './same-run.js';

/** The linted files of a run. */
export interface RunFiles {
  /** Named by the user, or read from the log itself. */
  origin: 'given' | 'log';
  results: readonly FileResult[];
  /** Where a reader finds an offset. */
  placeOf(source: SourceText, offset: number): Place;
  /** What could not be read of them. */
  notes: readonly string[];
}

export interface Place {
  path: string;
  /** From 1. */
  line: number;
  column: number;
}

export interface Explanation {
  files: RunFiles;
  /** Most likely first. */
  causes: readonly LikelyCause[];
  /** Findings that foresee something else. */
  others: readonly Finding[];
  compared: readonly Compared[];
  notes: readonly string[];
}

/**
 * Explain a diagnosis by the files that ran.
 * @param symptomOf what a rule shows in general
 */
export function explain(
  diagnosis: Diagnosis,
  files: RunFiles,
  symptomOf: (ruleId: string) => Symptom | undefined,
  options: NumbersOptions = {},
): Explanation {
  // The log proves that what it prints was loaded.
  const loaded = files.origin === 'log' && diagnosis.evidence.run.train.count > 0;
  const findings = files.results
    .flatMap((r) => r.findings)
    .filter((f) => !loaded || f.symptom !== 'load-failure');
  const causes = likelyCauses(diagnosis, findings, symptomOf);
  const named = new Set(causes.map((c) => c.finding));
  const unit =
    files.results.map((r) => r.unit).find((u) => u?.netDoc && u.solverDoc) ?? files.results[0]?.unit;
  return {
    files,
    causes,
    others: findings.filter((f) => !named.has(f)),
    compared: unit ? compare(diagnosis, unit, options) : [],
    notes: [
      ...files.notes,
      ...(files.origin === 'given' && unit ? differences(diagnosis.evidence.run, unit) : []),
    ],
  };
}
