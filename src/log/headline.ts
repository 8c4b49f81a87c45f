/** The verdict as one sentence. */
import type { Diagnosis, Verdict } from './diagnose.js';
import { shown } from './number.js';

const words: Record<Verdict, string> = {
  learning: 'the net is learning',
  converged: 'the net has converged',
  overfitting: 'the net is over-fitting',
  plateau: 'the net is not learning',
  nan: 'the run is lost to NaN or its like',
  diverging: 'the loss is diverging',
  oscillating: 'the loss jumps without settling',
  'data-suspect': 'something is wrong with the data',
  'too-early': 'it is too early to tell',
};

/** `the net is learning: training loss 2.31 -> 0.21, test loss 0.35, accuracy 0.91`. */
export function headline({ verdict, evidence, reasons }: Diagnosis): string {
  const { curve, tests, run } = evidence;
  const stuck = reasons[0]?.id === 'stuck-below-chance' || reasons[0]?.id === 'flat-loss';
  const say = verdict === 'plateau' && stuck ? 'the net has stopped learning early' : words[verdict];
  const facts: string[] = [];
  const last = run.train.last?.value;
  if (curve)
    facts.push(
      `training loss ${shown(curve.start)} -> ${shown(verdict === 'nan' ? (last ?? NaN) : curve.level)}`,
    );
  else if (last !== undefined) facts.push(`training loss ${shown(last)}`);
  if (verdict !== 'nan') {
    const test = tests.loss.at(-1)?.value;
    if (test !== undefined) facts.push(`test loss ${shown(test)}`);
    if (tests.lastAccuracy !== undefined) facts.push(`${tests.accuracy!.name} ${shown(tests.lastAccuracy)}`);
  }
  return facts.length > 0 ? `${say}: ${facts.join(', ')}` : say;
}
