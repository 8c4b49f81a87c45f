/** A surrogate trained: what its loss does. */
import type { Message } from '../document/message.js';
import type { ShapedNet } from '../analysis/shapes.js';
import { fromEmpty } from './memory.js';
import { build, TooCostly, type Change, type Surrogate, type Variant } from './build.js';
import { gradientNorm, solverFacts, update, type SolverFacts } from './update.js';

export type Fate = 'trains' | 'nan' | 'plateau' | 'slow' | 'unsure';

export interface RunOptions {
  variant: Variant;
  iterations: number;
  change?: Change;
}

export interface RunResult {
  fate: Fate;
  /** Iteration of the first NaN or infinity. */
  brokeAt?: number;
  /** Mean loss of the first and of the last iterations, of each loss. */
  first: number;
  last: number;
  chance: number;
  /** Share of right answers at the end; undefined for a regression. */
  hits: number | undefined;
  /** Highest loss on the way. */
  peak: number;
  firstNorm: number;
  iterations: number;
  /** Deviation over samples of what the losses read: early on, and at the end. */
  signal: [number, number];
  /** Gradient of all weights at the end over that of the first iteration. */
  leftNorm: number;
  /** Products computed. */
  cost: number;
}

/** Train a surrogate; throws Unsupported. */
export function run(net: ShapedNet, solver: Message, options: RunOptions): RunResult {
  const change = options.change ?? {};
  const made = affordable(net, options, change);
  return train(made, solver, options, change);
}

/** Products that a run may cost; a second is worth about 10⁹. */
const BUDGET = 4e8;
const SIZES = [
  { width: 128, batch: 32 },
  { width: 64, batch: 32 },
  { width: 32, batch: 32 },
  { width: 24, batch: 24 },
  { width: 16, batch: 16 },
  { width: 8, batch: 16 },
];

/** The largest surrogate that the budget allows; throws Unsupported when even the smallest costs too much. */
function affordable(net: ShapedNet, options: RunOptions, change: Change): Surrogate {
  const budget = BUDGET / options.iterations;
  for (const size of SIZES) {
    if (size.width > options.variant.width) continue;
    try {
      return fromEmpty(() => build(net, { variant: options.variant, ...size, change, budget }));
    } catch (error) {
      if (!(error instanceof TooCostly)) throw error;
    }
  }
  throw new TooCostly('size');
}

function train(made: Surrogate, solver: Message, options: RunOptions, change: Change): RunResult {
  const facts = solverFacts(solver, change, options.variant.rate);
  const chance = made.losses.reduce((sum, l) => sum + l.chance, 0);
  const judged = made.losses.filter((l) => l.hits !== undefined);
  const classes = judged.length > 0;
  const trace: number[] = [];
  const settled = settling(solver, facts, options.iterations);
  const hits: number[] = [];
  const signal: number[] = [];
  let firstNorm = 0;
  let leftNorm = 1;
  let brokeAt: number | undefined;
  for (let t = 0; t < options.iterations; t++) {
    if (t >= settled && t % 10 === 0 && succeeds(trace, hits, chance, classes)) break;
    made.data.draw();
    for (const step of made.steps) step.forward();
    const loss = made.losses.reduce((sum, l) => sum + l.value, 0);
    if (!Number.isFinite(loss)) {
      brokeAt = t;
      break;
    }
    trace.push(loss);
    hits.push(judged.reduce((sum, l) => sum + (l.hits ?? 0), 0) / Math.max(1, judged.length));
    for (const x of made.tensors) x.gradient.fill(0);
    for (const w of made.weights) w.gradient.fill(0);
    for (let i = made.steps.length - 1; i >= 0; i--) made.steps[i]!.backward?.();
    if (t === 0) firstNorm = gradientNorm(made.weights);
    if (t === EARLY || t === options.iterations - 1) signal.push(signalOf(made));
    if (t === options.iterations - 1) leftNorm = gradientNorm(made.weights) / firstNorm;
    update(made.weights, facts, t);
  }
  const tail = Math.max(1, Math.floor(trace.length / 8));
  const mean = (xs: readonly number[]): number => xs.reduce((s, x) => s + x, 0) / Math.max(1, xs.length);
  const result = {
    first: mean(trace.slice(0, 3)),
    last: mean(trace.slice(-tail)),
    chance,
    hits: classes ? mean(hits.slice(-tail)) : undefined,
    peak: trace.reduce((m, x) => Math.max(m, x), 0),
    firstNorm,
    iterations: trace.length,
    signal: [signal[0] ?? NaN, signal[1] ?? NaN] as [number, number],
    leftNorm,
    cost: made.cost * trace.length,
    ...(brokeAt === undefined ? {} : { brokeAt }),
  };
  return { ...result, fate: fateOf(result, made, solver.num('max_iter')) };
}

