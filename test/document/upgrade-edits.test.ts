import { test } from '@jest/globals';
import { expectFix } from './upgrade-support.js';

test('V1: only what changed is touched, comments go with their values', () => {
  expectFix(
    `
    # my net
    name: 'n'  # short
    layers {
        name: 'c'   # first
        type: CONVOLUTION # big
        # learning rates
        blobs_lr: 1.  # w
        blobs_lr: 2.  # b

        # no decay of biases
        weight_decay: 1
        weight_decay: 0
        bottom: 'd'
        convolution_param { num_output: 3 }  # three
        # end
    } # c
    `,
    `
    # my net
    name: 'n'  # short
    layer {
        name: 'c'   # first
        type: 'Convolution' # big
        # learning rates
        param {
            lr_mult: 1.  # w
            # no decay of biases
            decay_mult: 1
        }
        param {
            lr_mult: 2.  # b
            decay_mult: 0
        }
        bottom: 'd'
        convolution_param { num_output: 3 }  # three
        # end
    } # c
    `,
  );
});

test('V1: one-line layers stay on their line', () => {
  expectFix(
    `
    layers { name: "r" type: RELU bottom: "a" blobs_lr: 1 top: "a" weight_decay: [1, 2] }
    layers < type: 14, param: "w"; > layers: { type: DROPOUT }
    `,
    `
    layer { name: "r" type: "ReLU" bottom: "a" param { lr_mult: 1 decay_mult: 1 } param { decay_mult: 2 } top: "a" }
    layer < type: "InnerProduct", param { name: "w" } > layer: { type: "Dropout" }
    `,
  );
});

test('V1: transformation fields of data layers', () => {
  expectFix(
    `
    layers {
      type: DATA
      data_param {
        source: "s"
        # subtracted
        mean_file: "m"
        scale: 0.5  # to one
      }
      include: { phase: TRAIN }
    }
    layers {
      type: IMAGE_DATA
      transform_param {
        scale: 2  # old
      }
      image_data_param { scale: 3 mirror: true }
    }
    layers { type: WINDOW_DATA }
    `,
    `
    layer {
      type: "Data"
      data_param {
        source: "s"
      }
      transform_param {
        # subtracted
        mean_file: "m"
        scale: 0.5  # to one
      }
      include: { phase: TRAIN }
    }
    layer {
      type: "ImageData"
      transform_param {
        # old
        scale: 3
        mirror: true
      }
      image_data_param { }
    }
    layer { type: "WindowData" window_data_param { } transform_param { } }
    `,
  );
});

test('V0: the nested layer is dissolved in place', () => {
  expectFix(
    `
    # header
    input: "d"
    layers {
      # nested
      layer { # open
        name: "c"
        type: "conv" # kind

        # size
        kernelsize: 5
        weight_filler {
          type: "gaussian" # f
        }
        blobs_lr: 1
        num_output: 4
      } # close
      bottom: "d"
      top: "c"
    }
    layers { bottom: "c" layer { type: "relu" } top: "c" }
    `,
    `
    # header
    layer {
      # nested
      # open
      name: "c"
      type: "Convolution" # kind

      convolution_param {
        # size
        kernel_size: 5
        weight_filler {
          type: "gaussian" # f
        }
        num_output: 4
      }
      param {
        lr_mult: 1
      }
      # close
      bottom: "d"
      top: "c"
    }
    layer { bottom: "c" type: "ReLU" top: "c" }
    `,
  );
});

test('V0: padding goes into the layers that read it, its comments stay', () => {
  expectFix(
    `
    input: "d"
    input_dim: 1
    input_dim: 3
    input_dim: 8
    input_dim: 8

    # --- one ---
    layers {
      layer {
        name: "p" # pads
        type: "padding"
        pad: 2 # two
      }
      bottom: "d"
      top: "p"
    }
    layers {
      layer {
        type: "conv"
        num_output: 1
        kernelsize: 5
      }
      bottom: "p"
      top: "c"
    }
    layers { layer { type: "pool" pad: 1 } bottom: "p" top: "q" }
    `,
    `
    layer {
      name: "input"
      type: "Input"
      top: "d"
      input_param {
        shape { dim: 1 dim: 3 dim: 8 dim: 8 }
      }
    }

    # --- one ---
    # pads
    layer {
      type: "Convolution"
      convolution_param {
        num_output: 1
        pad: 2 # two
        kernel_size: 5
      }
      bottom: "d"
      top: "c"
    }
    layer { type: "Pooling" pooling_param { pad: 2 } bottom: "d" top: "q" }
    `,
  );
});
