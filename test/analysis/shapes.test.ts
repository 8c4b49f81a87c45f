import { expect, test } from '@jest/globals';
import { inferShapes, type ShapedNet } from '../../src/analysis/shapes.js';
import { defineLayer, type LayerType } from '../../src/layers/layer-type.js';
import { buildGraph } from '../../src/net/graph.js';
import type { Shape } from '../../src/shapes/shape.js';
import { ids, line, message, train } from '../net/nets.js';

/** A few layer types with the shapes that the tests need, so that they do not hang on the real ones. */
const kinds: LayerType[] = [
  defineLayer({
    types: ['Input'],
    bottoms: { exact: 0 },
    tops: { min: 1 },
    source: true,
    setup: (c) => ({ tops: c.topNames.map((name) => c.given(name)) }),
  }),
  defineLayer({
    types: ['InnerProduct'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    setup(c) {
      const param = c.layer.msg('inner_product_param');
      const outputs = param.num('num_output');
      if (outputs === 0) c.refuse('missing-layer-parameter', c.layer.here(), 'no num_output');
      const [batch = '?', width = '?'] = c.bottoms[0] ?? [];
      const bias = param.bool('bias_term') ? [{ shape: [outputs], role: 'bias' as const }] : [];
      return {
        tops: [[batch, outputs]],
        params: [{ shape: [outputs, width], role: 'weight' as const }, ...bias],
      };
    },
  }),
  defineLayer({
    types: ['Refuses'],
    bottoms: { exact: 0 },
    tops: { max: 2 },
    source: true,
    setup: (c) => c.refuse('invalid-transform', c.layer.here(), 'refused'),
  }),
  defineLayer({
    types: ['BatchNorm'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    setup: (c) => ({ tops: [c.bottoms[0]], params: [{ shape: [1], role: 'statistics' as const }] }),
  }),
  defineLayer({
    types: ['Split'],
    bottoms: { exact: 1 },
    tops: { min: 1 },
    setup: (c) => ({ tops: c.topNames.map(() => c.bottoms[0]) }),
  }),
  defineLayer({
    types: ['SoftmaxWithLoss'],
    bottoms: { exact: 2 },
    tops: { min: 1, max: 2 },
    loss: true,
    autoTops: true,
    noGradientTo: [1],
    setup: (c) => ({ tops: c.topNames.map((_, i) => (i === 0 ? [] : c.bottoms[0])) }),
  }),
];
const types = {
  find: (type: string) => kinds.find((kind) => kind.types.includes(type)),
  names: () => kinds.flatMap((kind) => kind.types),
  dialectsOf: () => [],
};

function infer(lines: string[], given: Record<string, Shape> = {}): ShapedNet {
  const view = buildGraph(message(lines.join('\n')), train, types);
  return inferShapes(view, { given: new Map(Object.entries(given)), types });
}

const data = line('data Input -> data label');
const given = { data: [8, 20], label: [8] };
const ip = (short: string, outputs: number, more = '', bias = true): string =>
  line(short, `inner_product_param { num_output: ${outputs} bias_term: ${bias} } ${more}`);
const named = (name: string, more = ''): string => `param { name: "${name}" ${more} }`;

test('shapes flow through the layers, and parameters are counted', () => {
  const net = infer([data, ip('a InnerProduct data -> a', 10), ip('b InnerProduct a -> b', 3)], given);
  expect(net.issues).toEqual([]);
  expect(net.layers.map((l) => l.tops)).toEqual([[[8, 20], [8]], [[8, 10]], [[8, 3]]]);
  expect(net.paramCount).toBe(20 * 10 + 10 + 10 * 3 + 3);
});

test('without the shape of the data the number of parameters is not known', () => {
  expect(infer([data, ip('a InnerProduct data -> a', 10)]).paramCount).toBeUndefined();
});

test('a refusal is recorded once; what hangs on the layer stays unknown and silent', () => {
  const net = infer([data, ip('a InnerProduct data -> a', 0), ip('b InnerProduct a -> b', 3)], given);
  expect(ids(net)).toEqual(['missing-layer-parameter']);
  expect(net.layers[1]).toMatchObject({ refused: true, tops: [undefined], paramsKnown: false });
  expect(net.layers[2]!.tops).toEqual([['?', 3]]);
});

test('a data layer that is refused keeps the shapes that the user gives for its tops', () => {
  const broken = line('r Refuses -> data label');
  const net = infer([broken, ip('a InnerProduct data -> a', 3)], given);
  expect(ids(net)).toEqual(['invalid-transform']);
  expect(net.layers[1]!.tops).toEqual([[8, 3]]);
  expect(net.paramCount).toBe(20 * 3 + 3);
});

test('a data layer with more tops than its type has is taken as it is when the user gives them all', () => {
  const more = line('r Refuses -> data label third');
  expect(ids(infer([more], { ...given, third: [8] }))).toEqual(['invalid-transform']);
  expect(ids(infer([more], given))).toEqual(['bottom-top-count']);
});

test('a miscounted layer is not set up', () => {
  const net = infer([data, line('a InnerProduct data label -> a')], given);
  expect(ids(net)).toEqual(['bottom-top-count']);
});

test('more param blocks than blobs', () => {
  const net = infer([data, ip('a InnerProduct data -> a', 3, 'param {} param {}', false)], given);
  expect(ids(net)).toEqual(['too-many-params']);
});

test('one loss_weight per top or none; a loss layer with two tops needs two', () => {
  const loss = (tops: string, weights: string) =>
    ids(infer([data, line(`l SoftmaxWithLoss data label -> ${tops}`, weights)], given));
  expect(loss('l', '')).toEqual([]);
  expect(loss('l', 'loss_weight: 1 loss_weight: 1')).toEqual(['loss-weight-count']);
  expect(loss('l p', '')).toEqual(['loss-weight-count']);
  expect(loss('l p', 'loss_weight: 1 loss_weight: 0')).toEqual([]);
});

test('a blob of more than INT_MAX elements is refused', () => {
  const net = infer([data, ip('a InnerProduct data -> a', 65536)], { data: [32768, 2], label: [8] });
  expect(ids(net)).toEqual(['blob-too-large']);
  expect(
    infer([data, ip('a InnerProduct data -> a', 65535)], { data: [32768, 2], label: [8] }).issues,
  ).toEqual([]);
});

test('shared parameters are one blob and count once', () => {
  const net = infer(
    [
      data,
      line('s Split data -> x y'),
      ip('a InnerProduct x -> a', 10, named('w', 'lr_mult: 2') + named('b')),
      ip('b InnerProduct y -> b', 10, named('w') + named('b', 'decay_mult: 0')),
    ],
    given,
  );
  expect(net.issues).toEqual([]);
  expect(net.paramCount).toBe(20 * 10 + 10);
  const [w, b] = net.layers[3]!.params;
  expect(w!.owner).toBe(net.layers[2]!.params[0]);
  expect(w!.lrMult).toBe(2);
  // The first explicit multiplier holds for all that share the parameter, whichever layer writes it.
  expect(b!.decayMult).toBe(0);
  expect(net.layers[2]!.params[1]!.decayMult).toBe(0);
});

test('shared parameters need one shape; PERMISSIVE compares the number of elements', () => {
  const pair = (outputs: number, more = '') =>
    ids(
      infer(
        [
          data,
          ip('a InnerProduct data -> a', 20, named('w'), false),
          ip('b InnerProduct a -> b', outputs, named('w', more), false),
        ],
        { data: [8, 10], label: [8] },
      ),
    );
  // a: 20 x 10; b: n x 20.
  expect(pair(20)).toEqual(['shared-param-mismatch']);
  expect(pair(10)).toEqual(['shared-param-mismatch']);
  expect(pair(10, 'share_mode: PERMISSIVE')).toEqual([]);
  expect(pair(20, 'share_mode: PERMISSIVE')).toEqual(['shared-param-mismatch']);
});

test('multipliers of a shared parameter conflict only where both are written', () => {
  const pair = (first: string, second: string) =>
    ids(
      infer(
        [
          data,
          ip('a InnerProduct data -> a', 20, named('w', first), false),
          ip('b InnerProduct data -> b', 20, named('w', second), false),
        ],
        given,
      ),
    );
  expect(pair('lr_mult: 1', 'lr_mult: 0')).toEqual(['shared-param-mismatch']);
  expect(pair('', 'lr_mult: 0')).toEqual([]);
  expect(pair('lr_mult: 0', '')).toEqual([]);
  expect(pair('decay_mult: 1', 'decay_mult: 2')).toEqual(['shared-param-mismatch']);
});

test('BatchNorm fixes its statistics, yet Net::Init takes them for learning', () => {
  const net = infer([data, line('bn BatchNorm data -> bn'), line('l SoftmaxWithLoss bn label -> l')], given);
  expect(net.layers[1]!.params[0]!.lrMult).toBe(0);
  expect(net.gradient.layers).toEqual([false, true, true]);
});

test('a label that depends on weights aborts the first backward pass', () => {
  const net = infer(
    [
      data,
      ip('a InnerProduct data -> a', 3),
      ip('b InnerProduct data -> b', 1),
      line('l SoftmaxWithLoss a b -> l'),
    ],
    given,
  );
  expect(ids(net)).toEqual(['label-backprop']);
  expect(net.issues[0]!.stage).toBe('backward');
});

test('10,000 layers take time linear in their number', () => {
  const chain = (n: number): string[] => [
    data,
    ...Array.from({ length: n }, (_, i) =>
      ip(`l${i} InnerProduct ${i === 0 ? 'data' : `b${i - 1}`} -> b${i}`, 20),
    ),
  ];
  const time = (n: number): number => {
    const net = message(chain(n).join('\n'));
    const start = performance.now();
    inferShapes(buildGraph(net, train, types), { given: new Map(Object.entries(given)), types });
    return performance.now() - start;
  };
  time(1000);
  const small = time(2500);
  expect(time(10000)).toBeLessThan(Math.max(16 * small, 1000));
});
