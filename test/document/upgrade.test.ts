import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import { Message } from '../../src/document/message.js';
import { upgradeNet, upgradeSolver } from '../../src/document/upgrade/index.js';
import { composeSchema } from '../../src/schema/descriptor.js';
import type { Schema } from '../../src/schema/descriptor.js';
import { bvlc } from '../../src/schema/tables/bvlc.js';

const schema = composeSchema([['bvlc', bvlc]]);

const read = (text: string, root = 'NetParameter', as: Schema = schema): Message =>
  bind(parse(text).document, root, as).message;

/** A message as plain data; what a field points at is left out. */
function plain(message: Message): unknown {
  const entries = message
    .names()
    .sort()
    .map((name) => [
      name,
      message.all(name).map((v) => (v.value instanceof Message ? plain(v.value) : v.value)),
    ]);
  return Object.fromEntries(entries);
}

const upgraded = (text: string): unknown => plain(upgradeNet(read(text)).net);
const meant = (text: string): unknown => plain(read(text));

test('a net of today is answered as it is', () => {
  const net = read('name: "n" layer { name: "a" type: "ReLU" bottom: "x" top: "x" }');
  const answer = upgradeNet(net);
  expect(answer.net).toBe(net);
  expect(answer).toMatchObject({ steps: [], refusals: [], losses: [] });
});

test('V1: type, params by index, everything else as it is', () => {
  expect(
    upgraded(`
      name: "n" force_backward: true
      layers { name: "c" type: CONVOLUTION bottom: "d" top: "c" blobs_lr: [1, 2] weight_decay: 0.5
               param: "w" blob_share_mode: 1 include { phase: TRAIN } convolution_param { num_output: 3 } }
      layers { type: 0 loss_weight: 2 }`),
  ).toEqual(
    meant(`
      name: "n" force_backward: true
      layer { name: "c" type: "Convolution" bottom: "d" top: "c" include { phase: TRAIN }
              param { name: "w" share_mode: PERMISSIVE lr_mult: 1 decay_mult: 0.5 } param { lr_mult: 2 }
              convolution_param { num_output: 3 } }
      layer { type: "" loss_weight: 2 }`),
  );
});

test('V1: one old transformation field, and every data layer is rewritten', () => {
  expect(
    upgraded(`
      layers { type: DATA data_param { source: "a" scale: 0.5 mirror: true } transform_param { scale: 2 crop_size: 9 } }
      layers { type: IMAGE_DATA }
      layers { type: RELU data_param { scale: 3 } }`),
  ).toEqual(
    meant(`
      layer { type: "Data" data_param { source: "a" } transform_param { scale: 0.5 mirror: true crop_size: 9 } }
      layer { type: "ImageData" image_data_param { } transform_param { } }
      layer { type: "ReLU" data_param { scale: 3 } }`),
  );
  expect(upgraded('layers { type: IMAGE_DATA }')).toEqual(meant('layer { type: "ImageData" }'));
});

test('V2 data layers keep their old transformation fields', () => {
  const text = 'layer { type: "Data" data_param { scale: 0.5 } }';
  expect(upgraded(text)).toEqual(meant(text));
});

test('V0: nested fields move to the messages of their type, padding is folded', () => {
  expect(
    upgraded(`
      input: "data" input_dim: [1, 3, 8, 8]
      layers { layer { name: "p" type: "padding" pad: 2 } bottom: "data" top: "p" }
      layers { layer { name: "c" type: "conv" num_output: 4 kernelsize: 5 biasterm: false pad: 1
                       weight_filler { type: "gaussian" } blobs_lr: 1 blobs_lr: 2 } bottom: "p" top: "c" }
      layers { layer { name: "q" type: "padding" } bottom: "c" top: "q" }
      layers { layer { type: "pool" pool: AVE kernelsize: 3 stride: 2 } bottom: "q" top: "o" }
      layers { layer { type: "images" new_height: -1 meanfile: "m" cropsize: 4 } top: "i" }`),
  ).toEqual(
    meant(`
      layer { name: "input" type: "Input" top: "data" input_param { shape { dim: [1, 3, 8, 8] } } }
      layer { name: "c" type: "Convolution" bottom: "data" top: "c" param { lr_mult: 1 } param { lr_mult: 2 }
              convolution_param { num_output: 4 kernel_size: 5 bias_term: false pad: 2
                                  weight_filler { type: "gaussian" } } }
      layer { type: "Pooling" bottom: "c" top: "o" pooling_param { pool: AVE kernel_size: 3 stride: 2 pad: 0 } }
      layer { type: "ImageData" top: "i" image_data_param { new_height: 4294967295 }
              transform_param { mean_file: "m" crop_size: 4 } }`),
  );
});

