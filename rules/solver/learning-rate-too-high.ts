import { shownNumber } from '../../src/solver/facts.js';
import { learningRate } from '../../src/solver/schedule.js';
import { startInWords } from '../../src/training/words.js';
import { causeRule } from '../prognosis-rule.js';
import { setFix } from './solver-rule.js';

export const rule = causeRule(
  {
    id: 'learning-rate-too-high',
    category: 'solver',
    severity: 'warn',
    symptom: 'nan',
    description: 'The learning rate throws the weights of this net out in the first iterations.',
    fix: 'unsafe',
  },
  ['rate-high'],
  ({ solver, solverDoc, prognosis, fate, view, report }) => {
    const rate = prognosis.rate;
    // A schedule that raises the rate is told by learning-rate-grows.
    const last = learningRate(solver, solver.num('max_iter') - 1) ?? 0;
    if (rate === undefined || last >= 10 * solver.num('base_lr')) return;
    const base = solver.num('base_lr');
    const momentum = solver.num('momentum');
    const start = startInWords(view);
    const carried = /^(|SGD|Nesterov)$/.test(solver.str('type')) && momentum >= 0.5;
    const fix = setFix(solverDoc, solver, 'base_lr', shownNumber(rate));
    report({
      doc: solverDoc,
      at: solver.at('base_lr'),
      message: `base_lr ${shownNumber(base)}${carried ? ` (with momentum ${momentum}, in effect ${shownNumber(base / (1 - momentum))})` : ''} is too high for this net: ${start ? `${start}, and ` : ''}${fate}; ${shownNumber(rate)} is the highest of the rates tried (in steps of 1-3-10) at which it trains`,
      ...(fix ? { fix } : {}),
    });
  },
);
