/** V1's parallel lists `param`, `blob_share_mode`, `blobs_lr`, `weight_decay` as V2's `param` blocks. */
import type { Message, Value } from '../message.js';
import { addMessage, put } from './build.js';
import { v1ParamFields } from './tables.js';

/** One `param` block to be: new field name → the old value it takes. */
export type ParamRow = Map<string, Value>;

/** The n-th value of each list, joined; as many rows as the longest list has values (UpgradeV1LayerParameter). */
export function paramRows(layer: Message): ParamRow[] {
  const rows: ParamRow[] = [];
  for (const [old, name] of v1ParamFields) {
    if (layer.type.fields.get(old)?.type === 'message') continue;
    layer.all(old).forEach((value, i) => {
      (rows[i] ??= new Map<string, Value>()).set(name, value);
    });
  }
  return rows;
}

/** Add the `param` blocks of an old layer to the new one. */
export function addParams(to: Message, old: Message): void {
  for (const row of paramRows(old)) {
    const spec = addMessage(to, 'param', row.values().next().value!);
    for (const [name, value] of row) put(spec, name, value.value, value);
  }
}
