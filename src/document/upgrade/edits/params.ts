/** `param` blocks in the place of V0's and V1's parallel lists. */
import type { Message, Value } from '../../message.js';
import { paramRows } from '../params.js';
import { v1ParamFields } from '../tables.js';
import type { Context, Piece } from './body.js';
import { itemLine, itemsOf } from './items.js';
import type { Item } from './items.js';
import { block, line, onlyComments } from './lines.js';
import type { Line } from './lines.js';

/** The fields of an old layer whose values go into `param` blocks. */
export function paramPieces(pieces: readonly Piece[], layer: Message): Piece[] {
  const names = new Set(
    v1ParamFields.map(([old]) => old).filter((old) => layer.type.fields.get(old)?.type !== 'message'),
  );
  return pieces.filter((p) => names.has(p.entry.name));
}

/**
 * The blocks that UpgradeV1LayerParameter makes of the given fields. The first field's lines above it
 * stay in its place and are not repeated when `keepLead` is set. In a layer that the BatchNorm upgrade
 * takes, both multipliers become 0.
 */
export function paramLines(
  ctx: Context,
  pieces: readonly Piece[],
  layer: Message,
  keepLead: boolean,
  zero: boolean,
): Line[] {
  const items = new Map<Value, Item>();
  const leftovers: string[] = [];
  pieces.forEach((piece, i) => {
    const [found, rest] = itemsOf(ctx, piece, layer, { lead: keepLead && i === 0 });
    for (const item of found) items.set(item.value, { ...item, blank: false });
    leftovers.push(...rest);
  });
  const blocks = paramRows(layer).map((row) => {
    const fields: Line[] = [];
    for (const [name, value] of row) {
      const multiplier = name === 'lr_mult' || name === 'decay_mult';
      fields.push(itemLine(ctx, items.get(value)!, name, zero && multiplier ? '0' : undefined));
    }
    if (zero)
      for (const name of ['lr_mult', 'decay_mult']) if (!row.has(name)) fields.push(line(`${name}: 0`));
    return block('param', fields);
  });
  return [...blocks, ...onlyComments(leftovers)];
}
