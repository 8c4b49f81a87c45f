import { shownNumber } from '../../src/solver/facts.js';
import { gammaOver, thirdOf } from '../../src/solver/schedule.js';
import { symptomBy } from '../prognosis-rule.js';
import { appendFix, isMisread, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'missing-schedule-parameter',
    category: 'solver',
    severity: 'error',
    symptom: 'plateau',
    description: 'The learning-rate policy lacks a parameter whose default (0) kills or freezes the rate.',
    fix: 'unsafe',
  },
  (solver, report, doc, unit) => {
    const policy = solver.str('lr_policy');
    const missing = (name: string): boolean => !solver.has(name) && !isMisread(doc, name);
    const at = solver.at('lr_policy');
    const base = shownNumber(solver.num('base_lr'));
    const maxIter = solver.num('max_iter');
    const third = thirdOf(maxIter);
    if (policy === 'step' && missing('stepsize'))
      report({
        at,
        symptom: 'load-failure',
        message: `lr_policy "step" needs stepsize, which is not set: its default is 0, and Caffe aborts at the first iteration (Check failed: stepsize > 0); add one, e.g. stepsize: ${third}${missing('gamma') ? ' together with gamma: 0.1' : ''}`,
        fix: appendFix(doc, missing('gamma') ? [`stepsize: ${third}`, 'gamma: 0.1'] : [`stepsize: ${third}`]),
      });
    else if ((policy === 'step' || policy === 'multistep') && missing('gamma')) {
      const first = policy === 'step' ? solver.num('stepsize') : (solver.nums('stepvalue')[0] ?? Infinity);
      const fires = first < maxIter;
      report({
        at,
        ...(fires ? symptomBy(unit, 'slow') : { severity: 'warn' as const, symptom: 'none' as const }),
        message: `lr_policy "${policy}" multiplies the rate by gamma at each step, but gamma is not set and its default is 0: ${fires ? `from iteration ${first} on the rate is ${base} x 0 = 0 and nothing learns any more` : 'the first step would set the rate to 0 (it lies behind max_iter)'}; add gamma: 0.1`,
        fix: appendFix(doc, ['gamma: 0.1']),
      });
    } else if (policy === 'exp' && missing('gamma'))
      report({
        at,
        message: `lr_policy "exp" is base_lr x gamma^iteration, but gamma is not set and its default is 0: the first iteration runs at ${base}, every later one at rate 0; add gamma, e.g. ${gammaOver(maxIter)} for a hundredth of base_lr at the end`,
        fix: appendFix(doc, [`gamma: ${gammaOver(maxIter)}`]),
      });
    else if (policy === 'sigmoid' && missing('stepsize'))
      report({
        at,
        symptom: 'load-failure',
        message:
          'lr_policy "sigmoid" needs stepsize, which is not set: its default is 0, and Caffe aborts at the first iteration (Check failed: stepsize > 0)',
        fix: appendFix(doc, [`stepsize: ${third}`]),
      });
    else if (policy === 'sigmoid' && missing('gamma'))
      report({
        at,
        severity: 'warn',
        symptom: 'wrong-result',
        message: `lr_policy "sigmoid" without gamma (default 0) is a constant rate of base_lr / 2 = ${shownNumber(solver.num('base_lr') / 2)}`,
      });
    else if (policy === 'inv' && (missing('gamma') || missing('power')))
      report({
        at,
        severity: 'warn',
        symptom: 'wrong-result',
        message: `lr_policy "inv" is base_lr x (1 + gamma x iteration)^-power; ${missing('gamma') ? 'gamma' : 'power'} is not set and its default 0 makes the rate constant at ${base}; the usual pair is gamma: 0.0001 power: 0.75, or write lr_policy: "fixed"`,
        fix: appendFix(doc, [
          ...(missing('gamma') ? ['gamma: 0.0001'] : []),
          ...(missing('power') ? ['power: 0.75'] : []),
        ]),
      });
    else if (policy === 'poly' && missing('power'))
      report({
        at,
        severity: 'warn',
        symptom: 'wrong-result',
        message: `lr_policy "poly" is base_lr x (1 - iteration / max_iter)^power; power is not set and its default 0 makes the rate constant at ${base}; power: 1 falls linearly to 0, or write lr_policy: "fixed"`,
        fix: appendFix(doc, ['power: 1']),
      });
    else if (policy === 'multistep' && solver.count('stepvalue') === 0)
      report({
        at,
        severity: 'warn',
        symptom: 'wrong-result',
        message: `lr_policy "multistep" drops the rate at each stepvalue, but there is none (stepsize belongs to "step"): the rate stays at ${base}`,
      });
  },
);
