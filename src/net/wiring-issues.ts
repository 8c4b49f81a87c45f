/** What Caffe refuses while it filters the layers and connects their blobs, in words. */
import type { Message } from '../document/message.js';
import { nearest } from '../schema/suggest.js';
import type { LayerNode, NetView, Top } from './graph.js';
import { dataPair } from './data-pair.js';
import type { Issue } from './issues.js';
import { layerIncluded, showState, type NetState } from './state.js';
import type { TakenTop } from './wiring.js';

/** Similar names are looked up for so many unknown bottoms only, to stay linear in broken nets. */
const MAX_SUGGESTIONS = 50;

/** `include` beside `exclude`, in whichever layer: FilterNet checks before it filters. */
export function filterIssues(view: NetView): Issue[] {
  const present = new Map(view.layers.map((layer) => [layer.message, layer]));
  const both = view.net.msgs('layer').filter((l) => l.has('include') && l.has('exclude'));
  return both.map((message) => ({
    id: 'include-and-exclude',
    range: message.at('exclude'),
    stage: 'filter',
    layer: present.get(message),
    message: `layer "${message.str('name')}" has both include and exclude rules, and Caffe allows one kind per layer; keep the include rules or turn them into exclude rules`,
    related: [{ range: message.at('include'), message: 'the include rule' }],
  }));
}

/** What is looked up for every unknown bottom. */
interface Index {
  producers: ReadonlyMap<string, Message[]>;
  nodes: ReadonlyMap<Message, LayerNode>;
  /** The first layer of each name. */
  names: ReadonlyMap<string, LayerNode>;
}

/** Unknown bottoms, and tops that are produced twice. */
export function wiringIssues(view: NetView): Issue[] {
  const { missing, taken } = view.wiring;
  if (missing.length === 0 && taken.length === 0) return [];
  const index: Index = {
    producers: producersOf(view.net),
    nodes: new Map(view.layers.map((layer) => [layer.message, layer])),
    names: new Map([...view.layers].reverse().map((layer) => [layer.name, layer])),
  };
  const issues = missing.map(({ layer, bottom }, i) =>
    unknownBottom(view, view.layers[layer]!, bottom, index, i < MAX_SUGGESTIONS),
  );
  const first = firstTops(view.layers);
  return [...issues, ...taken.map((t) => duplicateTop(view.layers[t.layer]!, t, first))];
}

/** Which layers of the whole file make each blob name; in-place layers only rewrite it. */
function producersOf(net: Message): Map<string, Message[]> {
  const producers = new Map<string, Message[]>();
  for (const layer of net.msgs('layer'))
    for (const top of layer.strs('top')) {
      if (layer.strs('bottom').includes(top)) continue;
      const list = producers.get(top);
      if (list) list.push(layer);
      else producers.set(top, [layer]);
    }
  return producers;
}

/** The first version of each name. */
function firstTops(layers: readonly LayerNode[]): Map<string, Top> {
  const first = new Map<string, Top>();
  for (const layer of layers)
    for (const top of layer.tops) if (!first.has(top.name)) first.set(top.name, top);
  return first;
}

function unknownBottom(
  view: NetView,
  layer: LayerNode,
  bottom: number,
  index: Index,
  suggest: boolean,
): Issue {
  const name = layer.bottomNames[bottom]!;
  const issue: Issue = {
    id: 'unknown-bottom',
    range: layer.message.at('bottom', bottom),
    stage: 'split',
    layer,
    message: `layer "${layer.name}" reads "${name}", which no layer before it produces`,
  };
  const writers = index.producers.get(name) ?? [];
  const later = writers.map((m) => index.nodes.get(m)).find((l) => l !== undefined && l.index > layer.index);
  if (later) {
    issue.message = `layer "${layer.name}" reads "${name}" before layer "${later.name}" produces it; Caffe sets layers up in the order of the file, so "${later.name}" must stand first`;
    issue.related = [{ range: later.message.here(), message: `"${name}" is produced here` }];
    return issue;
  }
  const state = view.states[0];
  const absent = state && writers.find((m) => !layerIncluded(m, state));
  if (state && absent) {
    issue.message = `layer "${layer.name}" reads "${name}", which nothing produces in ${showState(state)}: ${whyAbsent(absent, state)}`;
    issue.related = [{ range: absent.here(), message: `"${name}" is produced here, but not in this net` }];
    return issue;
  }
  if (layer.message.strs('top').includes(name))
    issue.message = `layer "${layer.name}" works in-place on "${name}", which no layer before it produces`;
  const namesake = index.names.get(name);
  if (namesake && namesake.index < layer.index) {
    const made = namesake.tops.map((top) => `"${top.name}"`).join(', ');
    issue.message += `; layer "${name}" is there, but ${made ? `its top is ${made}` : 'it has no top'}`;
    issue.related = [{ range: namesake.message.here(), message: `layer "${name}"` }];
    return issue;
  }
  const meant = suggest ? similarBlob(view, layer, name) : undefined;
  if (meant === undefined) {
    issue.message +=
      writers.length === 0 ? '; add the layer or the Input that makes it, or correct the name' : '';
    return issue;
  }
  issue.message += `; did you mean "${meant}"?`;
  const item = layer.message.all('bottom')[bottom]?.item;
  if (item)
    issue.suggestion = {
      range: { start: item.start, end: item.end },
      text: JSON.stringify(meant),
      title: `Read "${meant}"`,
      sure: false,
    };
  return issue;
}

