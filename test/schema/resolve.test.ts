import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { resolve } from '../../src/document/resolve.js';
import type { Resolved } from '../../src/document/resolve.js';

const net = (text: string, choice: 'auto' | string[] = 'auto'): Resolved =>
  resolve(parse(text).document, 'NetParameter', choice);
const solver = (text: string, choice: 'auto' | string[] = 'auto'): Resolved =>
  resolve(parse(text).document, 'SolverParameter', choice);
const said = (found: Resolved): string[] => found.issues.map((i) => i.message);

const plain = `
name: "plain"
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 32 dim: 32 } } }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 8 kernel_size: 3 } }
`;
const detector = `
layer { name: "perm" type: "Permute" bottom: "loc" top: "perm" permute_param { order: 0 order: 2 order: 3 order: 1 } }
layer { name: "norm" type: "Normalize" bottom: "conv" top: "norm" norm_param { across_spatial: false scale_filler { type: "constant" value: 20 } channel_shared: false } }
layer { name: "prior" type: "PriorBox" bottom: "conv" bottom: "data" top: "prior"
  prior_box_param { min_size: 30 max_size: 60 aspect_ratio: 2 flip: true clip: false variance: 0.1 step: 8 offset: 0.5 } }
layer { name: "loss" type: "MultiBoxLoss" bottom: "perm" bottom: "prior" top: "loss"
  multibox_loss_param { loc_loss_type: SMOOTH_L1 conf_loss_type: SOFTMAX num_classes: 4 mining_type: MAX_NEGATIVE neg_pos_ratio: 3 } }
`;
const regions = `
layer { name: "pool" type: "ROIPooling" bottom: "conv" bottom: "rois" top: "pool"
  roi_pooling_param { pooled_w: 6 pooled_h: 6 spatial_scale: 0.0625 } }
layer { name: "box" type: "SmoothL1Loss" bottom: "p" bottom: "t" top: "box" smooth_l1_loss_param { sigma: 3 } }
`;

test('a plain net needs no dialect', () => {
  const found = net(plain);
  expect(found.dialects).toEqual(['bvlc']);
  expect(found.issues).toEqual([]);
  expect(found.schema.dialects).toEqual(['bvlc']);
});

test.each([
  ['ssd', plain + detector],
  ['faster-rcnn', plain + regions],
  [
    'r-fcn',
    `${plain}${regions}layer { type: "PSROIPooling" psroi_pooling_param { spatial_scale: 0.0625 output_dim: 21 group_size: 7 } }`,
  ],
  [
    'nvidia',
    `${plain}layer { type: "BatchNorm" batch_norm_param { scale_bias: true } forward_type: FLOAT16 }`,
  ],
  [
    'segnet',
    `${plain}layer { type: "Upsample" bottom: "a" bottom: "mask" top: "b" upsample_param { scale: 2 upsample_w: 60 } }`,
  ],
  ['intel', `engine: "MKL2017"\n${plain}`],
  ['c3d', `layer { type: "NdConvolution" convolution3d_param { num_output: 3 kernel_depth: 3 } }`],
  [
    'pspnet',
    `layer { type: "BN" bn_param { slope_filler { value: 1 } frozen: true } } layer { type: "Interp" interp_param { zoom_factor: 8 } }`,
  ],
  ['faster-rcnn', `layers { type: ROI_POOLING roi_pooling_param { pooled_w: 6 pooled_h: 6 } }`],
  ['caffe-v0', `layers { layer { name: "d" type: "data" subtraction: 0.5 } top: "d" }`],
])('auto names %s, and nothing remains', (id, text) => {
  const found = net(text);
  expect(said(found)).toEqual([]);
  expect(found.dialects).toEqual(['bvlc', id]);
});

test('a solver has its dialect too', () => {
  const found = solver(
    'net: "a.prototxt"\nbase_lr: 0.1\nplateau_winsize: 5\ntest_compute_loss: true\neval_type: "detection"',
  );
  expect(found.dialects).toEqual(['bvlc', 'ssd']);
  expect(found.issues).toEqual([]);
});

