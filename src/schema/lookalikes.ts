/**
 * Field names that other frameworks, forks, papers or older Caffe use for what BVLC's Caffe calls
 * otherwise, or does by other means. Only names that no spelling correction would find.
 */

export interface Lookalike {
  /** BVLC's field of the same meaning, in the same message. */
  field?: string;
  /** Spelling of the value under that field, where it differs; absent means the value is kept. */
  values?: Readonly<Record<string, string>>;
  /** What to write instead where no field of the same message does it. */
  instead?: string;
  /** Where the name comes from, when that helps. */
  origin?: string;
}

const numOutput: Lookalike = { field: 'num_output' };
const biasTerm: Lookalike = { field: 'bias_term' };
const lrMult: Lookalike = { field: 'lr_mult' };
const decayMult: Lookalike = { field: 'decay_mult' };
const baseLr: Lookalike = { field: 'base_lr' };
const eps: Lookalike = { field: 'eps' };
const dropout: Lookalike = { field: 'dropout_ratio' };
const slope: Lookalike = { field: 'negative_slope' };
const kernel: Lookalike = { field: 'kernel_size' };
const pad: Lookalike = { field: 'pad' };
const iterations: Lookalike = {
  instead: '"max_iter", which counts iterations: epochs × training images / batch size',
};

const table: Readonly<Record<string, Readonly<Record<string, Lookalike>>>> = {
  PoolingParameter: {
    ceil_mode: {
      field: 'round_mode',
      values: { true: 'CEIL', false: 'FLOOR' },
      origin: 'the name is that of pull request #3057, which BVLC did not merge, and of a few forks',
    },
    type: { field: 'pool' },
    method: { field: 'pool' },
    mode: { field: 'pool' },
    kernel,
    ksize: kernel,
    padding: pad,
    pool_size: kernel,
  },
  ConvolutionParameter: {
    kernel,
    ksize: kernel,
    filter_size: kernel,
    padding: pad,
    hole: { field: 'dilation', origin: 'DeepLab called it so' },
    hole_h: { instead: '"dilation", once for the height and once for the width' },
    hole_w: { instead: '"dilation", once for the height and once for the width' },
    dilation_h: { instead: '"dilation", once for the height and once for the width' },
    dilation_w: { instead: '"dilation", once for the height and once for the width' },
    rate: { field: 'dilation' },
    filters: numOutput,
    num_filters: numOutput,
    num_filter: numOutput,
    out_channels: numOutput,
    channels: numOutput,
    bias: biasTerm,
    use_bias: biasTerm,
    no_bias: { field: 'bias_term', values: { true: 'false', false: 'true', '1': 'false', '0': 'true' } },
    in_channels: { instead: 'nothing: Caffe takes the number of input channels from the bottom blob' },
    activation: { instead: 'a layer of its own behind this one, such as type: "ReLU"' },
  },
  InnerProductParameter: {
    units: numOutput,
    num_hidden: numOutput,
    out_features: numOutput,
    bias: biasTerm,
    use_bias: biasTerm,
    in_features: { instead: 'nothing: Caffe takes the number of inputs from the bottom blob' },
    activation: { instead: 'a layer of its own behind this one, such as type: "ReLU"' },
  },
  BatchNormParameter: {
    epsilon: eps,
    momentum: { instead: '"moving_average_fraction", the share of the old average that is kept (0.999)' },
    scale_bias: { instead: 'a layer of type: "Scale" with bias_term: true behind this one' },
    affine: { instead: 'a layer of type: "Scale" with bias_term: true behind this one' },
    scale_filler: { instead: 'a layer of type: "Scale" behind this one, whose filler it is' },
    bias_filler: { instead: 'a layer of type: "Scale" with bias_term: true behind this one' },
  },
  MVNParameter: { epsilon: eps },
  DropoutParameter: {
    ratio: dropout,
    rate: dropout,
    p: dropout,
    prob: dropout,
    keep_prob: { instead: '"dropout_ratio", which is 1 - keep_prob' },
  },
  ReLUParameter: { slope, alpha: slope, leak: slope },
  LRNParameter: { n: { field: 'local_size' }, size: { field: 'local_size' } },
  ConcatParameter: { dim: { field: 'axis' } },
  SoftmaxParameter: { dim: { field: 'axis' } },
  ReshapeParameter: { dim: { instead: '"shape { dim: … }"' } },
  InputParameter: { dim: { instead: '"shape { dim: … }"' } },
  DataParameter: {
    batch: { field: 'batch_size' },
    shuffle: { instead: 'the shuffling of convert_imageset (--shuffle): a database is read in its order' },
    transform_param: { instead: '"transform_param" directly in the layer' },
  },
  ImageDataParameter: {
    transform_param: { instead: '"transform_param" directly in the layer' },
    root_dir: { field: 'root_folder' },
  },
  TransformationParameter: {
    mean: { field: 'mean_value' },
    flip: { field: 'mirror' },
    crop: { field: 'crop_size' },
    std: { instead: '"scale", one factor for all channels' },
    std_value: { instead: '"scale", one factor for all channels' },
    new_height: { instead: '"new_height" in image_data_param' },
    new_width: { instead: '"new_width" in image_data_param' },
  },
  ParamSpec: {
    lr: lrMult,
    blobs_lr: lrMult,
    learning_rate: lrMult,
    decay: decayMult,
    weight_decay: decayMult,
  },
  LayerParameter: {
    blobs_lr: { instead: '"param { lr_mult: … }", once per blob', origin: 'it belongs to the old "layers"' },
    weight_decay: {
      instead: '"param { decay_mult: … }", once per blob',
      origin: 'it belongs to the old "layers"',
    },
    input: { field: 'bottom' },
    inputs: { field: 'bottom' },
    output: { field: 'top' },
    outputs: { field: 'top' },
    trainable: { instead: '"param { lr_mult: 0 }", once per blob' },
    frozen: { instead: '"param { lr_mult: 0 }", once per blob' },
  },
  V1LayerParameter: {
    lr_mult: { field: 'blobs_lr' },
    decay_mult: { field: 'weight_decay' },
  },
  FillerParameter: {
    stddev: { field: 'std' },
    sigma: { field: 'std' },
    mode: { field: 'variance_norm' },
  },
  SolverParameter: {
    lr: baseLr,
    learning_rate: baseLr,
    optimizer: { field: 'type' },
    solver: { field: 'type' },
    max_epoch: iterations,
    max_epochs: iterations,
    epochs: iterations,
    num_epochs: iterations,
    batch_size: { instead: '"batch_size" of the net\'s data layer, times "iter_size" here' },
    nesterov: { instead: 'type: "Nesterov"' },
    beta1: { field: 'momentum' },
    beta2: { field: 'momentum2' },
    epsilon: { field: 'delta' },
    seed: { field: 'random_seed' },
    gpu: { instead: '"solver_mode: GPU" and "device_id"' },
  },
};

/** What BVLC's Caffe has in place of a field that it does not know. */
export function lookalikeOf(message: string, field: string): Lookalike | undefined {
  return Object.hasOwn(table, message) && Object.hasOwn(table[message]!, field)
    ? table[message]![field]
    : undefined;
}
