/** Which old name became which new one (Caffe's upgrade_proto.cpp; forks' own lists where BVLC has none). */

/** UpgradeV1LayerType. */
const v1Types: Readonly<Record<string, string>> = {
  NONE: '',
  ABSVAL: 'AbsVal',
  ACCURACY: 'Accuracy',
  ARGMAX: 'ArgMax',
  BNLL: 'BNLL',
  CONCAT: 'Concat',
  CONTRASTIVE_LOSS: 'ContrastiveLoss',
  CONVOLUTION: 'Convolution',
  DATA: 'Data',
  DECONVOLUTION: 'Deconvolution',
  DROPOUT: 'Dropout',
  DUMMY_DATA: 'DummyData',
  EUCLIDEAN_LOSS: 'EuclideanLoss',
  ELTWISE: 'Eltwise',
  EXP: 'Exp',
  FLATTEN: 'Flatten',
  HDF5_DATA: 'HDF5Data',
  HDF5_OUTPUT: 'HDF5Output',
  HINGE_LOSS: 'HingeLoss',
  IM2COL: 'Im2col',
  IMAGE_DATA: 'ImageData',
  INFOGAIN_LOSS: 'InfogainLoss',
  INNER_PRODUCT: 'InnerProduct',
  LRN: 'LRN',
  MEMORY_DATA: 'MemoryData',
  MULTINOMIAL_LOGISTIC_LOSS: 'MultinomialLogisticLoss',
  MVN: 'MVN',
  POOLING: 'Pooling',
  POWER: 'Power',
  RELU: 'ReLU',
  SIGMOID: 'Sigmoid',
  SIGMOID_CROSS_ENTROPY_LOSS: 'SigmoidCrossEntropyLoss',
  SILENCE: 'Silence',
  SLICE: 'Slice',
  SOFTMAX: 'Softmax',
  SOFTMAX_LOSS: 'SoftmaxWithLoss',
  SPLIT: 'Split',
  TANH: 'TanH',
  THRESHOLD: 'Threshold',
  WINDOW_DATA: 'WindowData',
};

/** Enum values of forks, with the string type that the same layer has in today's format. */
const forkTypes: Readonly<Record<string, string>> = {
  BN: 'BN',
  CROP: 'Crop',
  INTERP: 'Interp',
  MULTI_STAGE_MEANFIELD: 'MultiStageMeanfield',
  NORMALIZE: 'Normalize',
  PRELU: 'PReLU',
  PYTHON: 'Python',
  RELU6: 'ReLU6',
  RESHAPE: 'Reshape',
  ROIPOOLING: 'ROIPooling',
  ROI_POOLING: 'ROIPooling',
  SEG_ACCURACY: 'SegAccuracy',
  SMOOTH_L1_LOSS: 'SmoothL1Loss',
};

function listedV1(value: string): string | undefined {
  if (Object.hasOwn(v1Types, value)) return v1Types[value];
  return Object.hasOwn(forkTypes, value) ? forkTypes[value] : undefined;
}

/** The string type of this enum value is known, not guessed. */
export const isListedV1 = (value: string): boolean => listedV1(value) !== undefined;

/** The string type of a V1 layer's enum value (UpgradeV1LayerType); words joined for a value no list has. */
export function typeOfV1(value: string): string {
  const joined = (): string =>
    value
      .split('_')
      .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
      .join('');
  return listedV1(value) ?? joined();
}

/** V0 type → [V1 type, the message its own parameters moved to] (UpgradeV0LayerType). */
const v0Types: Readonly<Record<string, readonly [v1: string, group?: string]>> = {
  accuracy: ['ACCURACY'],
  bnll: ['BNLL'],
  concat: ['CONCAT', 'concat_param'],
  conv: ['CONVOLUTION', 'convolution_param'],
  data: ['DATA', 'data_param'],
  dropout: ['DROPOUT', 'dropout_param'],
  euclidean_loss: ['EUCLIDEAN_LOSS'],
  flatten: ['FLATTEN'],
  hdf5_data: ['HDF5_DATA', 'hdf5_data_param'],
  hdf5_output: ['HDF5_OUTPUT'],
  im2col: ['IM2COL'],
  images: ['IMAGE_DATA', 'image_data_param'],
  infogain_loss: ['INFOGAIN_LOSS', 'infogain_loss_param'],
  innerproduct: ['INNER_PRODUCT', 'inner_product_param'],
  lrn: ['LRN', 'lrn_param'],
  multinomial_logistic_loss: ['MULTINOMIAL_LOGISTIC_LOSS'],
  pool: ['POOLING', 'pooling_param'],
  relu: ['RELU'],
  sigmoid: ['SIGMOID'],
  softmax: ['SOFTMAX'],
  softmax_loss: ['SOFTMAX_LOSS'],
  split: ['SPLIT'],
  tanh: ['TANH'],
  window_data: ['WINDOW_DATA', 'window_data_param'],
};

/** The names of V0's layer types. */
export const v0TypeNames: readonly string[] = Object.keys(v0Types);

