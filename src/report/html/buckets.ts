/** Sizes in few classes, each with a colour, a name and a limit that the page can tell. */

export interface Bucket {
  /** Its class in the style sheet. */
  id: string;
  name: string;
}

const UNKNOWN: Bucket = { id: 'unknown', name: 'not known' };
const DEAD: Bucket = { id: 'dead', name: '0' };
const OVERFLOW: Bucket = { id: 'overflow', name: 'overflow' };

/** Upper limits of the standard deviation, ascending; the middle holds what trains well. */
const STD: readonly (readonly [number, Bucket])[] = [
  [1e-3, { id: 's-3', name: 'below 0.001' }],
  [1e-2, { id: 's-2', name: '0.001 to 0.01' }],
  [1e-1, { id: 's-1', name: '0.01 to 0.1' }],
  [10, { id: 's0', name: '0.1 to 10' }],
  [100, { id: 's1', name: '10 to 100' }],
  [1000, { id: 's2', name: '100 to 1,000' }],
  [Infinity, { id: 's3', name: 'above 1,000' }],
];

/** Upper limits of a gradient over the strongest of the net, ascending; 1e-8 of it is lost in a float. */
const GRADIENT: readonly (readonly [number, Bucket])[] = [
  [1e-8, { id: 'vanished', name: 'vanished, below 1e-8' }],
  [1e-6, { id: 'g-4', name: '1e-8 to 1e-6' }],
  [1e-4, { id: 'g-3', name: '1e-6 to 1e-4' }],
  [1e-2, { id: 'g-2', name: '1e-4 to 0.01' }],
  [1e-1, { id: 'g-1', name: '0.01 to 0.1' }],
  [Infinity, { id: 'g0', name: '0.1 to 1, the strongest' }],
];

const within = (scale: typeof STD, value: number): Bucket => scale.find(([limit]) => value < limit)![1];

const special = (value: number | undefined): Bucket | undefined =>
  value === undefined ? UNKNOWN : !Number.isFinite(value) ? OVERFLOW : value === 0 ? DEAD : undefined;

/** The class of a standard deviation. */
export const stdBucket = (std: number | undefined): Bucket => special(std) ?? within(STD, std!);

/** The class of a gradient, measured against the strongest of the net. */
export const gradientBucket = (gradient: number | undefined, strongest: number): Bucket =>
  special(gradient) ?? within(GRADIENT, gradient! / strongest);

/** All classes, for a key. */
export const stdKey: readonly Bucket[] = [DEAD, ...STD.map(([, b]) => b), OVERFLOW, UNKNOWN];
export const gradientKey: readonly Bucket[] = [DEAD, ...GRADIENT.map(([, b]) => b), OVERFLOW, UNKNOWN];
