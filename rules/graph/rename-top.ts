/** The mend of in-place work: from one layer on, a blob gets a name of its own. */
import type { NetAnalysis } from '../../src/analysis/net-analysis.js';
import type { Message } from '../../src/document/message.js';
import type { Fix } from '../../src/engine/finding.js';
import { replace } from '../../src/document/edit-verbs.js';
import type { Edit } from '../../src/text/edit.js';
import type { LayerNode, NetView, Top } from '../../src/net/graph.js';

/**
 * Rename a layer's in-place top, and the blob wherever it is read behind it. Undefined where the views
 * of the net do not agree on where that is.
 */
export function renameTop(analysis: NetAnalysis, top: Top): Fix | undefined {
  const { name, index, layer } = top;
  const fresh = freeName(analysis, layer, name);
  const places = new Map<Message, Set<string>>();
  for (const { view } of analysis.views) {
    const here = view.layers.find((l) => l.message === layer.message)?.tops[index];
    if (!here) continue;
    for (const [message, keys] of placesOf(here))
      places.set(message, new Set([...(places.get(message) ?? []), ...keys]));
  }
  for (const { view } of analysis.views) if (!agrees(view, layer, index, places)) return undefined;
  const edits: Edit[] = [];
  for (const [message, keys] of places)
    for (const key of keys) {
      const [field, n] = key.split(' ') as ['bottom' | 'top', string];
      const value = message.all(field)[Number(n)];
      if (!value) return undefined;
      edits.push(replace(value.item, JSON.stringify(fresh)));
    }
  const title = `Give the output of "${layer.name}" a blob of its own, "${fresh}"`;
  return { title, applicability: 'unsafe', edits, isolation: 'rename-top' };
}

/** Where a version of a blob and those written over it are named, as "bottom 0", "top 0". */
function placesOf(top: Top): Map<Message, Set<string>> {
  const places = new Map<Message, Set<string>>();
  const add = (layer: LayerNode, key: string): void => {
    const keys = places.get(layer.message) ?? new Set<string>();
    places.set(layer.message, keys.add(key));
  };
  add(top.layer, `top ${top.index}`);
  for (let at: Top | undefined = top; at;) {
    let next: Top | undefined;
    for (const { layer, bottomIndex } of at.consumers) {
      add(layer, `bottom ${bottomIndex}`);
      next ??= layer.tops.find((t) => t.inPlaceOf === at);
    }
    if (next) add(next.layer, `top ${next.index}`);
    at = next;
  }
  return places;
}

/** A view is right after the edits when it renames just these places of the layers it has. */
function agrees(
  view: NetView,
  writer: LayerNode,
  index: number,
  places: ReadonlyMap<Message, Set<string>>,
): boolean {
  const node = view.layers.find((l) => l.message === writer.message);
  const own = node?.tops[index] ? placesOf(node.tops[index]) : new Map<Message, Set<string>>();
  return view.layers.every(({ message }) => {
    const [wanted, here] = [places.get(message) ?? new Set(), own.get(message) ?? new Set()];
    return wanted.size === here.size && [...wanted].every((key) => here.has(key));
  });
}

/** The layer's name where no blob has it, as is the custom. */
function freeName(analysis: NetAnalysis, layer: LayerNode, blob: string): string {
  const taken = new Set(analysis.views.flatMap((v) => [...v.view.blobs.keys()]));
  const wished = layer.name !== '' && !taken.has(layer.name) ? layer.name : `${blob}_${layer.name || 'out'}`;
  let name = wished;
  for (let n = 2; taken.has(name); n++) name = `${wished}_${n}`;
  return name;
}
