/** What a prognosis says in a message. */
import { propagate } from '../analysis/numbers.js';
import type { ShapedNet } from '../analysis/shapes.js';
import { shownNumber } from '../solver/facts.js';
import { withAssumedShapes } from './assumed.js';
import type { Prognosis } from './prognosis.js';
import type { Fate, RunResult } from './run.js';

/** "in a simulated run the loss is NaN after 7 iterations (printed as 87.3365 on a GPU)". */
export function fateInWords(p: Prognosis): string {
  const toss =
    p.lucky === undefined
      ? ''
      : ` (a coin toss: of ${p.lucky} simulated starts ${p.lucky - 1} fail and one trains, so another random_seed may get away with it)`;
  return `${failureInWords(p)}${toss}`;
}

function failureInWords(p: Prognosis): string {
  const r = p.evidence;
  if (!r) return '';
  if (p.verdict === 'nan')
    return r.brokeAt !== undefined
      ? `in a simulation of its first ${r.iterations + 1} iterations the loss rises until it is NaN (printed as 87.3365 on a GPU)`
      : 'in a simulation of its first iterations the loss ends at the softmax ceiling (87.3365 per sample)';
  if (p.evidence?.hits === undefined)
    return `in a simulation of its first ${r.iterations} iterations the loss stays where the best constant answer would put it`;
  return `in a simulation of its first ${r.iterations} iterations the loss ${r.first > 1.3 * r.chance ? `falls from ${shownNumber(r.first)} to` : 'stays at'} that of guessing (ln K for K classes: 0.6931 for two, 2.3026 for ten)${growth(r)}`;
}

/** ", though …": small signals grow out of a plateau, and a plan that ends before that is what is wrong with it, too. */
function growth({ signal: [early, late] }: RunResult): string {
  const factor = late / early;
  if (!(factor > 10 && late < 0.1)) return '';
  return `, though the part of the logits that depends on the input grows meanwhile (${shownNumber(factor)}-fold), so that a longer run may get away from it`;
}

const fateWord: Readonly<Record<Fate, string>> = {
  trains: 'train',
  nan: 'go to NaN',
  plateau: 'stay at guessing',
  slow: 'learn slowly',
  unsure: 'are undecided',
};

/** "3 of 5 train, 2 of 5 stay at guessing": how simulated starts end, the most frequent first. */
export function startsInWords(runs: readonly RunResult[]): string {
  const fates = new Map<Fate, number>();
  for (const { fate } of runs) fates.set(fate, (fates.get(fate) ?? 0) + 1);
  const ranked = [...fates].sort((a, b) => b[1] - a[1]);
  return ranked.map(([fate, n]) => `${n} of ${runs.length} ${fateWord[fate]}`).join(', ');
}

/** "the logits start with std 121 (healthy: 0.1 to 10) and 62 % of the samples at the 87.3365 ceiling"; empty where they are ordinary. */
export function startInWords(net: ShapedNet): string {
  const shaped = withAssumedShapes(net);
  const reports = shaped ? propagate(shaped).losses.flatMap((l) => l.report ?? []) : [];
  const worst = reports.sort((a, b) => b.logitStd - a.logitStd)[0];
  if (!worst || worst.classes === 0) return '';
  if (worst.logitStd > 10) {
    const share = Math.round(100 * worst.ceiling);
    return `the logits start with std ${shownNumber(worst.logitStd)} (healthy: 0.1 to 10)${share > 0 ? ` and ${share} % of the samples at the 87.3365 ceiling` : ''}`;
  }
  if (worst.inputStd < 1e-3)
    return `the part of the logits that depends on the input starts with std ${shownNumber(worst.inputStd)} (healthy: 0.1 to 10)`;
  return '';
}
