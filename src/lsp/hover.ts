/** What the thing under the pointer is: a field, an enum's value, a layer and its parameters, a blob. */
import type { Hover } from 'vscode-languageserver/node';
import { showCount } from '../report/inspect-table.js';
import type { ShapedLayer } from '../analysis/shapes.js';
import type { ViewAnalysis } from '../analysis/net-analysis.js';
import type { Top } from '../net/graph.js';
import { count, isKnown, showShape } from '../shapes/shape.js';
import type { BlobPlace } from './blob-names.js';
import { describeEnumValue, describeField, describeLayerType } from './describe.js';
import { rangeOf } from './diagnostics.js';
import { allLayerNames, placeIn } from './navigate.js';
import type { OpenFile } from './open-file.js';
import { layerAround, plainString } from './place.js';
import type { Place } from './place.js';

/** Markdown for a place, or nothing. */
export function hover(file: OpenFile, offset: number): Hover | undefined {
  const blob = file.blobs.at(offset);
  if (blob) return shown(file, blob, describeBlob(file, blob));
  const place = placeIn(file, offset);
  const { field, item, around } = place;
  const type = around.at(-1)!.type;
  if (!field) return undefined;
  if (!item) {
    const last = field.nameTokens.at(-1)!;
    const at = { start: field.start, end: last.startOffset + last.image.length };
    if (/^layers?$/.test(field.name)) return shown(file, at, describeLayer(file, field.start));
    const descriptor = type?.fields.get(field.name);
    if (!type || !descriptor) return undefined;
    const values = file.schema.enums.get(descriptor.typeName ?? '')?.values;
    return shown(file, at, describeField(type, descriptor, values, file.doc.ownSchema));
  }
  return shown(file, item, valueText(file, place) ?? '');
}

function shown(file: OpenFile, at: { start: number; end: number }, value: string): Hover | undefined {
  return value === '' ? undefined : { contents: { kind: 'markdown', value }, range: rangeOf(file.text, at) };
}

function valueText(file: OpenFile, { around, field, item }: Place): string | undefined {
  const { type } = around.at(-1)!;
  const name = allLayerNames(file).find((n) => n.item === item);
  if (name) return describeLayer(file, name.field.start);
  const layer = layerAround({ around });
  const text = plainString(item);
  if (layer && layer === around.at(-1) && field!.name === 'type' && text !== undefined)
    return describeLayerType(text, file.doc.dialects, file.types);
  const descriptor = type?.fields.get(field!.name);
  if (descriptor?.type !== 'enum') return undefined;
  const values = file.schema.enums.get(descriptor.typeName!)?.values;
  const word = item!.tokens[0]!.image;
  const number = values?.get(word);
  return number === undefined
    ? undefined
    : describeEnumValue(descriptor.typeName!, word, number, file.doc.ownSchema);
}

/** Where a blob comes from, who reads it, and its shape and numbers in each phase. */
function describeBlob(file: OpenFile, place: BlobPlace): string {
  const rows = file.views.flatMap((view) => {
    const top = topAt(view, place);
    if (!top) return [];
    const numbers = file.numbersOf(view)?.tops.get(top);
    const shape = showShape(view.shapes.get(top));
    return [{ view: view.name, top, shape, mean: figure(numbers?.mean), std: figure(numbers?.std) }];
  });
  const lines = [`**${plain(place.name)}** blob`];
  const [first] = rows;
  if (!first) {
    const makers = file.blobs.producers(place).length;
    if (place.role === 'bottom' && makers === 0) lines.push('No layer before this one makes it.');
    return lines.join('\n\n');
  }
  lines.push(`${chain(first.top)}; ${readers(first.top)}.`);
  const table = rows.map((r) => `| ${r.view} | ${r.shape} | ${r.mean} | ${r.std} |`);
  lines.push(['| phase | shape | mean | std |', '| --- | --- | --- | --- |', ...new Set(table)].join('\n'));
  lines.push('Mean and standard deviation are predicted for the first iteration.');
  return lines.join('\n\n');
}

function topAt(view: ViewAnalysis, { role, start }: BlobPlace): Top | undefined {
  for (const { node } of view.layers) {
    const n = node.message.all(role).findIndex((v) => v.item.start === start);
    if (n >= 0) return role === 'top' ? node.tops[n] : node.bottoms[n];
  }
  return undefined;
}

/** "made by "conv1" (Convolution), changed in place by "relu1" (ReLU)". */
function chain(top: Top): string {
  const said = `"${plain(top.layer.name)}" (${plain(top.layer.type)})`;
  return top.inPlaceOf ? `${chain(top.inPlaceOf)}, changed in place by ${said}` : `Made by ${said}`;
}

function readers(top: Top): string {
  const names = [...new Set(top.consumers.map((c) => `"${plain(c.layer.name)}"`))];
  return names.length === 0 ? 'no layer reads it' : `read by ${names.join(', ')}`;
}

/** A layer's type, tops and parameters. */
function describeLayer(file: OpenFile, start: number): string {
  const found = file.views.flatMap((view) =>
    view.layers.filter((l) => l.node.message.fieldNode?.start === start).map((layer) => ({ view, layer })),
  );
  const [first] = found;
  if (!first) return '';
  const { layer } = first;
  const phases = found.map((f) => f.view.name).join(', ');
  const lines = [`**${plain(layer.node.name)}** ${plain(layer.node.type)} layer, in ${phases}`];
  const tops = layer.node.tops.map((top, i) => `\`${plain(top.name)}\` ${showShape(layer.tops[i])}`);
  if (tops.length > 0) lines.push(`Makes ${tops.join(', ')}.`);
  if (layer.params.length > 0) lines.push(paramTable(layer));
  else if (layer.paramsKnown) lines.push('No parameters.');
  if (layer.macs !== undefined && layer.macs > 0)
    lines.push(`${showCount(layer.macs)} multiply-adds per forward pass.`);
  return lines.join('\n\n');
}

function paramTable(layer: ShapedLayer): string {
  const rows = layer.params.map((p) => {
    const elements = count(p.shape);
    const filler = p.blob.filler
      ? p.blob.filler.str('type') || 'constant'
      : `constant ${p.blob.constant ?? 0}`;
    const shared = p.owner ? ` (shared with "${plain(p.owner.layer.node.name)}")` : '';
    const size = isKnown(elements) ? showCount(elements) : '?';
    return `| ${p.blob.role}${shared} | ${showShape(p.shape)} | ${size} | ${plain(filler)} | ${p.lrMult} | ${p.decayMult} |`;
  });
  return [
    '| parameter | shape | elements | filler | lr_mult | decay_mult |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const figure = (n: number | undefined): string =>
  n === undefined ? 'not known' : Number.isFinite(n) ? String(Number(n.toPrecision(3))) : 'beyond float';

/** Names of the file are text, not Markdown. */
const plain = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
