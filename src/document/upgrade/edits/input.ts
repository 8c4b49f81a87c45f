/** Edits that put an Input layer in the place of `input`, `input_dim`, `input_shape`. */
import type { Message, Value } from '../../message.js';
import { DIMS, inputFields } from '../input.js';
import type { Context } from './body.js';
import type { BodyEditor } from './editor.js';
import { commentsOfItem, itemLine, itemsOf, quoted, remains } from './items.js';
import type { Item } from './items.js';
import { block, hasComments, line, onlyComments } from './lines.js';
import type { Line } from './lines.js';

/** UpgradeNetInput on the text. `dropped` are input fields that the V0 upgrade has lost before. */
export function inputEdits(ctx: Context, net: Message, top: BodyEditor, dropped: ReadonlySet<string>): void {
  const pieces = top.body.pieces.filter(
    (p) => inputFields.includes(p.entry.name) && !dropped.has(p.entry.name),
  );
  const shaped = !dropped.has('input_shape') && net.has('input_shape');
  if (!shaped && !net.has('input_dim')) {
    for (const piece of pieces) top.replace(piece, remains(ctx, piece));
    return;
  }
  const first = pieces[0]!;
  const layer = top.body.pieces.find((p) => p.entry.name === 'layer' || p.entry.name === 'layers');
  const inPlace = !layer || first.start < layer.start;
  const items = new Map<Value, Item>();
  const leftovers: string[] = [];
  for (const piece of pieces) {
    const [found, rest] = itemsOf(ctx, piece, net, { lead: inPlace && piece === first && piece.startsLine });
    for (const item of found) items.set(item.value, { ...item, blank: false });
    leftovers.push(...rest);
  }
  const lines = inputLines(ctx, net, items, shaped);
  lines.push(...onlyComments([...leftovers, ...[...items.values()].flatMap((i) => commentsOfItem(ctx, i))]));
  for (const piece of pieces) top.replace(piece, []);
  if (inPlace) {
    const lead = top.leadOf(first);
    if (lead !== undefined) lines[0]!.rawLead = lead;
    top.replace(first, lines);
  } else top.before(layer, lines);
}

/** The layer's text. Items that it takes are removed from the map. */
function inputLines(ctx: Context, net: Message, items: Map<Value, Item>, shaped: boolean): Line[] {
  const take = (value: Value, name: string): Line => {
    const item = items.get(value)!;
    items.delete(value);
    return itemLine(ctx, item, name);
  };
  const tops = net.all('input').map((value) => take(value, 'top'));
  const shapes = net.all('input').map((_, i): Line => {
    if (shaped) return take(net.all('input_shape')[i]!, 'shape');
    const dims = net
      .all('input_dim')
      .slice(i * DIMS, (i + 1) * DIMS)
      .map((value) => take(value, 'dim'));
    if (hasComments(dims)) return block('shape', dims);
    return line(`shape { ${dims.map((dim) => dim.text!('')).join(' ')} }`);
  });
  return [
    block('layer', [
      line(`name: ${quoted(ctx, 'input')}`),
      line(`type: ${quoted(ctx, 'Input')}`),
      ...tops,
      block('input_param', shapes),
    ]),
  ];
}
