/**
 * Where the diagnosis draws its lines, with the reason of each. None is fitted to a set of logs: they
 * come from what the numbers mean or from the sampling noise of a mini-batch.
 */

/** Losses before a trend is judged. Sixteen leave a recent window of twelve, where Mann–Kendall's normal approximation begins to hold. */
export const MIN_POINTS = 16;
/** Points of the recent window at least; it is otherwise the last third of the iterations. */
export const MIN_RECENT = 12;
/** Test results, the one before training not counted, before their trend is judged. */
export const MIN_TESTS = 4;
/** Points that statistics work on; Theil–Sen looks at all pairs. */
export const SAMPLE = 300;
/** |z| of Mann–Kendall: one false alarm in a hundred. */
export const SIGNIFICANT = 2.576;
/** Change over a window, as a share of the loss at chance, that is worth calling a change. */
export const MATERIAL = 0.01;
/** Share of the loss at chance by which a net must be below it to have learned anything: 2 % of the labels' information. Unequal classes alone give as much. */
export const LEFT_CHANCE = 0.02;
/** (accuracy - 1/K) / (1 - 1/K) that shows learning even where the loss has hardly moved. */
export const LEARNED_ACCURACY = 0.25;
/** The same, and the share of the way from chance to the floor, from which a flat curve is an end and not a bottleneck. */
export const LEARNED_MUCH = 0.5;
/** A loss without a known chance level has converged when it is flat at a tenth of its first value. */
export const CONVERGED_SHARE = 0.1;
/** Times its first value at which an unbounded loss counts as lost: the outputs are 30 times as wrong as an untrained net's. */
export const EXPLODED = 1000;
/** Share of the ceiling of one-sided scores, 1 - 1/K, from which the loss counts as pinned: a batch of 32 varies by 5 %. */
export const PINNED = 0.85;
/** Of the highest rate: under this, what is left of the schedule moves nothing any more. */
export const RATE_SPENT = 1e-3;
/** Share of max_iter within which sitting at chance is ordinary: large nets on many classes need thousands of iterations to leave ln K. */
export const EARLY_SHARE = 0.02;
/** Spread of the loss around its trend, as a share of its level, from which it jumps rather than varies. */
export const JUMPY = 0.5;
