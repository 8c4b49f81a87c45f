/** CHECKs of single fields that many layers of the dialects share. */
import type { Message } from '../document/message.js';
import { toInt } from './blob-check.js';
import type { SetupContext } from './layer-type.js';
import { place } from './place.js';

/** CHECK_GT(field, 0): the value, refused when it is not set or not positive. */
export function positive(c: SetupContext, param: Message, field: string, integer = true): number {
  const value = integer ? toInt(param.num(field)) : param.num(field);
  if (value > 0) return value;
  return c.refuse(
    param.has(field) ? 'invalid-layer-parameter' : 'missing-layer-parameter',
    place(c, param, field),
    param.has(field)
      ? `"${field}" is ${value}, and ${c.type} needs more than 0`
      : `${c.type} needs "${field}", and it must be more than 0`,
  );
}

/** CHECK(param.has_field()). */
export function required(c: SetupContext, param: Message, field: string): void {
  if (param.has(field)) return;
  c.refuse('missing-layer-parameter', place(c, param), `${c.type} needs "${field}", which is not set`);
}
