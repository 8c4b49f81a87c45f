/** Will this net, with this solver, train, and if not, why? */
import { madeForTrainedWeights } from '../analysis/made-for-trained.js';
import { liveness } from '../analysis/liveness.js';
import { outsideDomain } from '../analysis/outside-domain.js';
import type { ShapedLayer, ShapedNet } from '../analysis/shapes.js';
import type { Message } from '../document/message.js';
import { bvlc } from '../schema/tables/bvlc.js';
import { fineTunes, solverType, solverTypes } from '../solver/facts.js';
import { policies } from '../solver/schedule.js';
import { withAssumedShapes } from './assumed.js';
import { anomalies, type CauseId } from './anomalies.js';
import type { Change } from './build.js';
import { Laboratory, type Trial } from './laboratory.js';
import type { Fate, RunResult } from './run.js';

export interface Prognosis {
  verdict: Fate;
  /** The one thing whose mend makes it train; undefined where it does not fail. */
  cause: CauseId | undefined;
  /** Other oddities that have to be mended with it. */
  besides: CauseId[];
  /** The run of the net as written. */
  evidence: RunResult | undefined;
  /** The largest rate of a 1-3-10 ladder at which it trains. */
  rate: number | undefined;
  /** The simulation covers every iteration of the plan. */
  whole: boolean;
  /** Where simulated seeds part: so many starts were tried until one trained. Whether a real run fails is then a coin toss. */
  lucky?: number;
}

const known = new WeakMap<ShapedNet, WeakMap<Message, Prognosis | undefined>>();

/**
 * The prognosis of a training view. Undefined where nothing can be said: weights are loaded, a deadlock
 * is certain and told elsewhere, Caffe would refuse, or the net has layers that the surrogate lacks.
 */
export function prognosis(net: ShapedNet, solver: Message): Prognosis | undefined {
  let bySolver = known.get(net);
  if (!bySolver) known.set(net, (bySolver = new WeakMap()));
  if (!bySolver.has(solver)) bySolver.set(solver, foresee(net, solver));
  return bySolver.get(solver);
}

function foresee(net: ShapedNet, solver: Message): Prognosis | undefined {
  if (!judgeable(net, solver)) return undefined;
  const lab = new Laboratory(net, solver);
  const trial = lab.trial();
  if (!trial) return undefined;
  const base = {
    verdict: trial.fate,
    evidence: trial.runs.find((r) => r.fate === trial.fate),
    whole: lab.whole,
    ...(trial.lucky === undefined ? {} : { lucky: trial.lucky }),
  };
  if (trial.fate !== 'nan' && trial.fate !== 'plateau')
    return { ...base, cause: undefined, besides: [], rate: undefined };
  return { ...base, ...causeOf(net, solver, lab, trial) };
}

/** Simulated runs of the net as written, each from a seed of its own; undefined where there is no prognosis to make. */
export const starts = (net: ShapedNet, solver: Message): RunResult[] | undefined =>
  judgeable(net, solver) ? new Laboratory(net, solver).starts() : undefined;

/** A plan of fewer iterations is a try-out that is not meant to train. */
const SHORTEST = 20;

function judgeable(net: ShapedNet, solver: Message): boolean {
  if (fineTunes(solver) || net.knowledge.trained || net.issues.length > 0) return false;
  if (!(solver.num('base_lr') > 0) || solver.num('clip_gradients') === 0) return false;
  if (solver.num('iter_size') < 1 && solver.has('iter_size')) return false;
  if (solver.num('momentum') >= 1 || !(solver.num('max_iter') >= SHORTEST)) return false;
  if (!solverTypes.some((t) => t === solverType(solver))) return false;
  // Fields of forks change the rate (LARC, ramp-up) in ways that are not simulated.
  if (solver.names().some((name) => !(name in (bvlc.messages['SolverParameter'] ?? {})))) return false;
  if (!policies.some((p) => p === solver.str('lr_policy'))) return false;
  if (!net.layers.some((l) => l.node.tops.some((t) => (t.lossWeight ?? 0) > 0))) return false;
  if (net.layers.every((l) => l.params.every((p) => p.lrMult === 0))) return false;
  // Certain failures, told by rules of their own.
  if (outsideDomain(net).length > 0 || net.layers.some(dropsOutOfRange)) return false;
  if (madeForTrainedWeights(net)) return false;
  // Exact, but quadratic in depth: beyond the surrogate's reach all the same.
  return net.layers.length < 1500 && liveness(net).alive !== false;
}

