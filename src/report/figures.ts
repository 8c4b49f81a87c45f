/** The predicted figures of a net and of its first step, for those who show them. */
import { backpropagate } from '../analysis/gradients.js';
import { propagate } from '../analysis/numbers.js';
import type { Numbers } from '../analysis/numbers.js';
import type { ShapedNet } from '../analysis/shapes.js';
import type { Message } from '../document/message.js';
import type { DataDescription } from '../numeric/data.js';
import { firstUpdates } from '../solver/first-step.js';
import { rateCurve, ratePoints } from '../solver/rate-points.js';
import type { TrainingFigures } from './inspect.js';

export interface Figures {
  numbers: Numbers;
  training: TrainingFigures;
}

/**
 * Moments, first loss and gradients of a net; with a solver also first updates and learning rate.
 * @param points of the learning rate's curve
 */
export function figuresOf(
  view: ShapedNet,
  solver: Message | undefined,
  points: number,
  data?: DataDescription,
): Figures {
  const numbers = propagate(view, { data, types: view.types });
  const gradients = backpropagate(numbers, data ? { data } : {});
  return {
    numbers,
    training: {
      gradients,
      updates: solver && firstUpdates(numbers.net, gradients, solver),
      rates: solver && ratePoints(solver),
      curve: solver && rateCurve(solver, points),
    },
  };
}