/** The earlier blob that a name is a slip for. "conv1" is none for "conv2": numbers tell blobs apart. */
function similarBlob(view: NetView, layer: LayerNode, name: string): string | undefined {
  const digits = /[0-9]+/g;
  const known = new Set(view.layers.slice(0, layer.index).flatMap((l) => l.tops.map((t) => t.name)));
  const meant = nearest(name, known);
  return meant?.replace(digits, '#') === name.replace(digits, '#') ? undefined : meant;
}

/** Why a layer is not part of the net in a state. */
function whyAbsent(message: Message, state: NetState): string {
  const name = `layer "${message.str('name')}"`;
  const rules = message.has('include') ? message.msgs('include') : message.msgs('exclude');
  const phases = [...new Set(rules.filter((r) => r.has('phase')).map((r) => r.str('phase')))];
  const verb = message.has('include') ? 'included only' : 'excluded';
  if (phases.length === 1 && (phases[0] === state.phase) === message.has('exclude'))
    return `${name} is ${verb} in ${phases[0]!}`;
  return `the rules of ${name} leave it out there`;
}

function duplicateTop(layer: LayerNode, taken: TakenTop, first: Map<string, Top>): Issue {
  const top = layer.tops[taken.top]!;
  const owner = first.get(top.name)!;
  const name = `"${top.name}"`;
  const issue: Issue = {
    id: 'duplicate-top',
    range: layer.message.at('top', taken.top),
    stage: 'setup',
    layer,
    message: `${pair(owner.layer, layer)} both produce ${name}, and Caffe allows one producer per blob; rename one top`,
    related: [
      { range: owner.layer.message.at('top', owner.index), message: `${name} is first produced here` },
    ],
  };
  const reads = layer.bottomNames.indexOf(top.name);
  if (taken.splitFromBottom) {
    issue.message = `layer "${layer.name}" cannot work in-place on ${name}: ${otherReader(layer, top)}, so Caffe splits the blob and ${name} would have two producers; give this top a name of its own`;
    const reader = firstOther(layer, top);
    if (reader) issue.related = [{ range: reader.message.here(), message: `${name} is read here too` }];
  } else if (owner.layer === layer) {
    issue.message = `layer "${layer.name}" names two of its tops ${name}, and Caffe allows one producer per blob; rename one of them`;
  } else if (reads >= 0 && reads !== taken.top) {
    issue.message = `top ${taken.top} of layer "${layer.name}" is ${name}, its bottom ${reads}; in-place works only where top and bottom have the same position, so Caffe takes ${name} for produced twice; give the top a name of its own`;
  } else if (layer.bottomNames.length === 0 && owner.layer.bottomNames.length === 0) {
    const mend = dataPair(owner.layer.message, layer.message);
    if (mend) {
      issue.mend = mend;
      issue.message = issue.message.replace(
        'rename one top',
        'one is for training and one for testing, so give each its own include { phase: … }',
      );
    } else
      issue.message += `, or give each its own include { phase: … } if one is for training and one for testing`;
  } else if (layer.bottomNames.length === 0) {
    issue.message = `layer "${layer.name}" has no bottom, so it produces ${name} a second time (first: layer "${owner.layer.name}"); an in-place layer needs ${name} as its bottom too`;
  }
  return issue;
}

const pair = (a: LayerNode, b: LayerNode): string =>
  a.name === b.name ? `two layers named "${a.name}"` : `layers "${a.name}" and "${b.name}"`;

/** A reader of the version that a layer meant to overwrite, other than its own first reading. */
function firstOther(layer: LayerNode, top: Top): LayerNode | undefined {
  return layer.bottoms[top.index]?.consumers.find((c) => c.layer !== layer)?.layer;
}

function otherReader(layer: LayerNode, top: Top): string {
  const other = firstOther(layer, top);
  if (other) return `layer "${other.name}" reads it before`;
  const twice = layer.bottomNames.filter((name) => name === top.name).length > 1;
  return twice ? 'it reads the blob twice' : `the layer that produces it gives it a loss weight`;
}