test('a layer type alone is evidence', () => {
  expect(
    net(`${plain}layer { name: "p" type: "Axpy" bottom: "a" bottom: "b" bottom: "c" top: "p" }`).dialects,
  ).toEqual(['bvlc', 'senet']);
  expect(
    net(`${plain}layer { name: "p" type: "DepthwiseConvolution" convolution_param { num_output: 3 } }`)
      .dialects,
  ).toEqual(['bvlc', 'depthwise']);
  expect(net(`${plain}layer { name: "p" type: "MyOwnLayer" }`).dialects).toEqual(['bvlc']);
});

test('two families in one net give the smallest set of both', () => {
  const two = net(
    `${plain}${detector}layer { type: "Correlation" correlation_param { max_displacement: 20 } }`,
  );
  expect(two.dialects).toEqual(['bvlc', 'ssd', 'flownet']);
  expect(two.issues).toEqual([]);
  expect(net(`${plain}${detector}layer { type: "DepthwiseConvolution" }`).dialects).toEqual([
    'bvlc',
    'ssd',
    'depthwise',
  ]);
});

test('strict BVLC refuses, and says who has the field', () => {
  const found = net(plain + regions, ['bvlc']);
  expect(found.dialects).toEqual(['bvlc']);
  expect(said(found)).toEqual([
    '"LayerParameter" has no field "roi_pooling_param"; the dialects faster-rcnn, r-fcn, microsoft, … have it',
    '"LayerParameter" has no field "smooth_l1_loss_param"; the dialects faster-rcnn, r-fcn, microsoft, … have it',
  ]);
  const v1 = net('layers { type: ROI_POOLING }', ['bvlc']);
  expect(said(v1)[0]).toContain('(the faster-rcnn dialect has it)');
});

test('named dialects are composed as they are named', () => {
  expect(net(plain + regions, ['faster-rcnn']).issues).toEqual([]);
  expect(net(plain + detector, ['faster-rcnn']).issues.length).toBeGreaterThan(0);
  expect(net(plain + detector + regions, ['ssd', 'faster-rcnn']).issues).toEqual([]);
});

test('what no dialect has stays an error, also beside what one explains', () => {
  const found = net(`${plain}${detector}layer { name: "z" type: "Zorp" zorp_param { x: 1 } }`);
  expect(found.dialects).toEqual(['bvlc', 'ssd']);
  expect(said(found)).toEqual([
    '"LayerParameter" has no field "zorp_param", and no known dialect gives it one',
  ]);
});

test('a field inside a known block that the dialect does not have stays an error', () => {
  const found = net(
    `${plain}${detector}layer { type: "PriorBox" prior_box_param { min_size: 1 flipp: true } }`,
  );
  expect(found.dialects).toEqual(['bvlc', 'ssd']);
  expect(said(found)).toEqual(['"PriorBoxParameter" has no field "flipp"; did you mean "flip"?']);
});

test('nothing in a text makes it throw', () => {
  for (const text of [
    '',
    '}',
    'layer {',
    'layer { type: }',
    'a: [1, {',
    '[x.y]: 1',
    'layer { type: 3 zorp_param: 3 }',
  ])
    expect(() => net(text)).not.toThrow();
});

test('a label map is read by the schema that has it', () => {
  const map = 'item { name: "none" label: 0 display_name: "background" } item { nam: "car" label: 1 }';
  const found = resolve(parse(map).document, 'LabelMap', 'auto');
  expect(found.dialects).toEqual(['bvlc', 'ssd']);
  expect(said(found)).toEqual(['"LabelMapItem" has no field "nam"; did you mean "name"?']);
  expect(resolve(parse(map).document, 'LabelMap', ['bvlc']).message.count('item')).toBe(2);
});
