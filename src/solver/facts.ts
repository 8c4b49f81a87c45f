/** What a SolverParameter amounts to once defaults are filled in. */
import type { Message } from '../document/message.js';

/** Solvers that BVLC registers. */
export const solverTypes = ['SGD', 'Nesterov', 'AdaGrad', 'RMSProp', 'AdaDelta', 'Adam'] as const;

/** Solvers that forks register besides. */
export const forkSolverTypes: readonly string[] = ['SGDWithLARS', 'LARS', 'AdamW', 'AMSGrad', 'SGDSolver'];

/** The registered type; unknown strings as they are. */
export const solverType = (solver: Message): string => solver.str('type') || 'SGD';

/** Does it start from trained weights? Then fillers say nothing of the layers that the weights cover. */
export const fineTunes = (solver: Message | undefined): boolean =>
  solver !== undefined && solver.count('weights') > 0 && solver.strs('weights').some((w) => w.trim() !== '');

/** Which net fields of the solver are set. */
export const netFields = (solver: Message): string[] =>
  ['net', 'net_param', 'train_net', 'train_net_param'].filter((f) => solver.has(f));

/** "0.01" rather than "0.009999999776"; exponents below 1e-4. */
export function shownNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value).toLowerCase();
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}