function dropsOutOfRange({ node }: ShapedLayer): boolean {
  if (node.type !== 'Dropout') return false;
  const ratio = Math.fround(node.message.msg('dropout_param').num('dropout_ratio'));
  return ratio < 0 || ratio >= 1;
}

/** Rates relative to base_lr, the nearest first. */
const LOWER = [0.3, 0.1, 0.03, 0.01];
const FAR_LOWER = [0.003, 0.001, 1e-4, 1e-5];
const HIGHER = [10, 100, 1000, 1e4, 1e5, 1e6];

function causeOf(
  net: ShapedNet,
  solver: Message,
  lab: Laboratory,
  trial: Trial,
): Pick<Prognosis, 'cause' | 'besides' | 'rate'> {
  const all = anomalies(withAssumedShapes(net) ?? net, solver);
  const odd = all.filter((a) => !a.lastResort);
  const none = { besides: [], rate: undefined };
  const filler = odd.find((a) => a.id === 'filler');
  // Residual sums of weights of a wrong size are judged by what they are once those are mended.
  const alone = filler ? odd.filter((a) => a.id !== 'branches') : odd;
  for (const { id, change } of alone) if (lab.trains(change)) return { cause: id, ...none };
  // Weights of a wrong size stay the cause where another fault hides that their mend helps.
  for (const other of filler ? odd : [])
    if (other !== filler && lab.trains({ ...filler!.change, ...other.change }))
      return { cause: 'filler', besides: [other.id], rate: undefined };
  const base = solver.num('base_lr');
  const still = trial.fate === 'plateau' && barelyMoves(trial.runs[0]!);
  // A rate that one seed trains at may be luck; where no rate is sure, luck has to do.
  const rateOf = (change: Change, factors: readonly number[]): number | undefined => {
    const rates = factors.map((f) => round(base * f));
    return (
      rates.find((rate) => lab.surelyTrains({ ...change, rate })) ??
      rates.find((rate) => lab.trains({ ...change, rate }))
    );
  };
  const rated = (rate: number): Pick<Prognosis, 'cause' | 'besides' | 'rate'> => ({
    cause: rate > base ? 'rate-low' : 'rate-high',
    besides: [],
    rate,
  });
  const near = rateOf({}, still ? [...HIGHER, ...LOWER] : LOWER);
  if (near !== undefined) return rated(near);
  // All at once, then the rate on top: where a rate a thousand times off is wanted, something else is wrong.
  const first = odd[0];
  if (first) {
    const change = odd.reduce<Change>((sum, a) => ({ ...sum, ...a.change }), {});
    const besides = odd.slice(1).map((a) => a.id);
    if (lab.trains(change)) return { cause: first.id, besides, rate: undefined };
    const rate = rateOf(change, LOWER);
    if (rate !== undefined) return { cause: first.id, besides: [...besides, 'rate-high'], rate };
  }
  const far = rateOf({}, FAR_LOWER);
  if (far !== undefined) return rated(far);
  const last = all.find((a) => a.lastResort && lab.trains(a.change));
  if (last) return { cause: last.id, ...none };
  return first
    ? { cause: first.id, besides: odd.slice(1).map((a) => a.id), rate: undefined }
    : { cause: 'unknown', ...none };
}

/** The loss has hardly changed: the steps are too small rather than too large. */
const barelyMoves = (r: RunResult): boolean =>
  r.peak < 1.5 * Math.max(r.first, r.chance) && Math.abs(r.last - r.first) < 0.3 * r.first + 0.05;

/** One digit: 0.003, 0.01, 0.03. */
const round = (rate: number): number => Number(rate.toPrecision(1));
