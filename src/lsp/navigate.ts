/** From a blob to its producer and consumers, from a solver to its net; renaming of blobs and layers. */
import { ResponseError, ErrorCodes } from 'vscode-languageserver/node';
import type { Location, Range, TextEdit } from 'vscode-languageserver/node';
import { fieldsOf } from '../../grammar/syntax.js';
import type { DocumentNode, FieldNode, MessageNode, ScalarNode } from '../../grammar/syntax.js';
import type { BlobPlace } from './blob-names.js';
import { rangeOf } from './diagnostics.js';
import type { OpenFile } from './open-file.js';
import { placeAt, plainString } from './place.js';
import type { Place } from './place.js';
import { uriFor } from './workspace.js';
import type { Workspace } from './workspace.js';

const locate = (file: OpenFile, places: readonly { start: number; end: number }[]): Location[] =>
  places.map((p) => ({ uri: file.text.uri, range: rangeOf(file.text, p) }));

/** The place of an offset in a file. */
export const placeIn = (file: OpenFile, offset: number): Place =>
  placeAt(file.doc.tree.document, file.root, file.schema, offset);

/** Of a blob the tops that make it, in the version that is read here; of a solver's net the file. */
export function definition(file: OpenFile, offset: number, workspace: Workspace): Location[] {
  const blob = file.blobs.at(offset);
  if (blob) {
    const made = file.blobs.producers(blob);
    return locate(file, made.length > 0 || blob.role === 'bottom' ? made : [blob]);
  }
  const { field, item, around } = placeIn(file, offset);
  const path = plainString(item);
  if (path === undefined || around.length > 1 || !/^(net|train_net|test_net)$/.test(field?.name ?? ''))
    return [];
  const net = workspace.findNet(file.path, path);
  const start = { line: 0, character: 0 };
  return net ? [{ uri: uriFor(net.path), range: { start, end: start } }] : [];
}

/** Of a blob all layers that read or change it; with the declaration also those that make it. Of a layer its name. */
export function references(file: OpenFile, offset: number, declaration: boolean): Location[] {
  const blob = file.blobs.at(offset);
  if (!blob) return locate(file, layerNames(file, offset) ?? []);
  const all = file.blobs.same(blob);
  const isMade = (p: BlobPlace): boolean => p.role === 'top' && !file.blobs.isInPlace(p);
  return locate(
    file,
    all.filter((p) => declaration || !isMade(p)),
  );
}

/** What a rename would take, without the quotes. */
export function renameRange(
  file: OpenFile,
  offset: number,
): { range: Range; placeholder: string } | undefined {
  const blob = file.blobs.at(offset);
  const name = blob ?? layerNames(file, offset)?.find((n) => n.start <= offset && offset <= n.end);
  if (!name) return undefined;
  const inner = { start: name.start + 1, end: name.end - 1 };
  return { range: rangeOf(file.text, inner), placeholder: file.text.getText().slice(inner.start, inner.end) };
}

/**
 * Rename the blob or layer that an offset touches: a blob with all tops and bottoms that some phase
 * wires to it, a layer with every layer of its name, since Caffe copies and shares weights by it.
 * @throws ResponseError with words for the user when that cannot be done, or would change the net.
 */
export function rename(file: OpenFile, offset: number, name: string): TextEdit[] {
  const blob = file.blobs.at(offset);
  const places = blob ? file.blobs.same(blob) : layerNames(file, offset);
  if (!places || places.length === 0) refuse('there is no blob or layer to rename here');
  if (name === '' || /["\\\u0000-\u001f]/.test(name))
    refuse('a name is neither empty nor has it quotes, backslashes or line breaks');
  if (file.doc.tree.errors.length > 0)
    refuse('the file has a syntax error: mend it first, so that every use of the name is seen');
  if (places.some((p) => p.odd))
    refuse('the name is written with escapes or in several strings, which is not rewritten');
  if (places[0]!.name === name) return [];
  if (blob ? file.blobs.isTaken(blob, name) : allLayerNames(file).some((n) => n.name === name))
    refuse(`there is a ${blob ? 'blob' : 'layer'} "${name}" already`);
  return places.map((p) => ({
    range: rangeOf(file.text, { start: p.start + 1, end: p.end - 1 }),
    newText: name.replaceAll(file.text.getText()[p.start] === "'" ? "'" : '"', "\\'"),
  }));
}

function refuse(words: string): never {
  throw new ResponseError(ErrorCodes.InvalidRequest, words);
}

export interface LayerName {
  name: string;
  start: number;
  end: number;
  odd: boolean;
  item: ScalarNode;
  /** `layer` or `layers` with its message. */
  field: FieldNode;
}

/** The names of all layers with the name at an offset; undefined where no layer's name stands. */
function layerNames(file: OpenFile, offset: number): LayerName[] | undefined {
  const all = allLayerNames(file);
  const here = all.find((n) => n.start <= offset && offset <= n.end);
  return here && all.filter((n) => n.name === here.name);
}

/** The `layer { … }` of a file, also those of nets inside a solver. */
export function layerFields(node: DocumentNode | MessageNode): FieldNode[] {
  return fieldsOf(node).flatMap((f) => {
    if (f.value?.kind !== 'message') return [];
    if (/^layers?$/.test(f.name)) return [f, ...layerFields(f.value)];
    return /net_param$/.test(f.name) ? layerFields(f.value) : [];
  });
}

/** The names of all layers, in the order of the text. A layer without one has none. */
export function allLayerNames(file: OpenFile): LayerName[] {
  return layerFields(file.doc.tree.document).flatMap((field) => {
    if (field.value?.kind !== 'message') return [];
    const own = fieldsOf(field.value).find((f) => f.name === 'name');
    const item = own?.value;
    if (item?.kind !== 'scalar') return [];
    const name = plainString(item);
    const shown = name ?? item.tokens.map((t) => t.image.slice(1, -1)).join('');
    return [{ name: shown, start: item.start, end: item.end, odd: name === undefined, item, field }];
  });
}