/** When the first signal is measured: momentum has built up. */
const EARLY = 20;

/** Deviation of the losses' inputs over the samples of a batch, unit by unit. */
function signalOf(made: Surrogate): number {
  let square = 0;
  let count = 0;
  for (const { bottom } of made.losses) {
    const per = bottom.values.length / bottom.batch;
    for (let i = 0; i < per; i++) {
      let mean = 0;
      for (let s = 0; s < bottom.batch; s++) mean += bottom.values[s * per + i]! / bottom.batch;
      for (let s = 0; s < bottom.batch; s++) square += (bottom.values[s * per + i]! - mean) ** 2;
      count += bottom.batch;
    }
  }
  return Math.sqrt(square / Math.max(1, count));
}

/** From when on success may be believed: momentum has built up, and the rate does not rise any more. */
function settling(solver: Message, facts: SolverFacts, iterations: number): number {
  const built = facts.momentum < 1 ? 5 / (1 - facts.momentum) : Infinity;
  const risesAt = [0.25, 0.5, 0.75, 1].find(
    (part) =>
      Math.abs(facts.rate(Math.floor(part * (solver.num('max_iter') - 1)))) > Math.abs(facts.rate(0)) * 1.01,
  );
  // Weight decay takes 1 / (rate · decay) iterations to pull the weights to where gradients hold it.
  const pull = Math.abs(facts.rate(0) * facts.decay);
  const decayed = pull > 0 && 1 / pull < iterations ? 3 / pull : 0;
  return risesAt === undefined ? Math.max(60, built, decayed) : iterations;
}

/** The last 20 iterations are far better than guessing. */
function succeeds(
  trace: readonly number[],
  hits: readonly number[],
  chance: number,
  classes: boolean,
): boolean {
  const last = trace.slice(-20);
  const mean = last.reduce((s, x) => s + x, 0) / last.length;
  const right = hits.slice(-20).reduce((s, x) => s + x, 0) / last.length;
  const worst = Math.max(...last);
  return worst < chance && (classes ? mean < 0.5 * chance && right > 0.6 : mean < 0.4 * chance);
}

function fateOf(r: Omit<RunResult, 'fate'>, made: Surrogate, planned: number): Fate {
  if (r.brokeAt !== undefined) return 'nan';
  const ceiling = made.losses.reduce((sum, l) => sum + l.ceiling, 0);
  if (r.last > 0.9 * ceiling) return 'nan';
  if (r.last > 1e4 * r.chance && r.last > r.first) return 'nan';
  if (r.hits === undefined) {
    if (r.last < 0.8 * r.chance) return 'trains';
    return r.last < 0.95 * r.chance ? 'unsure' : stays(r, planned) ? 'plateau' : 'unsure';
  }
  const judged = made.losses.filter((l) => l.hits !== undefined);
  const ground = judged.reduce((sum, l) => sum + l.ground, 0) / judged.length;
  const skill = (r.hits - ground) / (1 - ground);
  if (r.last < 0.9 * r.chance || skill > 0.5) return 'trains';
  return skill > 0.2 || !stays(r, planned) ? 'unsure' : 'plateau';
}

/** A run that is at chance when the simulation ends: will it still be there when the plan ends? */
function stays(r: Omit<RunResult, 'fate'>, planned: number): boolean {
  const left = planned - r.iterations;
  if (left <= r.iterations) return true;
  // Dead units pass no gradient: what is left of it is the last bias's noise.
  const [early, late] = r.signal;
  if (late === 0 || (late < 1e-3 * early && late < 1e-3)) return true;
  // Small signals grow exponentially out of the saddle at zero; how long until they are of order 1?
  const growth = Math.log(late / early) / (r.iterations - EARLY);
  return late < 0.01 && growth * left < Math.log(0.1 / late);
}
