/** When it proves something that a rule found nothing. */
import type { TextDocument } from '../document/document.js';
import type { RuleSetting } from '../engine/run.js';

/** What training does follows from net and solver together. */
const ofTraining = new Set(['nan', 'plateau', 'slow']);

/**
 * Whether a directive for this rule may be called unused. Not so for a rule that did not run, nor for
 * one that judges training where only the net, or only the solver, is at hand: linted together with the
 * other file it may well find something, and the directive would have been taken out.
 * @param ruleId Undefined for a directive that names no rule.
 * @param paired Whether the file was judged together with its solver or net.
 */
export function isConclusive(
  ruleId: string | undefined,
  doc: TextDocument,
  paired: boolean,
  rules: readonly RuleSetting[],
  skipped: ReadonlySet<string> | undefined,
): boolean {
  // Layers with mistakes are left out of account, and a net that Caffe cannot upgrade as a whole.
  const whole = !doc.broken && doc.upgrade.refusals.length === 0;
  if (ruleId === undefined) return whole && (!skipped || skipped.size === 0);
  if (skipped?.has(ruleId)) return false;
  const meta = rules.find((r) => r.rule.meta.id === ruleId)?.rule.meta;
  if (!meta || meta.category === 'syntax' || meta.category === 'schema') return true;
  // Rules on deployment compare a net with others that are linted with it.
  if (!whole || meta.category === 'deploy') return false;
  if (paired || (doc.kind === 'solver' && meta.category === 'solver')) return true;
  return !(ofTraining.has(meta.symptom) || meta.category === 'solver' || meta.category === 'finetune');
}