/** The string type of a V0 layer's type, or undefined where Caffe stops with "Unknown layer name". */
export function typeOfV0(type: string): string | undefined {
  return Object.hasOwn(v0Types, type) ? typeOfV1(v0Types[type]![0]) : undefined;
}

/** V0 field → [name inside the type's own message, types that have it]. */
const v0Fields: Readonly<Record<string, readonly [name: string, ...types: string[]]>> = {
  num_output: ['num_output', 'conv', 'innerproduct'],
  biasterm: ['bias_term', 'conv', 'innerproduct'],
  weight_filler: ['weight_filler', 'conv', 'innerproduct'],
  bias_filler: ['bias_filler', 'conv', 'innerproduct'],
  pad: ['pad', 'conv', 'pool'],
  kernelsize: ['kernel_size', 'conv', 'pool'],
  group: ['group', 'conv'],
  stride: ['stride', 'conv', 'pool'],
  pool: ['pool', 'pool'],
  dropout_ratio: ['dropout_ratio', 'dropout'],
  local_size: ['local_size', 'lrn'],
  alpha: ['alpha', 'lrn'],
  beta: ['beta', 'lrn'],
  k: ['k', 'lrn'],
  source: ['source', 'data', 'hdf5_data', 'images', 'window_data', 'infogain_loss'],
  batchsize: ['batch_size', 'data', 'hdf5_data', 'images', 'window_data'],
  rand_skip: ['rand_skip', 'data', 'images'],
  shuffle_images: ['shuffle', 'images'],
  new_height: ['new_height', 'images'],
  new_width: ['new_width', 'images'],
  concat_dim: ['concat_dim', 'concat'],
  det_fg_threshold: ['fg_threshold', 'window_data'],
  det_bg_threshold: ['bg_threshold', 'window_data'],
  det_fg_fraction: ['fg_fraction', 'window_data'],
  det_context_pad: ['context_pad', 'window_data'],
  det_crop_mode: ['crop_mode', 'window_data'],
};

const v0Transform: Readonly<Record<string, string>> = {
  scale: 'scale',
  meanfile: 'mean_file',
  cropsize: 'crop_size',
  mirror: 'mirror',
};

export interface Destination {
  /** The message of the layer that it moves into; absent when it stays a field of the layer. */
  group?: string;
  name: string;
}

/** Where a field of a V0 layer goes (UpgradeV0LayerParameter), or undefined where Caffe drops it. */
export function destinationOfV0(type: string, field: string): Destination | undefined {
  const moved = Object.hasOwn(v0Transform, field) ? v0Transform[field] : undefined;
  if (moved !== undefined) return { group: 'transform_param', name: moved };
  if (field === 'hdf5_output_param') return type === 'hdf5_output' ? { name: field } : undefined;
  const row = Object.hasOwn(v0Fields, field) ? v0Fields[field]! : undefined;
  const group = Object.hasOwn(v0Types, type) ? v0Types[type]![1] : undefined;
  if (!row || group === undefined || !row.includes(type, 1)) return undefined;
  return { group, name: row[0] };
}

/** Caffe's own V0 layer has this field, so that losing it is what Caffe does and not a fork's affair. */
export const isV0Field = (name: string): boolean =>
  Object.hasOwn(v0Fields, name) ||
  Object.hasOwn(v0Transform, name) ||
  v0OwnFields.has(name) ||
  ['hdf5_output_param', 'new_num', 'new_channels'].includes(name);

/** Fields of a V0 layer that `destinationOfV0` is not asked about: they are a layer's own. */
export const v0OwnFields: ReadonlySet<string> = new Set([
  'name',
  'type',
  'blobs',
  'blobs_lr',
  'weight_decay',
]);

/** Fields of a V1 layer that became fields of its `param` blocks, in a block's order. */
export const v1ParamFields: readonly (readonly [v1: string, v2: string])[] = [
  ['param', 'name'],
  ['blob_share_mode', 'share_mode'],
  ['blobs_lr', 'lr_mult'],
  ['weight_decay', 'decay_mult'],
];

/** V1 data layers, with the message whose transformation fields moved to `transform_param`. */
export const v1DataParams: Readonly<Record<string, string>> = {
  DATA: 'data_param',
  IMAGE_DATA: 'image_data_param',
  WINDOW_DATA: 'window_data_param',
};

export const transformFields: readonly string[] = ['scale', 'mean_file', 'crop_size', 'mirror'];

/** What UpgradeV0Net keeps of a net besides its layers. */
export const v0NetFields: ReadonlySet<string> = new Set([
  'name',
  'layers',
  'input',
  'input_dim',
  'force_backward',
]);

/** UpgradeSolverType. */
export const solverTypes: Readonly<Record<string, string>> = {
  SGD: 'SGD',
  NESTEROV: 'Nesterov',
  ADAGRAD: 'AdaGrad',
  RMSPROP: 'RMSProp',
  ADADELTA: 'AdaDelta',
  ADAM: 'Adam',
};
