/** The size of the first update of each parameter (sgd_solver.cpp and its siblings, ApplyUpdate at iteration 0). */
import type { Gradients } from '../analysis/gradients.js';
import type { ParamFact, ShapedNet } from '../analysis/shapes.js';
import type { Message } from '../document/message.js';
import type { ParamGradient } from '../numeric/gradient.js';
import { count, isKnown } from '../shapes/shape.js';
import { solverType } from './facts.js';
import { learningRate } from './schedule.js';

/** Root of the mean square of a parameter's first update, over that of the parameter itself; by parameter. */
export function firstUpdates(
  net: ShapedNet,
  gradients: Gradients,
  solver: Message,
): ReadonlyMap<ParamFact, number> {
  const ratios = new Map<ParamFact, number>();
  const rate = learningRate(solver, 0);
  if (rate === undefined) return ratios;
  // Normalize: the mean of iter_size passes, whose gradients are as independent as those of a batch's samples.
  const scale = clipping(net, gradients, solver) / Math.sqrt(passes(solver));
  for (const layer of net.layers)
    for (const param of layer.params) {
      const g = gradients.params[layer.node.index]?.[param.index];
      if (!g || !(g.weight > 0)) continue;
      const decay = solver.num('weight_decay') * param.decayMult;
      const l1 = solver.str('regularization_type') === 'L1';
      const total = Math.sqrt(g.second * scale ** 2 + decay ** 2 * (l1 ? 1 : g.weight));
      ratios.set(param, (rate * param.lrMult * direction(solver, total)) / Math.sqrt(g.weight));
    }
  return ratios;
}

/** SGDSolver::ClipGradients: over the sum of iter_size passes, all parameters together. */
function clipping(net: ShapedNet, gradients: Gradients, solver: Message): number {
  const most = solver.num('clip_gradients');
  if (most < 0) return 1;
  const own = net.layers.flatMap((l) =>
    l.params.filter((p) => !p.owner).map((p) => [p, gradients.params[l.node.index]?.[p.index]] as const),
  );
  const square = own.reduce((sum, [p, g]) => sum + squareOf(p, g), 0);
  const norm = Math.sqrt(square * passes(solver));
  return norm > most ? most / norm : 1;
}

const passes = (solver: Message): number => Math.max(1, solver.num('iter_size'));

function squareOf(param: ParamFact, g: ParamGradient | undefined): number {
  const n = count(param.shape);
  return g && isKnown(n) ? n * g.second : 0;
}

/** What the solver makes of a gradient of this size in its first step, before the rate. */
function direction(solver: Message, g: number): number {
  const delta = solver.num('delta');
  const momentum = solver.num('momentum');
  switch (solverType(solver)) {
    case 'Nesterov':
      return (1 + momentum) * g;
    case 'AdaGrad':
      return g / (g + delta);
    case 'RMSProp':
      return g / (Math.sqrt(1 - solver.num('rms_decay')) * g + delta);
    case 'AdaDelta':
      return g * Math.sqrt(delta / ((1 - momentum) * g * g + delta));
    case 'Adam': {
      const root = Math.sqrt(1 - solver.num('momentum2'));
      return (root * g) / (root * g + delta);
    }
    default:
      return g;
  }
}
