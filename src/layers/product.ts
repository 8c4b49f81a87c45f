/**
 * Products of dimensions compared even where some factors are words: a word that stands on both sides
 * cancels (the batch of an LMDB in scores and in labels). `?` is never equal to another `?`.
 */
import { UNKNOWN, isKnown } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';

interface Product {
  number: number;
  words: Dim[];
}

function multiply(dims: readonly Dim[]): Product {
  const words = dims.filter((dim) => !isKnown(dim));
  return { number: dims.filter(isKnown).reduce((a, b) => a * b, 1), words };
}

/** Both products without the words that they share. */
function cancel(a: readonly Dim[], b: readonly Dim[]): [Product, Product] {
  const [over, under] = [multiply(a), multiply(b)];
  over.words = over.words.filter((word) => {
    const i = word === UNKNOWN ? -1 : under.words.indexOf(word);
    if (i >= 0) under.words.splice(i, 1);
    return i < 0;
  });
  return [over, under];
}

/** Certainly different products. */
export function productsDiffer(a: readonly Dim[], b: readonly Dim[]): boolean {
  const [over, under] = cancel(a, b);
  return over.words.length === 0 && under.words.length === 0 && over.number !== under.number;
}

/** The product of `a` divided by that of `b`: `rest` 0 where it divides; undefined when a word is left or `b` is 0. */
export function divide(
  a: readonly Dim[],
  b: readonly Dim[],
): { quotient: Dim; rest: number | undefined } | undefined {
  const [over, under] = cancel(a, b);
  if (under.words.length > 0 || under.number === 0) return undefined;
  if (over.words.length === 0)
    return { quotient: Math.floor(over.number / under.number), rest: over.number % under.number };
  const [word] = over.words;
  const bare = over.words.length === 1 && over.number === under.number;
  return bare ? { quotient: word!, rest: 0 } : undefined;
}

/** A dimension that Caffe wants equal in several blobs: the first that is known, else the first with a name. */
export const agreed = (dims: readonly (Dim | undefined)[]): Dim =>
  dims.find(isKnown) ?? dims.find((dim) => dim !== undefined && dim !== UNKNOWN) ?? UNKNOWN;

/** The shape that blobs have which Caffe wants equal; undefined when none is known. */
export function agreedShape(shapes: readonly Shape[]): Shape {
  const first = shapes.find((shape) => shape !== undefined);
  return first?.map((_, axis) => agreed(shapes.map((shape) => shape?.[axis])));
}
