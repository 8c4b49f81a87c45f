/** Layers of the forks, with shapes worked out by hand from the sources that each file names. */
import { expect, test } from '@jest/globals';
import { registry } from '../../src/layers/registry.js';
import { dialectIndex } from '../../src/schema/dialects.js';
import type { Shape } from '../../src/shapes/shape.js';
import { one, setUp } from './data-vision-setup.js';

const two = (type: string, params: string, bottoms: Shape[], dialect: string) =>
  setUp(`type: "${type}" bottom: "a" bottom: "b" top: "y" ${params}`, { bottoms, dialects: [dialect] });

test('ROIPooling makes one window for each region', () => {
  const roi = (params: string) =>
    two(
      'ROIPooling',
      `roi_pooling_param { ${params} }`,
      [
        [1, 512, 38, 50],
        [128, 5],
      ],
      'faster-rcnn',
    );
  expect(roi('pooled_h: 7 pooled_w: 6 spatial_scale: 0.0625').tops).toEqual([[128, 512, 7, 6]]);
  expect(roi('pooled_h: 7').refused).toBe('missing-layer-parameter');
});

test('PSROIPooling needs output_dim · group_size² channels', () => {
  const psroi = (channels: number) =>
    two(
      'PSROIPooling',
      'psroi_pooling_param { output_dim: 21 group_size: 7 spatial_scale: 0.0625 }',
      [
        [1, channels, 38, 50],
        [300, 5],
      ],
      'r-fcn',
    );
  expect(psroi(1029).tops).toEqual([[300, 21, 7, 7]]);
  expect(psroi(1030).refused).toBe('bottom-shape-mismatch');
});

test('SmoothL1Loss takes one kind of weights in SSD, both or none in Faster R-CNN', () => {
  const same: Shape = [128, 84];
  expect(two('SmoothL1Loss', '', [same, same], 'ssd').tops).toEqual([[]]);
  expect(two('SmoothL1Loss', '', [same, [128, 80]], 'ssd').refused).toBe('bottom-shape-mismatch');
  const three = 'type: "SmoothL1Loss" bottom: "a" bottom: "b" bottom: "c" top: "y"';
  const bottoms = [same, same, same];
  expect(setUp(three, { bottoms, dialects: ['ssd'] }).refused).toBeUndefined();
  const faster = `${three} smooth_l1_loss_param { sigma: 3 }`;
  expect(setUp(faster, { bottoms, dialects: ['faster-rcnn'] }).refused).toBe('bottom-top-count');
});

test('Permute orders the axes, those left out behind', () => {
  const permute = (order: string) => one('Permute', `permute_param { ${order} }`, [1, 16, 38, 30], ['ssd']);
  expect(permute('order: 0 order: 2 order: 3 order: 1').tops).toEqual([[1, 38, 30, 16]]);
  expect(permute('order: 3').tops).toEqual([[30, 1, 16, 38]]);
  expect(permute('order: 4').refused).toBe('axis-out-of-range');
  expect(permute('order: 1 order: 1').refused).toBe('invalid-layer-parameter');
});

const prior = (params: string) =>
  two(
    'PriorBox',
    `prior_box_param { ${params} }`,
    [
      [1, 512, 38, 38],
      [1, 3, 300, 300],
    ],
    'ssd',
  );

test('PriorBox counts ratios, their reciprocals and maxima', () => {
  // 1 and 2 and 1/2 for one minimum, and one maximum: 4 boxes of 4 sides in each of 38 x 38 cells.
  expect(prior('min_size: 30 max_size: 60 aspect_ratio: 2 flip: true').tops).toEqual([
    [1, 2, 38 * 38 * 4 * 4],
  ]);
  expect(prior('min_size: 30 aspect_ratio: 1 flip: false').tops).toEqual([[1, 2, 38 * 38 * 4]]);
  expect(prior('max_size: 60').refused).toBe('missing-layer-parameter');
  expect(prior('min_size: 60 max_size: 60').at).toBe('max_size: 60');
  expect(prior('min_size: 30 variance: 0.1 variance: 0.1').refused).toBe('invalid-layer-parameter');
  expect(prior('min_size: 30 step: 8 step_h: 8 step_w: 8').refused).toBe('conflicting-layer-parameters');
});

test('MultiBoxLoss and DetectionOutput hold locations, confidences and priors against each other', () => {
  const loss = (params: string, channels = 8732 * 21) =>
    setUp(
      `type: "MultiBoxLoss" bottom: "loc" bottom: "conf" bottom: "prior" bottom: "label" top: "loss" multibox_loss_param { ${params} }`,
      {
        bottoms: [
          [32, 8732 * 4],
          [32, channels],
          [1, 2, 8732 * 4],
          [1, 1, '?', 8],
        ],
        dialects: ['ssd'],
      },
    );
  expect(loss('num_classes: 21').tops).toEqual([[]]);
  expect(loss('num_classes: 20').refused).toBe('bottom-shape-mismatch');
  expect(loss('').refused).toBe('missing-layer-parameter');
  expect(loss('num_classes: 21 background_label_id: 21').at).toBe('background_label_id: 21');
  expect(loss('num_classes: 21 share_location: false').refused).toBe('conflicting-layer-parameters');
  const output = setUp(
    'type: "DetectionOutput" bottom: "loc" bottom: "conf" bottom: "prior" top: "out" detection_output_param { num_classes: 21 }',
    {
      bottoms: [
        [1, 400],
        [1, 2100],
        [1, 2, 400],
      ],
      dialects: ['ssd'],
    },
  );
  expect(output.tops).toEqual([[1, 1, '?', 7]]);
});

