/** Where a refusal points. */
import type { Message, Range } from '../document/message.js';
import type { SetupContext } from './layer-type.js';

/**
 * The place of a field's n-th value in a parameter message; of the message where the field is not
 * set; of the layer where the message is not written either.
 */
export function place(c: SetupContext, message: Message, field?: string, n = 0): Range {
  if (field !== undefined && message.has(field)) return message.at(field, n);
  return message.fieldNode ? message.here() : c.layer.here();
}

/** The place of the first of these fields that is set. */
export function placeOf(c: SetupContext, message: Message, ...fields: string[]): Range {
  return place(
    c,
    message,
    fields.find((field) => message.has(field)),
  );
}