test('V0: what Caffe loses is told', () => {
  const { net, losses, refusals } = upgradeNet(
    read(`
      state { phase: TRAIN } input: "x" input_shape { dim: 1 } layer { type: "ReLU" }
      layers { name: "outer" bottom: "x" top: "x" layer { type: "relu" pad: 1 new_num: 2 } }`),
  );
  expect(refusals).toEqual([]);
  expect(plain(net)).toEqual(meant('layer { type: "ReLU" bottom: "x" top: "x" }'));
  expect(losses.map((l) => l.id).sort()).toEqual([
    'v0-dropped-field',
    'v0-dropped-field',
    'v0-dropped-field',
    'v0-dropped-field',
    'v0-dropped-field',
    'v0-dropped-layer',
  ]);
});

test('inputs: shapes win over dims, an input alone is removed, dims alone stay', () => {
  expect(upgraded('input: "a" input_dim: 9 input_shape { dim: 1 } layer { type: "X" }')).toEqual(
    meant(
      'layer { name: "input" type: "Input" top: "a" input_param { shape { dim: 1 } } } layer { type: "X" }',
    ),
  );
  expect(upgraded('input: "a" layer { type: "X" }')).toEqual(meant('layer { type: "X" }'));
  expect(upgraded('input_dim: 3 layer { type: "X" }')).toEqual(meant('input_dim: 3 layer { type: "X" }'));
});

test('BatchNorm with three params: both multipliers become 0, the rest stays', () => {
  const old = 'param { name: "m" lr_mult: 1 } param { decay_mult: -0 } param { lr_mult: 0 decay_mult: 0 }';
  const fixed = 'param { name: "m" lr_mult: 0 decay_mult: 0 } param { lr_mult: 0 decay_mult: 0 }';
  expect(upgraded(`layer { type: "BatchNorm" ${old} }`)).toEqual(
    meant(`layer { type: "BatchNorm" ${fixed} param { lr_mult: 0 decay_mult: 0 } }`),
  );
  const two = read('layer { type: "BatchNorm" param { } param { } }');
  expect(upgradeNet(two).net).toBe(two);
});

test('BatchNorm: a step without effect is called cosmetic', () => {
  const still = 'param { lr_mult: 0 }';
  const steps = (text: string): unknown[] => upgradeNet(read(text)).steps.map((s) => [s.kind, s.cosmetic]);
  expect(steps(`layer { type: "BatchNorm" ${still.repeat(3)} }`)).toEqual([['batchnorm', true]]);
  expect(steps('layer { type: "BatchNorm" param { } param { } param { } }')).toEqual([
    ['batchnorm', undefined],
  ]);
});

test('values keep pointing at the author’s text', () => {
  const text = 'input: "d" input_dim: [1, 2, 3, 4] layers { type: RELU blobs_lr: 7 bottom: "d" }';
  const { net } = upgradeNet(read(text));
  const written = (message: Message, name: string): string => {
    const { start, end } = message.at(name);
    return text.slice(start, end);
  };
  const [input, relu] = net.msgs('layer');
  expect(written(input!, 'top')).toBe('input: "d"');
  expect(written(input!.msg('input_param').msg('shape'), 'dim')).toBe('1');
  expect(written(relu!, 'type')).toBe('type: RELU');
  expect(written(relu!.msg('param'), 'lr_mult')).toBe('blobs_lr: 7');
  expect(text.slice(relu!.here().start, relu!.here().end)).toBe('layers');
  expect(relu!.node?.kind).toBe('message');
});

