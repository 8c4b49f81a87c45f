/** Where a refusal points, and what may be mended there. */
import type { Mend } from '../document/mend.js';
import type { Message, Range, Value } from '../document/message.js';
import type { SetupContext } from './layer-type.js';

/**
 * The place of a field's n-th value in a parameter message; of the message where the field is not
 * set; of the layer where the message is not written either.
 */
export function place(c: SetupContext, message: Message, field?: string, n = 0): Range {
  if (field !== undefined && message.has(field)) return message.at(field, n);
  return message.fieldNode ? message.here() : c.layer.here();
}

/** The place of a field's n-th value without its name; of the message where the field is not set. */
export function valueOf(message: Message, field: string, n = 0): Range {
  const item = message.all(field)[n]?.item;
  return item ? { start: item.start, end: item.end } : message.here();
}

/** All values of these fields, for a mend that removes them. */
export const valuesOf = (message: Message, ...fields: string[]): Value[] =>
  fields.flatMap((field) => [...message.all(field)]);

/**
 * The mend where a size is given once for both sides and again for each: keep the one. Undefined where
 * they differ, so that only the author knows which is meant.
 */
export function sameTwice(message: Message, both: string, h: string, w: string): Mend | undefined {
  const value = message.num(both);
  const twice = [h, w].filter((side) => message.has(side));
  if (message.count(both) !== 1 || twice.some((side) => message.num(side) !== value)) return undefined;
  const title = `Remove ${twice.join(' and ')}`;
  return { title, sure: true, remove: valuesOf(message, ...twice) };
}

/** The place of the first of these fields that is set. */
export function placeOf(c: SetupContext, message: Message, ...fields: string[]): Range {
  return place(
    c,
    message,
    fields.find((field) => message.has(field)),
  );
}
