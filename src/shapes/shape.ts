/** Dimensions that may be known, symbolic or unknown, and arithmetic that never guesses. */

/** A number is known; a word names one that the text leaves open (`data.height`); `?` is anything. */
export type Dim = number | string;
export const UNKNOWN: Dim = '?';

/** Dimensions in Caffe's order (N × C × H × W for images); undefined when not even their number is known. */
export type Shape = readonly Dim[] | undefined;

export const isKnown = (dim: Dim | undefined): dim is number => typeof dim === 'number';

/** Certainly different: both known and unequal. Two unknowns may always be equal. */
export const differ = (a: Dim | undefined, b: Dim | undefined): boolean =>
  isKnown(a) && isKnown(b) && a !== b;

/** Product of the dimensions from `from` up to but not including `to` (Blob::count); unknown if any is. */
export function count(shape: Shape, from = 0, to = shape?.length ?? 0): Dim {
  if (!shape) return UNKNOWN;
  let product = 1;
  const words: string[] = [];
  for (const dim of shape.slice(from, to)) {
    if (dim === 0) return 0;
    if (isKnown(dim)) product *= dim;
    else words.push(dim);
  }
  if (words.length === 0) return product;
  return words.length === 1 && product === 1 ? words[0]! : UNKNOWN;
}

/** `a + b`, unknown unless both are known (or one is 0). */
export function plus(a: Dim, b: Dim): Dim {
  if (isKnown(a) && isKnown(b)) return a + b;
  return a === 0 ? b : b === 0 ? a : UNKNOWN;
}

/** `a · b`, unknown unless both are known (or one is 0 or 1). */
export function times(a: Dim, b: Dim): Dim {
  if (isKnown(a) && isKnown(b)) return a * b;
  if (a === 0 || b === 0) return 0;
  return a === 1 ? b : b === 1 ? a : UNKNOWN;
}

/** Apply a function of a number to a dimension; what is unknown stays so. */
export const mapDim = (dim: Dim, f: (n: number) => Dim): Dim => (isKnown(dim) ? f(dim) : UNKNOWN);

/** "10 x 3 x 227 x 227", as messages show a shape. */
export const showShape = (shape: Shape): string =>
  shape === undefined ? 'unknown' : shape.length === 0 ? '(scalar)' : shape.join(' x ');
