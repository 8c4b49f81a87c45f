/** What happened in a run, by iteration: the marks on the curves, and the list that tells what they are. */
import type { Diagnosis, Verdict } from '../../log/diagnose.js';
import { shown } from '../../log/number.js';

export interface RunEvent {
  iteration: number;
  /** Everything that happened there, a sentence each. */
  texts: string[];
  mood: 'bad' | 'good' | 'plain';
}

/** A schedule in steps is told; one that moves all the time is a curve. */
const MOST_STEPS = 12;
const MOST_EVENTS = 30;

/** Verdicts of a curve that has come to rest. */
const flat = new Set<Verdict>(['plateau', 'converged']);

/** Events in the order of their iterations. */
export function eventsOf(diagnosis: Diagnosis): RunEvent[] {
  const { evidence, divergence, reasons } = diagnosis;
  const { run, tests, curve } = evidence;
  const events = new Map<number, RunEvent>();
  const add = (iteration: number | undefined, text: string, mood: RunEvent['mood'] = 'plain'): void => {
    if (iteration === undefined) return;
    const event = events.get(iteration) ?? { iteration, texts: [], mood: 'plain' };
    event.texts.push(text);
    if (mood === 'bad' || event.mood === 'plain') event.mood = mood;
    events.set(iteration, event);
  };
  const first = run.train.first?.iteration;
  if (run.resumedFrom !== undefined) add(first, `resumed from ${run.resumedFrom}`);
  else if (run.fineTunedFrom.length > 0) add(first, `weights loaded from ${run.fineTunedFrom.join(', ')}`);
  for (const { iteration, value } of steps(diagnosis)) add(iteration, `learning rate now ${shown(value)}`);
  add(
    divergence?.iteration,
    divergence?.lastGood
      ? `went wrong: the loss left ${shown(divergence.lastGood.loss)} behind`
      : 'lost from here on',
    'bad',
  );
  add(run.train.badSince?.iteration, 'NaN or infinite from here on', 'bad');
  if (tests.best) add(tests.best.iteration, `best test loss, ${shown(tests.best.value)}`, 'good');
  if (flat.has(diagnosis.verdict)) add(curve?.flatSince, 'flat from here on');
  // What the reasons tell of an iteration that is marked already is said beside the verdict.
  for (const { iteration, message } of reasons)
    if (iteration !== undefined && !events.has(iteration)) add(iteration, message);
  const endings = { finished: 'finished', stopped: 'stopped', crashed: 'crashed', open: undefined };
  const end = endings[run.ending];
  if (end !== undefined)
    add(
      run.train.last?.iteration,
      run.fatal === undefined ? end : `${end}: ${run.fatal}`,
      run.ending === 'crashed' ? 'bad' : 'plain',
    );
  return [...events.values()].sort((a, b) => a.iteration - b.iteration).slice(0, MOST_EVENTS);
}

function steps({ evidence }: Diagnosis): { iteration: number; value: number }[] {
  const points = evidence.run.rate.points();
  const changes = points.filter((p, i) => i > 0 && p.value !== points[i - 1]!.value);
  return changes.length <= MOST_STEPS ? changes : [];
}
