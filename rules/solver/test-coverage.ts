import type { Unit } from '../../src/engine/unit.js';
import { isKnown } from '../../src/shapes/shape.js';
import { readersOf } from '../data/readers.js';
import { setFix, solverRule } from './solver-rule.js';

/** Images that are counted twice may be this part of the set: a rounded number of batches is meant. */
const ROUNDING = 0.1;

export const rule = solverRule(
  {
    id: 'test-coverage',
    category: 'solver',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'A test looks at less than half of the test set, or at some of it more than once.',
    fix: 'unsafe',
  },
  (solver, report, doc, unit) => {
    const test = testSet(unit);
    if (!test || solver.count('test_iter') !== 1) return;
    const { batch, images } = test;
    const iterations = solver.num('test_iter');
    const seen = iterations * batch;
    const whole = Math.ceil(images / batch);
    const extra = iterations > whole ? seen - images : 0;
    if (iterations < 1 || (seen * 2 >= images && extra <= ROUNDING * images)) return;
    const effect =
      extra === 0
        ? 'each test looks at the next part of the set, so two results are not of the same images, and what few images say is noisy'
        : extra < images
          ? `${extra} of the images count twice`
          : `each image is tested at least ${Math.floor(seen / images)} times, which takes its time and tells nothing new`;
    report({
      at: solver.at('test_iter'),
      symptom: extra >= images ? 'slow' : 'wrong-result',
      message: `test_iter ${iterations} with batches of ${batch} makes ${seen} images a test, and the test set has ${images} (${test.from}): ${effect}; ${whole} batches are one pass`,
      fix: setFix(doc, solver, 'test_iter', String(whole)),
    });
  },
);

/** The one data layer of the one test net, and how much it has to read. */
function testSet(unit: Unit): { batch: number; images: number; from: string } | undefined {
  const views = unit.analysis?.views.filter((v) => v.view.phase === 'TEST') ?? [];
  const [view] = views;
  const sources = view?.layers.filter((l) => l.node.signature?.source) ?? [];
  if (!view || views.length !== 1 || sources.length !== 1) return undefined;
  const batch = sources[0]!.tops[0]?.[0];
  if (!isKnown(batch) || batch < 1) return undefined;
  const [reader] = readersOf(view);
  const { knowledge } = view;
  const labels = reader && knowledge.labelsOf?.({ type: reader.node.type, source: reader.source });
  if (labels?.own) return { batch, images: labels.list.count, from: `lines in ${labels.list.path}` };
  const told = knowledge.samples?.test;
  return told === undefined ? undefined : { batch, images: told, from: 'as settings.samples tells' };
}