test('Normalize learns a scale for all channels or for each', () => {
  const scale = (params: string) =>
    one('Normalize', `norm_param { ${params} }`, [1, 512, 38, 38], ['ssd']).params?.map((p) => p.shape);
  expect(scale('channel_shared: false')).toEqual([[512]]);
  expect(scale('')).toEqual([[]]);
});

test('BN has statistics in PSPNet and none in SegNet', () => {
  const shapes = (dialect: string) =>
    one('BN', '', [4, 64, 10, 10], [dialect]).params?.map((p) => [p.role, p.shape?.[1]]);
  expect(shapes('pspnet')).toEqual([
    ['scale', 64],
    ['bias', 64],
    ['statistics', 64],
    ['statistics', 64],
  ]);
  expect(shapes('segnet')).toEqual([
    ['scale', 64],
    ['bias', 64],
  ]);
});

const interp = (params: string) => one('Interp', `interp_param { ${params} }`, [1, 21, 60, 60], ['pspnet']);

test('Interp zooms, shrinks or takes a size', () => {
  expect(interp('height: 473 width: 473').tops).toEqual([[1, 21, 473, 473]]);
  // 60 + 59 · 7
  expect(interp('zoom_factor: 8').tops).toEqual([[1, 21, 473, 473]]);
  expect(interp('shrink_factor: 2').tops).toEqual([[1, 21, 30, 30]]);
  expect(interp('shrink_factor: 2 zoom_factor: 2').tops).toEqual([[1, 21, 59, 59]]);
  expect(interp('zoom_factor: 2 pad_beg: -1 pad_end: -1').tops).toEqual([[1, 21, 115, 115]]);
  expect(interp('pad_beg: 1 zoom_factor: 2').refused).toBe('invalid-layer-parameter');
  expect(interp('').refused).toBe('missing-layer-parameter');
});

test('Upsample puts maxima back', () => {
  const up = (params: string, mask: Shape = [1, 64, 23, 30]) =>
    two('Upsample', `upsample_param { ${params} }`, [[1, 64, 23, 30], mask], 'segnet');
  expect(up('scale: 2').tops).toEqual([[1, 64, 46, 60]]);
  expect(up('scale: 2 pad_out_h: true').tops).toEqual([[1, 64, 45, 60]]);
  expect(up('upsample_h: 45 upsample_w: 60').tops).toEqual([[1, 64, 45, 60]]);
  expect(up('scale: 3 pad_out_h: true').refused).toBe('conflicting-layer-parameters');
  expect(up('scale: 2', [1, 64, 23, 31]).refused).toBe('bottom-shape-mismatch');
});

test('depthwise convolutions have one filter for each channel', () => {
  const params = 'convolution_param { num_output: 32 kernel_size: 3 stride: 2 pad: 1 bias_term: false }';
  const own = one('ConvolutionDepthwise', params, [1, 32, 112, 112], ['soeaver']);
  expect(own.tops).toEqual([[1, 32, 56, 56]]);
  expect(own.params?.map((p) => p.shape)).toEqual([[32, 1, 3, 3]]);
  expect(own.macs).toBe(32 * 56 * 56 * 9);
  const grouped = 'convolution_param { num_output: 32 kernel_size: 3 group: 32 }';
  const base = one('DepthwiseConvolution', grouped, [1, 32, 8, 8], ['depthwise']);
  expect(base.params?.[0]?.shape).toEqual([32, 1, 3, 3]);
});

test('Reorg moves pixels into channels, and ShuffleChannel, ReLU6 and Axpy keep the shape', () => {
  expect(one('Reorg', 'reorg_param { stride: 2 }', [1, 64, 26, 26], ['yolo']).tops).toEqual([
    [1, 256, 13, 13],
  ]);
  const back = one('Reorg', 'reorg_param { stride: 2 reverse: true }', [1, 256, 13, 13], ['yolo']);
  expect(back.tops).toEqual([[1, 64, 26, 26]]);
  const shuffle = one('ShuffleChannel', 'shuffle_channel_param { group: 3 }', [1, 6, 2, 2], ['shufflenet']);
  expect(shuffle.tops).toEqual([[1, 6, 2, 2]]);
  expect(one('ReLU6', '', [1, 6, 2, 2], ['mobilenet-yolo']).tops).toEqual([[1, 6, 2, 2]]);
  const axpy = (factor: Shape) =>
    setUp('type: "Axpy" bottom: "s" bottom: "x" bottom: "r" top: "y"', {
      bottoms: [factor, [2, 8, 7, 7], [2, 8, 7, 7]],
      dialects: ['senet'],
    });
  expect(axpy([2, 8, 1, 1]).tops).toEqual([[2, 8, 7, 7]]);
  expect(axpy([2, 8]).tops).toEqual([[2, 8, 7, 7]]);
  expect(axpy([2, 4, 1, 1]).refused).toBe('bottom-shape-mismatch');
});

