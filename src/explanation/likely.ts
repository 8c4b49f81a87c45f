/** Which findings explain what a run did, and in which order they are worth trying. */
import type { Category, Finding, Symptom } from '../engine/finding.js';
import type { Diagnosis, Verdict } from '../log/diagnose.js';

export interface LikelyCause {
  finding: Finding;
  /** The reason of the diagnosis, or the verdict, that it explains. */
  explains: string;
}

/**
 * What the rules that name a reason's own cause are. Everything else is matched by symptom: a rule that
 * foresees NaN explains NaN.
 */
const named: Readonly<Record<string, readonly string[]>> = {
  'rate-zero': ['no-learning-rate', 'missing-schedule-parameter', 'learning-rate-dies'],
  'rate-negative': ['no-learning-rate', 'missing-schedule-parameter'],
  'rate-spent': ['learning-rate-dies', 'missing-schedule-parameter'],
  'loss-floor': ['double-softmax', 'activation-on-logits'],
  'loss-weight-negative': ['loss-scale', 'loss-weight-zero'],
  'jumps-without-rate': ['train-test-transform-mismatch'],
  'train-flat-test-falls': ['train-test-transform-mismatch'],
  'test-lost': ['train-test-transform-mismatch'],
  'test-rises': ['train-test-transform-mismatch'],
  'test-gap': ['train-test-transform-mismatch'],
};

/** Symptoms that a verdict shows, those that fit best first. */
const shows: Readonly<Partial<Record<Verdict, readonly Symptom[]>>> = {
  nan: ['nan'],
  diverging: ['nan'],
  plateau: ['plateau'],
  oscillating: ['nan'],
};

/** Reasons of a plateau that steps far too large lead to as well: they throw the weights to where every unit is dead. */
const fallenBack = new Set(['at-chance', 'collapsed', 'above-chance', 'one-sided-scores']);
/** Reasons of a plateau below guessing: it learns, too slowly or not far enough. */
const slowed = new Set(['stuck-below-chance', 'flat-loss', 'train-flat-low', 'loss-floor']);

/** A step that is too large makes the loss jump; what the weights start with does not. */
const stepSize = new Set<Category>(['solver', 'loss', 'data']);

/** A run of Caffe that reached its first loss has loaded its files. */
const refusal = /check failed|error parsing|unknown/i;

const fromTheStart: readonly Category[] = ['data', 'init', 'normalization', 'loss', 'solver'];
const later: readonly Category[] = ['solver', 'loss', 'data', 'normalization', 'init'];

/**
 * The findings that explain a diagnosis, most likely first. A finding that foresees something else is
 * left out: it may be a defect, but not of this run.
 * @param symptomOf what a rule shows in general, where the finding of it foresees another fate
 */
export function likelyCauses(
  diagnosis: Diagnosis,
  findings: readonly Finding[],
  symptomOf: (ruleId: string) => Symptom | undefined,
): LikelyCause[] {
  const order = orderFor(diagnosis);
  const ranked = findings.flatMap((finding) => {
    const fit = fitOf(diagnosis, finding, symptomOf);
    return fit ? [{ finding, ...fit, place: placeIn(order, finding.category) }] : [];
  });
  ranked.sort(
    (a, b) =>
      a.tier - b.tier ||
      Number(b.finding.severity === 'error') - Number(a.finding.severity === 'error') ||
      a.place - b.place,
  );
  return ranked.map(({ finding, explains }) => ({ finding, explains }));
}

/** How well a finding fits: 0 names the very reason, 1 foresees the fate, higher numbers less directly. */
function fitOf(
  diagnosis: Diagnosis,
  finding: Finding,
  symptomOf: (ruleId: string) => Symptom | undefined,
): { tier: number; explains: string } | undefined {
  const { verdict, reasons, evidence } = diagnosis;
  for (const reason of reasons)
    if (named[reason.id]?.includes(finding.ruleId)) return { tier: 0, explains: reason.id };
  if (evidence.run.train.count === 0) {
    const crashed = reasons.find((r) => r.id === 'crashed');
    const refused = crashed && refusal.test(evidence.run.fatal ?? '');
    return refused && finding.symptom === 'load-failure' && finding.severity === 'error'
      ? { tier: 1, explains: crashed.id }
      : undefined;
  }
  const expected = shows[verdict] ?? [];
  if (verdict === 'oscillating' && !stepSize.has(finding.category)) return undefined;
  if (expected.includes(finding.symptom)) return { tier: 1, explains: verdict };
  const general = symptomOf(finding.ruleId);
  const foresees = finding.symptom === 'nan' || finding.symptom === 'plateau';
  if (foresees && general && expected.includes(general)) return { tier: 2, explains: verdict };
  if (verdict !== 'plateau') return undefined;
  const reason = reasons[0]?.id ?? '';
  if (fallenBack.has(reason) && finding.symptom === 'nan') return { tier: 3, explains: reason };
  if (slowed.has(reason) && finding.symptom === 'slow') return { tier: 3, explains: reason };
  return undefined;
}

/**
 * Where to look first. A first loss far from that of guessing, or a run lost from its first printed loss,
 * points at what the net starts with; a run that began well points at the steps.
 */
function orderFor({ reasons, divergence }: Diagnosis): readonly Category[] {
  const badStart = reasons.some((r) => r.id === 'first-loss-high');
  return badStart || (divergence && !divergence.lastGood) ? fromTheStart : later;
}

function placeIn(order: readonly Category[], category: Category): number {
  const at = order.indexOf(category);
  return at < 0 ? order.length : at;
}
