/** What to do about it, for someone who has only the log. */
import type { Evidence, Verdict } from './evidence.js';
import type { Reason } from './reason.js';
import { RATE_SPENT } from './thresholds.js';

/** At most three steps, most promising first. */
export function adviceFor(verdict: Verdict, reasons: readonly Reason[], evidence: Evidence): string[] {
  const has = (id: string) => reasons.some((r) => r.id === id);
  const steps: string[] = [];
  const add = (when: boolean, step: string) => when && steps.push(step);
  add(has('crashed'), 'mend what it crashed of first');
  add(has('loss-floor'), 'remove the squashing layer before the loss');
  add(has('rate-zero'), 'set base_lr, and gamma where the policy needs one');
  add(has('rate-negative'), 'make base_lr positive');
  add(has('loss-weight-zero') || has('loss-weight-negative'), 'set loss_weight: 1');
  add(
    has('first-loss-high') && ['nan', 'plateau', 'diverging'].includes(verdict),
    'scale the input (mean and scale in transform_param) and use msra or xavier fillers, so that the first loss comes near ln K',
  );
  switch (verdict) {
    case 'nan':
    case 'diverging':
      add(
        evidence.run.rate.first !== undefined && !has('rate-negative'),
        'lower base_lr by a factor of ten, or set clip_gradients',
      );
      add(!has('first-loss-high'), 'check the scale of the input and the labels against num_output');
      break;
    case 'plateau':
      add(has('rate-spent'), 'restart from the snapshot with a schedule that keeps the rate up longer');
      add(has('log-ceiling'), 'use SoftmaxWithLoss on the raw scores');
      add(has('collapsed') || has('above-chance'), 'lower base_lr by a factor of ten');
      add(has('unmoved'), 'raise base_lr, and look for frozen layers (lr_mult: 0) and vanishing gradients');
      add(
        has('at-chance'),
        'lint the net and solver: dead units, zero or tiny fillers, a frozen layer or a rate that is far too high or too low do this',
      );
      add(
        has('flat-loss') || has('stuck-below-chance'),
        'lower the rate, change the batch size, or give the net more to work with',
      );
      add(has('loss-zero'), 'give the last layer one output per class and look at the labels');
      break;
    case 'oscillating':
      add(true, 'lower base_lr, or raise the batch size or iter_size');
      add(true, 'shuffle the training data; batches of one class make the loss jump');
      break;
    case 'overfitting':
      add(
        has('test-rises'),
        `take the snapshot near iteration ${reasons.find((r) => r.id === 'test-rises')?.iteration ?? 0}`,
      );
      add(true, 'add data or augmentation, dropout or weight decay, or make the net smaller');
      break;
    case 'data-suspect':
      add(true, 'compare source, labels, order and transform_param of the training and test data layers');
      break;
    case 'learning':
      add(has('rate-spent'), 'keep the rate up longer');
      add(!has('rate-spent') && evidence.run.ending !== 'finished', 'let it run');
      add(
        !has('rate-spent') && evidence.run.ending === 'finished',
        atScheduleEnd(evidence)
          ? 'the schedule is at its end; a longer one may gain more'
          : 'raise max_iter: it was still improving when it ended',
      );
      break;
    case 'converged':
      add(has('test-lost'), 'look into the test net before using these weights');
      break;
    case 'too-early':
      add(
        evidence.run.train.count > 0 && evidence.run.ending === 'open',
        'look again when more has been printed',
      );
      break;
  }
  add(has('tests-jump'), 'let test_iter x batch_size cover the whole test set, and shuffle it');
  return steps.slice(0, 3);
}

function atScheduleEnd({ run, solver }: Evidence): boolean {
  const most = Math.max(run.rate.max, solver?.baseRate ?? 0);
  return (run.rate.last?.value ?? most) <= RATE_SPENT * most;
}
