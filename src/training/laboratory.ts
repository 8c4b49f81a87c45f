/** Surrogates of one net that differ in what the text leaves open. */
import type { ShapedNet } from '../analysis/shapes.js';
import type { Message } from '../document/message.js';
import { withAssumedShapes, type Guess } from './assumed.js';
import type { Change, Variant } from './build.js';
import { run, type Fate, type RunResult } from './run.js';
import { EASY, EVEN } from './surrogate-data.js';
import { Unsupported } from './unsupported.js';

/** An alarm needs all of them to fail: two guesses at the data, and half the rate. */
const VARIANTS: readonly Variant[] = [
  { seed: 7919, guess: 'colour', data: EVEN, steps: 'function', rate: 1, width: 32 },
  { seed: 15838, guess: 'grey', data: EASY, steps: 'unit', rate: 1, width: 64 },
  { seed: 23757, guess: 'colour', data: EASY, steps: 'unit', rate: 0.5, width: 32 },
];

/** Of many units some survive what kills all of a few: a plateau of a wide net is tried once more with many. */
const MANY: Variant = { seed: 31676, guess: 'grey', data: EASY, steps: 'unit', rate: 0.5, width: 128 };
const WIDE = 256;

/** In which a mend is tried, the doubts in its favour: at the written rate, and from another seed, as one start may be luck. */
const MENDED: Variant = { ...VARIANTS[2]!, rate: 1, width: 24 };
const AGAIN: Variant = { ...MENDED, seed: 39595 };

/** Of starts that differ in nothing else. */
const SEEDS = [7919, 39595, 47514, 55433, 63352];

const ITERATIONS = 400;
/** A mend shows sooner; and all trials of mends together may cost this many products. */
const MEND_ITERATIONS = 150;
const MEND_BUDGET = 1.5e9;

/** Starts from other seeds, tried of a net that blows up before it is said to fail; and what they may cost together. */
const STARTS: readonly Variant[] = [104729, 209458, 314187, 418916].flatMap((seed) => [
  { ...VARIANTS[1]!, seed },
  { ...VARIANTS[2]!, seed },
]);
const STARTS_BUDGET = 1e9;

export interface Trial {
  fate: Fate;
  runs: RunResult[];
  /** Where seeds part, of a net that fails otherwise: how many starts were tried until one trained. */
  lucky?: number;
}

/** The loss has stood far above that of guessing; what stays below it fails from every seed alike. */
const blowsUp = (r: RunResult): boolean => r.fate === 'nan' || r.peak > 1.5 * r.chance;

export class Laboratory {
  private readonly nets = new Map<Guess, ShapedNet | undefined>();
  private spent = 0;
  private readonly mends = new Map<string, Fate | undefined>();
  /** Iterations that are simulated. */
  readonly iterations: number;

  constructor(
    private readonly net: ShapedNet,
    private readonly solver: Message,
  ) {
    this.iterations = Math.min(ITERATIONS, solver.num('max_iter') || ITERATIONS);
  }

  /** Does the simulation cover the whole plan? */
  get whole(): boolean {
    return this.solver.num('max_iter') <= this.iterations;
  }

  private get wide(): boolean {
    const widths = this.net.layers.slice(0, -2).map((l) => Number(l.tops[0]?.[1] ?? 0));
    return widths.some((w) => w >= WIDE);
  }

  /** Train surrogates until one does not fail; undefined when the net is beyond them. */
  trial(change: Change = {}): Trial | undefined {
    const runs: RunResult[] = [];
    for (const variant of this.wide ? [...VARIANTS, MANY] : VARIANTS) {
      const result = this.single(variant, change);
      if (!result) return undefined;
      runs.push(result);
      if (result.fate !== 'nan' && result.fate !== 'plateau') return { fate: result.fate, runs };
    }
    const broke = runs.filter((r) => r.fate === 'nan').length;
    const lucky = runs.some(blowsUp) ? this.lucky(runs.length) : undefined;
    const fate = broke * 2 > runs.length ? 'nan' : 'plateau';
    return { fate, runs, ...(lucky === undefined ? {} : { lucky }) };
  }

  /**
   * What dies of steps that are too large does so by chance: which units survive depends on the draw.
   * @param failed Starts that have failed.
   */
  private lucky(failed: number): number | undefined {
    let spent = 0;
    for (const [i, variant] of STARTS.entries()) {
      if (spent > STARTS_BUDGET) return undefined;
      const result = this.single(variant, {});
      if (result?.fate === 'trains') return failed + i + 1;
      spent += result?.cost ?? 0;
    }
    return undefined;
  }

  /** The same net from several seeds, nothing else changed; undefined when it is beyond the surrogate. */
  starts(): RunResult[] | undefined {
    const runs = SEEDS.map((seed) => this.single({ ...VARIANTS[0]!, seed }, {}));
    return runs.every((r) => r !== undefined) ? runs : undefined;
  }

  /** Does the net train after a change, in the variant that favours it, from one seed? False also when the search has become too long. */
  trains(change: Change): boolean {
    return this.mended(MENDED, change) === 'trains';
  }

  /** Does it train from both seeds? */
  surelyTrains(change: Change): boolean {
    return this.trains(change) && this.mended(AGAIN, change) === 'trains';
  }

  private mended(variant: Variant, change: Change): Fate | undefined {
    const key = `${variant.seed} ${JSON.stringify(change)}`;
    if (!this.mends.has(key)) {
      if (this.spent > MEND_BUDGET) return undefined;
      const result = this.single(variant, change, MEND_ITERATIONS);
      this.spent += result?.cost ?? 0;
      this.mends.set(key, result?.fate);
    }
    return this.mends.get(key);
  }

  private single(variant: Variant, change: Change, most = ITERATIONS): RunResult | undefined {
    const net = this.shaped(variant.guess) ?? this.shaped(variant.guess === 'grey' ? 'colour' : 'grey');
    if (!net) return undefined;
    try {
      return run(net, this.solver, { variant, iterations: Math.min(most, this.iterations), change });
    } catch (error) {
      if (error instanceof Unsupported) return undefined;
      throw error;
    }
  }

  private shaped(guess: Guess): ShapedNet | undefined {
    if (!this.nets.has(guess)) this.nets.set(guess, withAssumedShapes(this.net, guess));
    return this.nets.get(guess);
  }
}
