import { nearest } from '../../src/schema/suggest.js';
import { forkPolicies, policies } from '../../src/solver/schedule.js';
import { appendFix, isMisread, setFix, solverRule } from './solver-rule.js';
import { own } from '../../src/text/own.js';

export const rule = solverRule(
  {
    id: 'unknown-lr-policy',
    category: 'solver',
    severity: 'error',
    symptom: 'load-failure',
    description: '`lr_policy` is missing or none that the solver knows.',
    fix: 'unsafe',
  },
  (solver, report, doc) => {
    const policy = solver.str('lr_policy');
    if ((policies as readonly string[]).includes(policy)) return;
    if (!solver.has('lr_policy')) {
      if (solver.num('max_iter') === 0 || !solver.has('base_lr') || isMisread(doc, 'lr_policy')) return;
      report({
        message: `lr_policy is not set: Caffe loads the net and aborts at the first iteration ("Unknown learning rate policy"); write lr_policy: "fixed" for a constant rate, or one of ${policies.join(', ')}`,
        fix: appendFix(doc, ['lr_policy: "fixed"']),
      });
      return;
    }
    const fork = own(forkPolicies, policy);
    const near =
      nearest(policy.trim().toLowerCase(), policies) ?? (/^const/i.test(policy) ? 'fixed' : undefined);
    report({
      at: solver.at('lr_policy'),
      ...(fork ? { severity: 'warn' as const } : {}),
      message: `there is no learning-rate policy "${policy}"${fork ? ` in BVLC Caffe, only in ${fork}` : ''}: Caffe loads the net and aborts at the first iteration; it knows ${policies.join(', ')}${near && !fork ? `; did you mean "${near}"?` : ''}`,
      fix: near && !fork ? setFix(doc, solver, 'lr_policy', `"${near}"`) : undefined,
    });
  },
);