test('C3D convolves and pools over time', () => {
  const conv = one(
    'Convolution3D',
    'convolution3d_param { num_output: 64 kernel_size: 3 kernel_depth: 3 pad: 1 temporal_pad: 1 }',
    [30, 3, 16, 112, 112],
    ['c3d'],
  );
  expect(conv.tops).toEqual([[30, 64, 16, 112, 112]]);
  expect(conv.params?.[0]?.shape).toEqual([64, 3, 3, 3, 3]);
  const pool = one(
    'Pooling3D',
    'pooling3d_param { pool: MAX kernel_size: 2 kernel_depth: 1 stride: 2 temporal_stride: 1 }',
    [30, 64, 16, 112, 112],
    ['c3d'],
  );
  expect(pool.tops).toEqual([[30, 64, 16, 56, 56]]);
});

test('faces: margins and centres', () => {
  const margin = two(
    'MarginInnerProduct',
    'margin_inner_product_param { num_output: 10572 type: QUADRUPLE }',
    [[256, 512], [256]],
    'sphereface',
  );
  expect(margin.tops).toEqual([[256, 10572]]);
  expect(margin.params?.map((p) => p.shape)).toEqual([[10572, 512]]);
  const centre = 'center_loss_param { num_output: 10 }';
  expect(two('CenterLoss', centre, [[256, 512], [256]], 'center-loss').tops).toEqual([[]]);
  expect(
    two(
      'CenterLoss',
      centre,
      [
        [256, 512],
        [256, 2],
      ],
      'center-loss',
    ).refused,
  ).toBe('bottom-shape-mismatch');
});

test('Correlation has a channel for each displacement', () => {
  const correlate = (params: string) =>
    two(
      'Correlation',
      `correlation_param { ${params} }`,
      [
        [1, 256, 48, 64],
        [1, 256, 48, 64],
      ],
      'flownet',
    );
  const flownet = 'pad: 20 kernel_size: 1 max_displacement: 20 stride_1: 1 stride_2: 2';
  expect(correlate(flownet).tops).toEqual([[1, 441, 48, 64]]);
  expect(correlate('kernel_size: 2 max_displacement: 20').at).toBe('kernel_size: 2');
});

test('SSD data: resized images and rows of boxes', () => {
  const out = setUp(
    `type: "AnnotatedData" top: "data" top: "label" data_param { batch_size: 32 }
    transform_param { mean_value: 104 mean_value: 117 mean_value: 123 resize_param { height: 300 width: 300 } }
    annotated_data_param { anno_type: BBOX }`,
    { dialects: ['ssd'] },
  );
  expect(out.tops).toEqual([
    [32, 3, 300, 300],
    [1, 1, 'label.boxes', 8],
  ]);
});

test('segmentation data has label images of the size of the images', () => {
  const dense = setUp(
    'type: "DenseImageData" top: "data" top: "label" dense_image_data_param { batch_size: 4 new_height: 360 new_width: 480 }',
    { dialects: ['segnet'] },
  );
  expect(dense.tops).toEqual([
    [4, 3, 360, 480],
    [4, 1, 360, 480],
  ]);
});

test('a layer of which only the name is known claims no shape', () => {
  const unknown = one('TRT', '', [1, 3, 8, 8], ['nvidia']);
  expect(unknown.tops).toEqual([undefined]);
});

test('SmoothL1Loss has a loss weight of its own in SSD, not in Faster R-CNN', () => {
  expect(registry.find('SmoothL1Loss', ['bvlc', 'ssd'])?.loss).toBe(true);
  expect(registry.find('SmoothL1Loss', ['bvlc', 'faster-rcnn'])?.loss).toBeUndefined();
});

test('every layer type that a dialect registers is known, in that dialect', () => {
  const missing: string[] = [];
  for (const [type, dialects] of dialectIndex().layerTypes)
    for (const { id } of dialects) if (!registry.find(type, ['bvlc', id])) missing.push(`${type} in ${id}`);
  expect(missing).toEqual([]);
});

test('the pooling of the OpenCL branch repeats its fields', () => {
  const pool = (params: string, bottom: Shape) =>
    one('Pooling', `pooling_param { ${params} }`, bottom, ['opencl']).tops;
  expect(pool('pool: AVE global_pooling: true', [1, 8, 7, 7])).toEqual([[1, 8, 1, 1]]);
  expect(pool('kernel_size: 2 kernel_size: 3', [1, 8, 7, 7])).toEqual([[1, 8, 6, 5]]);
  expect(pool('kernel_size: 2', [1, 8, 4, 7, 7])).toEqual([undefined]);
});
