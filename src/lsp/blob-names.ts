/** Every place where the text names a blob, and which of them name the same one. */
import { fieldsOf } from '../../grammar/syntax.js';
import type { DocumentNode, FieldNode, MessageNode, ScalarNode } from '../../grammar/syntax.js';
import type { TextDocument } from '../document/document.js';
import type { Message } from '../document/message.js';
import type { LayerRegistry } from '../layers/registry.js';
import { buildGraph } from '../net/graph.js';
import type { LayerNode, NetView } from '../net/graph.js';
import { statesOf } from '../net/states.js';
import { plainString } from './place.js';

export interface BlobPlace {
  name: string;
  role: 'top' | 'bottom';
  /** Where the string stands, quotes included. */
  start: number;
  end: number;
  item: ScalarNode;
  /** The text has more than a plain string here (escapes, several strings), which is not rewritten. */
  odd: boolean;
}

/** The nets that a file holds, after Caffe's upgrade. */
export function netsIn(doc: TextDocument): Message[] {
  if (!doc.message) return [];
  if (doc.kind === 'net') return [doc.message];
  return ['net_param', 'train_net_param', 'test_net_param'].flatMap((name) => doc.message!.msgs(name));
}

/**
 * Names of blobs in one file. Two places name one blob where some phase or stage wires them together,
 * so that a name that TRAIN and TEST use for things apart is two blobs; places that no phase has are
 * held to belong to every blob of their name.
 */
export class BlobNames {
  private readonly places = new Map<number, BlobPlace>();
  private readonly parent = new Map<number, number>();
  private readonly produced = new Map<number, Set<number>>();
  private readonly overwrites = new Map<number, Set<number>>();
  /** Places that some view has. */
  private readonly wired = new Set<number>();
  /** Names of blobs of each view, by the places that stand in it. */
  private readonly views: { starts: Set<number>; names: Set<string> }[] = [];

  constructor(doc: TextDocument, types: LayerRegistry) {
    this.collect(doc.tree.document);
    for (const net of netsIn(doc)) for (const view of viewsOf(net, types)) this.connect(view);
    this.adopt();
  }

  /** The place that an offset touches. */
  at(offset: number): BlobPlace | undefined {
    for (const place of this.places.values()) if (place.start <= offset && offset <= place.end) return place;
    return undefined;
  }

  /** All places of the same blob, in the order of the text. */
  same(place: BlobPlace): BlobPlace[] {
    const root = this.find(place.start);
    return this.sorted([...this.places.keys()].filter((start) => this.find(start) === root));
  }

  /** The tops that make what a bottom reads, or what an in-place top changes; one per phase where these differ. */
  producers(place: BlobPlace): BlobPlace[] {
    const from = place.role === 'bottom' ? this.produced : this.overwrites;
    const known = this.sorted([...(from.get(place.start) ?? [])]);
    if (known.length > 0 || place.role === 'top') return known;
    return this.wired.has(place.start) ? [] : this.same(place).filter((p) => p.role === 'top');
  }

  /** Whether a top changes a blob that was there before. */
  isInPlace(place: BlobPlace): boolean {
    return this.overwrites.has(place.start);
  }

  /** Whether a phase in which the blob stands has another one of this name. */
  isTaken(place: BlobPlace, name: string): boolean {
    const own = new Set(this.same(place).map((p) => p.start));
    const seen = this.views.filter((v) => [...own].some((start) => v.starts.has(start)));
    if (seen.some((v) => v.names.has(name))) return true;
    return seen.length === 0 && [...this.places.values()].some((p) => p.name === name);
  }

  private sorted(starts: number[]): BlobPlace[] {
    return starts.sort((a, b) => a - b).flatMap((start) => this.places.get(start) ?? []);
  }

  private collect(node: DocumentNode | MessageNode, inLayer = false): void {
    for (const field of fieldsOf(node)) {
      const role = inLayer ? roleOf(field) : field.name === 'input' ? 'top' : undefined;
      const { value } = field;
      const items = value?.kind === 'list' ? value.items : value ? [value as ScalarNode | MessageNode] : [];
      for (const item of items) {
        if (item.kind === 'message') {
          if (/^layers?$|net_param$/.test(field.name)) this.collect(item, /^layers?$/.test(field.name));
          continue;
        }
        if (!role) continue;
        const name = plainString(item);
        const { start, end } = item;
        const shown = name ?? item.tokens.map((t) => t.image.slice(1, -1)).join('');
        this.places.set(start, { name: shown, role, start, end, item, odd: name === undefined });
      }
    }
  }

  private connect(view: NetView): void {
    const starts = new Set<number>();
    const names = new Set<string>();
    const missing = new Map<string, number>();
    for (const layer of view.layers) {
      layer.bottoms.forEach((top, i) => {
        const start = this.startOf(layer, 'bottom', i);
        if (start === undefined) return;
        starts.add(start);
        this.wired.add(start);
        names.add(layer.bottomNames[i]!);
        const made = top && this.startOf(top.layer, 'top', top.index);
        if (made !== undefined) {
          this.join(start, made);
          note(this.produced, start, made);
        } else {
          const first = missing.get(layer.bottomNames[i]!);
          if (first === undefined) missing.set(layer.bottomNames[i]!, start);
          else this.join(start, first);
        }
      });
      for (const top of layer.tops) {
        const start = top.automatic ? undefined : this.startOf(layer, 'top', top.index);
        if (start === undefined) continue;
        starts.add(start);
        this.wired.add(start);
        names.add(top.name);
        const before = top.inPlaceOf && this.startOf(top.inPlaceOf.layer, 'top', top.inPlaceOf.index);
        if (before === undefined) continue;
        this.join(start, before);
        note(this.overwrites, start, before);
      }
    }
    this.views.push({ starts, names });
  }

  /**
   * Where the text names a top or bottom. Undefined where the upgrade made the name up, or took it from
   * elsewhere: behind a padding layer that it folds away stands another name than the one that is read.
   */
  private startOf(layer: LayerNode, field: 'top' | 'bottom', n: number): number | undefined {
    const value = layer.message.all(field)[n];
    const place = value && this.places.get(value.item.start);
    return place && (place.odd || place.name === value.value) ? place.start : undefined;
  }

  /** Places in layers that no view has go with every place of their name. */
  private adopt(): void {
    const loose = new Map<string, number>();
    for (const { name, start } of this.places.values()) if (!this.wired.has(start)) loose.set(name, start);
    for (const { name, start } of this.places.values()) {
      const one = loose.get(name);
      if (one !== undefined) this.join(one, start);
    }
  }

  private find(start: number): number {
    let root = start;
    for (let up = this.parent.get(root); up !== undefined; up = this.parent.get(root)) root = up;
    if (root !== start) this.parent.set(start, root);
    return root;
  }

  private join(a: number, b: number): void {
    const [left, right] = [this.find(a), this.find(b)];
    if (left !== right) this.parent.set(Math.max(left, right), Math.min(left, right));
  }
}

const roleOf = (field: FieldNode): 'top' | 'bottom' | undefined =>
  field.name === 'top' || field.name === 'bottom' ? field.name : undefined;

function note(map: Map<number, Set<number>>, key: number, value: number): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

/** The net in every state that leaves other layers, whichever solver asks for it. */
function viewsOf(net: Message, types: LayerRegistry): NetView[] {
  const plain = (['TRAIN', 'TEST'] as const).map((phase) => [
    { phase, level: 0, stages: [], from: 'default' as const },
  ]);
  return [...plain, ...statesOf(net)].map((states) => buildGraph(net, states, types));
}
