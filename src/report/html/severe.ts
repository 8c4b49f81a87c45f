/** Which of the page's findings are errors. */
import type { Finding } from '../../engine/finding.js';

/** Their indices. */
export const severeOf = (findings: readonly Finding[]): ReadonlySet<number> =>
  new Set(findings.flatMap(({ severity }, i) => (severity === 'error' ? [i] : [])));
