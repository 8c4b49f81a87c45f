/** The normal distribution: density, tails and quantiles, with relative precision far out in the tails. */

const ROOT_2PI = Math.sqrt(2 * Math.PI);

/** Density of the standard normal at `x`. */
export const density = (x: number): number => Math.exp(-0.5 * x * x) / ROOT_2PI;

/** P(Z > x). Series near 0, the continued fraction of Mills' ratio further out (Abramowitz & Stegun 26.2.11, 26.2.14). */
export function upperTail(x: number): number {
  if (x < 0) return 1 - upperTail(-x);
  if (x > 2.5) {
    let fraction = x;
    for (let k = 60; k > 0; k--) fraction = x + k / fraction;
    return density(x) / fraction;
  }
  let term = x;
  let sum = x;
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - density(x) * sum;
}

/** P(Z ≤ x). */
export const cumulative = (x: number): number => upperTail(-x);

/** The x with P(Z > x) = `tail`: Hastings' approximation (A&S 26.2.23), then Newton's steps on the logarithm. */
export function upperQuantile(tail: number): number {
  if (tail > 0.5) return -upperQuantile(1 - tail);
  if (!(tail > 0)) return Infinity;
  const t = Math.sqrt(-2 * Math.log(tail));
  let x =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let i = 0; i < 3; i++) {
    const here = upperTail(x);
    x += (Math.log(here / tail) * here) / density(x);
  }
  return x;
}

/** The x with P(Z ≤ x) = `p`. */
export const quantile = (p: number): number => -upperQuantile(p);
