/** What Net::Init and Layer::CheckBlobCounts check of each layer alone. */
import { nearest } from '../schema/suggest.js';
import type { Range } from '../document/message.js';
import type { LayerNode, NetView } from './graph.js';
import type { Issue } from './issues.js';
import type { BlobCount, TypeCatalogue } from './signature.js';
import { own } from '../text/own.js';

/** V1 enum words that do not become the V2 type when case and underscores are dropped. */
const v1Names: Readonly<Record<string, string>> = { SOFTMAX_LOSS: 'SoftmaxWithLoss' };

/** Types that are missing or not registered, propagate_down counts, and layer names used twice. */
export function checkTypes(view: NetView, types: TypeCatalogue): Issue[] {
  const issues: Issue[] = [];
  const names = new Map<string, LayerNode>();
  const guess = guesser(() => types.names(view.net.schema.dialects));
  for (const layer of view.layers) {
    const { message, name } = layer;
    const propagate = message.count('propagate_down');
    if (propagate > 0 && propagate !== layer.bottomNames.length) {
      const surplus = message.all('propagate_down').slice(layer.bottomNames.length);
      issues.push({
        id: 'propagate-down-count',
        range: message.at('propagate_down', propagate - 1),
        stage: 'setup',
        layer,
        message: `layer "${name}" sets propagate_down ${times(propagate)} for ${count(layer.bottomNames.length, 'bottom')}; Caffe wants it once per bottom or not at all`,
        ...(surplus.length > 0 && {
          mend: { title: 'Remove the surplus propagate_down', sure: true, remove: surplus },
        }),
      });
    }
    if (!layer.signature) issues.push(unknownType(layer, types, guess));
    if (name === '') continue;
    const first = names.get(name);
    if (first === undefined) names.set(name, layer);
    else issues.push(duplicateName(layer, first));
  }
  return issues;
}

/** The registered type that an unknown one stands for; `sure` when they differ in case and separators only. */
type Guess = (type: string) => { meant: string | undefined; sure: boolean };

/** @param names Every type there is; asked for only where one is unknown. */
function guesser(names: () => readonly string[]): Guess {
  const answers = new Map<string, ReturnType<Guess>>();
  const guess: Guess = (type) => {
    const known = names();
    const same = own(v1Names, type) ?? known.find((name) => fold(name) === fold(type));
    if (same !== undefined) return { meant: same, sure: true };
    const near = nearest(type, known);
    // A longer name that ends in a known one is another layer, not a misspelling (Unpooling, MyConvolution).
    const other = near !== undefined && fold(type).endsWith(fold(near).slice(1));
    return { meant: other ? undefined : near, sure: false };
  };
  return (type) => {
    const answer = answers.get(type) ?? guess(type);
    answers.set(type, answer);
    return answer;
  };
}

function unknownType(layer: LayerNode, types: TypeCatalogue, guess: Guess): Issue {
  const { type, message, name } = layer;
  if (type === '')
    return {
      id: 'missing-layer-type',
      range: message.here(),
      stage: 'setup',
      layer,
      message: `layer "${name}" has no type, and Caffe cannot tell what it is; add type: "…"`,
    };
  const issue: Issue = {
    id: 'unknown-layer-type',
    range: message.at('type'),
    stage: 'setup',
    layer,
    message: `no layer type "${type}" is registered`,
    like: { key: type, subject: name },
  };
  const dialects = types.dialectsOf(type);
  if (dialects.length > 0) {
    issue.message += ` in BVLC's Caffe; it comes with ${dialects.join(', ')}`;
    return issue;
  }
  const { meant, sure } = guess(type);
  if (meant === undefined) {
    issue.message += '; it needs a build of Caffe that has this layer';
    return issue;
  }
  issue.message += `; did you mean "${meant}"? Caffe compares letter by letter`;
  const item = message.all('type')[0]?.item;
  if (item)
    issue.suggestion = {
      range: { start: item.start, end: item.end },
      text: JSON.stringify(meant),
      title: `Write "${meant}"`,
      sure,
    };
  return issue;
}

function duplicateName(layer: LayerNode, first: LayerNode): Issue {
  return {
    id: 'duplicate-layer-name',
    range: layer.message.at('name'),
    stage: 'silent',
    layer,
    message: `two layers of this net are named "${layer.name}"; weights are saved and loaded by layer name, so a trained model fits only one of them, and Caffe stops when their numbers of parameters differ`,
    related: [{ range: first.message.at('name'), message: 'the first one' }],
  };
}

/** Numbers of bottoms and tops, in the order of Layer::CheckBlobCounts; one finding per layer. */
export function checkCounts(view: NetView): Issue[] {
  return view.layers.flatMap((layer): Issue[] => {
    const signature = layer.signature;
    if (!signature) return [];
    const wrong =
      misfit(layer, 'bottom', layer.bottomNames.length, signature.bottoms) ??
      misfit(layer, 'top', layer.tops.length, signature.tops) ??
      unequal(layer);
    return wrong ? [wrong] : [];
  });
}

function misfit(layer: LayerNode, kind: 'bottom' | 'top', n: number, allowed: BlobCount): Issue | undefined {
  const { exact = n, min = 0, max = Infinity } = allowed;
  if (n === exact && n >= min && n <= max) return undefined;
  const wanted =
    n !== exact
      ? `takes ${exact === 0 ? 'no' : `exactly ${exact}`}`
      : n < min
        ? `needs at least ${min}`
        : `takes at most ${max}`;
  const bound = n !== exact ? exact : n < min ? min : max;
  const surplus = n > bound ? layer.message.at(kind, bound) : layer.message.here();
  return miscount(layer, surplus, `${count(n, kind)}, and ${layer.type} ${wanted}`);
}

function unequal(layer: LayerNode): Issue | undefined {
  const bottoms = layer.bottomNames.length;
  const tops = layer.tops.length;
  if (!layer.signature?.equalCounts || bottoms === tops) return undefined;
  const range = bottoms > tops ? layer.message.at('bottom', tops) : layer.message.at('top', bottoms);
  const counts = `${count(bottoms, 'bottom')} and ${count(tops, 'top')}`;
  return miscount(layer, range, `${counts}; ${layer.type} makes one top for each bottom`);
}

/** Layers of one type with the same counts are one mistake. */
const miscount = (layer: LayerNode, range: Range, why: string): Issue => ({
  id: 'bottom-top-count',
  range,
  stage: 'setup',
  layer,
  message: `layer "${layer.name}" has ${why}`,
  like: { key: why, subject: layer.name },
});

const fold = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const count = (n: number, noun: string): string => `${n === 0 ? 'no' : n} ${noun}${n === 1 ? '' : 's'}`;
const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);
