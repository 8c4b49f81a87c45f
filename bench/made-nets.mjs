/** Nets of any size, made here: stages of convolutions, each with a comment, with every layer that Caffe's own models have. */

const convolution = (name, bottom, outputs, kernel, stride) => `
# ${name} has ${kernel}x${kernel}, ${outputs} maps
layer {
  name: "${name}"
  type: "Convolution"
  bottom: "${bottom}"
  top: "${name}"
  convolution_param {
    num_output: ${outputs}
    pad: ${kernel >> 1}
    kernel_size: ${kernel}
    stride: ${stride}
    weight_filler { type: "msra" }
    bias_filler { type: "constant" }
  }
}`;

const relu = (blob) => `
layer {
  name: "${blob}_relu"
  type: "ReLU"
  bottom: "${blob}"
  top: "${blob}"
}`;

const frame = (last, body) => `name: "made"
layer {
  name: "data"
  type: "Data"
  top: "data"
  top: "label"
  transform_param { scale: 0.00390625 crop_size: 64 mean_value: 128 }
  data_param { source: "train_lmdb" batch_size: 16 backend: LMDB }
}${body}
layer {
  name: "ip"
  type: "InnerProduct"
  bottom: "${last}"
  top: "ip"
  inner_product_param { num_output: 10 weight_filler { type: "xavier" } bias_filler { type: "constant" } }
}
layer {
  name: "loss"
  type: "SoftmaxWithLoss"
  bottom: "ip"
  bottom: "label"
  top: "loss"
}
`;

/** A net of about this many layers: convolution and ReLU in turn, a stride at the first few stages. */
export function netOfLayers(count) {
  const parts = [];
  let last = 'data';
  for (let i = 0; 2 * i < count - 3; i++) {
    const name = `stage${i >> 3}/conv${i}`;
    parts.push(convolution(name, last, 16, 3, i % 8 === 7 && i < 32 ? 2 : 1), relu(name));
    last = name;
  }
  return frame(last, parts.join(''));
}

/** A net of at least this many bytes of text. */
export function netOfBytes(bytes) {
  const perLayer = netOfLayers(2003).length / 2003;
  let count = Math.round(bytes / perLayer);
  while (netOfLayers(count).length < bytes) count += 2;
  return netOfLayers(count);
}
