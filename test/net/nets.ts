/** Nets from text, and layer types with the counts that Caffe's headers declare, for tests. */
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import type { Message } from '../../src/document/message.js';
import { buildGraph, type LayerNode, type NetView } from '../../src/net/graph.js';
import type { Signature, TypeCatalogue } from '../../src/net/signature.js';
import type { NetState, Phase } from '../../src/net/state.js';
import { composeSchema } from '../../src/schema/descriptor.js';
import { bvlc } from '../../src/schema/tables/bvlc.js';

const schema = composeSchema([['bvlc', bvlc]]);

/** Bind a text as a message of BVLC's schema; it must be free of errors. */
export function message(text: string, root = 'NetParameter'): Message {
  const tree = parse(text);
  const { message: bound, issues } = bind(tree.document, root, schema);
  const problems = [...tree.errors, ...issues];
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join('; '));
  return bound;
}

/** One layer in short: `line('conv1 Convolution data -> conv1', 'convolution_param { … }')`. */
export function line(short: string, more = ''): string {
  const [head = '', tail = ''] = short.split('->');
  const [name = '', type = '', ...bottoms] = head.trim().split(/\s+/);
  const tops = tail.trim().split(/\s+/).filter(Boolean);
  return [
    `layer { name: "${name}" type: "${type}"`,
    ...bottoms.map((b) => `bottom: "${b}"`),
    ...tops.map((t) => `top: "${t}"`),
    `${more} }`,
  ].join(' ');
}

const one: Signature = { bottoms: { exact: 1 }, tops: { exact: 1 } };
const loss: Signature = { bottoms: { exact: 2 }, tops: { exact: 1 }, loss: true, autoTops: true };

const signatures: Readonly<Record<string, Signature>> = {
  Input: { bottoms: { exact: 0 }, tops: { min: 1 }, source: true },
  Data: { bottoms: { exact: 0 }, tops: { min: 1, max: 2 }, source: true },
  Convolution: { bottoms: { min: 1 }, tops: { min: 1 }, equalCounts: true },
  InnerProduct: one,
  Pooling: { bottoms: { exact: 1 }, tops: { min: 1, max: 2 } },
  ReLU: one,
  Dropout: one,
  Softmax: one,
  ArgMax: { ...one, noBackward: 'aborts' },
  Eltwise: { bottoms: { min: 2 }, tops: { exact: 1 } },
  Gather: { bottoms: { min: 1 }, tops: { min: 1 }, dialects: ['tsn'] },
  Silence: { bottoms: { min: 1 }, tops: { exact: 0 } },
  Accuracy: { bottoms: { exact: 2 }, tops: { min: 1, max: 2 }, noBackward: 'aborts' },
  EuclideanLoss: loss,
  SoftmaxWithLoss: { ...loss, tops: { min: 1, max: 2 }, noForceBackward: [1], noGradientTo: [1] },
};

export const types: TypeCatalogue = {
  find: (type) => signatures[type],
  names: () => Object.keys(signatures),
  dialectsOf: (type) => (type === 'ROIPooling' ? ['faster-rcnn'] : []),
};

export const train: NetState = { phase: 'TRAIN', level: 0, stages: [], from: 'default' };
export const inPhase = (phase: Phase, ...stages: string[]): NetState => ({ ...train, phase, stages });

/** The view of a net given as layer lines, in TRAIN. */
export const graph = (...lines: string[]): NetView => buildGraph(message(lines.join('\n')), train, types);

export function layerOf(view: NetView, name: string): LayerNode {
  const layer = view.layers.find((l) => l.name === name);
  if (!layer) throw new Error(`no layer ${name}`);
  return layer;
}

export const ids = (view: { issues: readonly { id: string }[] }): string[] => view.issues.map((i) => i.id);
