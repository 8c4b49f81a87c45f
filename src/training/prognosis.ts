/** Will this net, with this solver, train? Several surrogates that differ in what the text leaves open. */
import type { ShapedNet } from '../analysis/shapes.js';
import type { Message } from '../document/message.js';
import { withAssumedShapes, type Guess } from './assumed.js';
import { Unsupported, type Change, type Variant } from './build.js';
import { run, type Fate, type RunResult } from './run.js';
import { EASY, EVEN } from './surrogate-data.js';

/** An alarm needs all of them to fail. */
const VARIANTS: readonly Variant[] = [
  { seed: 7919, guess: 'colour', data: EVEN, steps: 'function' },
  { seed: 15838, guess: 'grey', data: EASY, steps: 'unit' },
  { seed: 23757, guess: 'colour', data: EASY, steps: 'unit' },
];

const WIDTH = 32;
const ITERATIONS = 400;

export interface Trial {
  fate: Fate;
  runs: RunResult[];
}

export class Laboratory {
  private readonly nets = new Map<Guess, ShapedNet | undefined>();

  constructor(
    private readonly net: ShapedNet,
    private readonly solver: Message,
  ) {}

  /** Train surrogates until one succeeds; undefined when the net is beyond them. */
  trial(change: Change = {}, most = VARIANTS.length): Trial | undefined {
    const iterations = Math.min(ITERATIONS, this.solver.num('max_iter') || ITERATIONS);
    const runs: RunResult[] = [];
    for (const variant of VARIANTS.slice(0, most)) {
      const net = this.shaped(variant.guess) ?? this.shaped('colour') ?? this.shaped('grey');
      if (!net) return undefined;
      try {
        runs.push(run(net, this.solver, { variant, width: WIDTH, iterations, change }));
      } catch (error) {
        if (error instanceof Unsupported) return undefined;
        throw error;
      }
      const { fate } = runs.at(-1)!;
      if (fate !== 'nan' && fate !== 'plateau') return { fate, runs };
    }
    const broke = runs.filter((r) => r.fate === 'nan').length;
    return { fate: broke * 2 > runs.length ? 'nan' : 'plateau', runs };
  }

  private shaped(guess: Guess): ShapedNet | undefined {
    if (!this.nets.has(guess)) this.nets.set(guess, withAssumedShapes(this.net, guess));
    return this.nets.get(guess);
  }
}