test('pure: the message that is read stays as it was', () => {
  const net = read(
    'input: "a" layers { type: DATA data_param { scale: 2 } transform_param { mirror: true } }',
  );
  const before = JSON.stringify(plain(net));
  upgradeNet(net);
  expect(JSON.stringify(plain(net))).toBe(before);
});

test.each([
  ['layer { type: "ReLU" } layers { type: RELU }', 'layer-and-layers', 'layers'],
  ['layers { layer { type: "SoftmaxWithLoss" } }', 'v0-unknown-type', 'type: "SoftmaxWithLoss"'],
  ['layers { layer { type: "relu" } bottom: "x" }', 'v0-unknown-bottom', 'bottom: "x"'],
  [
    'input: "x" layers { layer { type: "padding" } bottom: "x" top: "p" } layers { layer { type: "relu" } bottom: "p" }',
    'v0-padding',
    'bottom: "p"',
  ],
  ['input: "a" input: "b" input_dim: [1, 2, 3, 4, 5]', 'input-dim-count', 'input: "b"'],
  ['input: "a" input: "b" input_shape { dim: 1 }', 'input-shape-count', 'input: "b"'],
])('refused as Caffe refuses it: %s', (text, id, where) => {
  const { refusals } = upgradeNet(read(text));
  expect(refusals.map((r) => [r.id, text.slice(r.range.start, r.range.end)])).toEqual([[id, where]]);
});

test('solver_type becomes type; both are refused', () => {
  const { solver, steps } = upgradeSolver(read('base_lr: 1 solver_type: 5', 'SolverParameter'));
  expect(plain(solver)).toEqual(plain(read('base_lr: 1 type: "Adam"', 'SolverParameter')));
  expect(steps).toMatchObject([{ kind: 'solver-type' }]);
  const both = read('type: "SGD" solver_type: ADAM', 'SolverParameter');
  expect(upgradeSolver(both)).toMatchObject({ solver: both, refusals: [{ id: 'solver-type-twice' }] });
});

test('forks: their own types and fields are carried over', () => {
  const fork = composeSchema([
    ['bvlc', bvlc],
    [
      'fork',
      {
        messages: { V1LayerParameter: { roi_param: [99, 'o', 'message:NetState'] } },
        enums: { 'V1LayerParameter.LayerType': { ROI_POOLING: 90, VOXEL_LOSS: 91 } },
      },
    ],
  ]);
  const { net, losses } = upgradeNet(
    read(
      'layers { type: ROI_POOLING } layers { type: VOXEL_LOSS roi_param { level: 3 } }',
      'NetParameter',
      fork,
    ),
  );
  const [roi, voxel] = net.msgs('layer');
  expect(roi!.str('type')).toBe('ROIPooling');
  expect(voxel!.str('type')).toBe('VoxelLoss');
  expect(voxel!.msg('roi_param').num('level')).toBe(3);
  expect(losses.map((l) => l.id)).toEqual(['fork-type', 'no-v2-field']);
});

test('a schema that stops at V1 is read as V2 and has nothing to upgrade', () => {
  const { layer, ...rest } = bvlc.messages['NetParameter']!;
  expect(layer).toBeDefined();
  const old = composeSchema([
    ['old', { messages: { ...bvlc.messages, NetParameter: rest, LayerParameter: {} }, enums: bvlc.enums }],
  ]);
  const { net, steps } = upgradeNet(read('layers { type: RELU blobs_lr: 1 }', 'NetParameter', old));
  expect(plain(net)).toEqual(meant('layer { type: "ReLU" param { lr_mult: 1 } }'));
  expect(steps).toEqual([]);
});
