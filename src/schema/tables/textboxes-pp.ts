/**
 * TextBoxes++: what MhLiao/TextBoxes_plusplus adds to the schema of ssd.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const textboxesPp = (): Dialect => ({
  id: 'textboxes-pp',
  title: 'TextBoxes++',
  repository: 'MhLiao/TextBoxes_plusplus',
  extends: 'ssd',
  layerTypes: ['CTCGreedyDecoder', 'CTCLoss', 'ROIPooling', 'Reverse'],
  messages: {
    LayerParameter: {
      ctc_decoder_param: [149, 'o', 'message:CTCDecoderParameter'],
      ctc_loss_param: [148, 'o', 'message:CTCLossParameter'],
      roi_pooling_param: [150, 'o', 'message:ROIPoolingParameter'],
      reverse_param: [147, 'o', 'message:ReverseParameter'],
    },
    DropoutParameter: {
      scale_train: [2, 'o', 'bool', 'true'],
    },
    ReverseParameter: {
      axis: [1, 'o', 'int32', '0'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
    PriorBoxParameter: {
      denser_prior_boxes: [14, 'o', 'bool', 'false'],
    },
    MultiBoxLossParameter: {
      use_polygon: [24, 'o', 'bool', 'true'],
    },
    DetectionOutputParameter: {
      use_polygon: [13, 'o', 'bool', 'true'],
    },
    DetectionEvaluateParameter: {
      use_polygon: [7, 'o', 'bool', 'true'],
    },
    CTCLossParameter: {
      output_delay: [1, 'o', 'int32', '0'],
      blank_index: [2, 'o', 'int32', '-1'],
      preprocess_collapse_repeated: [3, 'o', 'bool', 'false'],
      ctc_merge_repeated: [4, 'o', 'bool', 'true'],
      loss_calculation_t: [5, 'o', 'int32', '0'],
    },
    CTCDecoderParameter: {
      blank_index: [1, 'o', 'int32', '-1'],
      ctc_merge_repeated: [2, 'o', 'bool', 'true'],
    },
  },
  enums: {},
});
