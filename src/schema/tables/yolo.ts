/**
 * YOLO and YOLOv2: what gklz1982/caffe-yolov2 adds to the schema of ristretto.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const yolo = (): Dialect => ({
  id: 'yolo',
  title: 'YOLO and YOLOv2',
  repository: 'gklz1982/caffe-yolov2',
  extends: 'ristretto',
  layerTypes: [
    'BoxData',
    'DetectionEvaluate',
    'DetectionLoss',
    'DetectionOutput',
    'EvalDetection',
    'RegionLoss',
    'Reorg',
  ],
  messages: {
    SolverParameter: {
      stagelr: [50, 'r', 'float'],
      stageiter: [51, 'r', 'int32'],
    },
    LayerParameter: {
      detection_loss_param: [200, 'o', 'message:DetectionLossParameter'],
      eval_detection_param: [201, 'o', 'message:EvalDetectionParameter'],
      region_loss_param: [202, 'o', 'message:RegionLossParameter'],
      detection_evaluate_param: [203, 'o', 'message:DetectionEvaluateParameter'],
      detection_output_param: [204, 'o', 'message:DetectionOutputParameter'],
      reorg_param: [147, 'o', 'message:ReorgParameter'],
    },
    DataParameter: {
      side: [11, 'r', 'uint32'],
    },
    V1LayerParameter: {
      detection_loss_param: [200, 'o', 'message:DetectionLossParameter'],
      eval_detection_param: [201, 'o', 'message:EvalDetectionParameter'],
    },
    EvalDetectionParameter: {
      side: [1, 'o', 'uint32', '7'],
      num_class: [2, 'o', 'uint32', '20'],
      num_object: [3, 'o', 'uint32', '2'],
      threshold: [4, 'o', 'float', '0.5'],
      sqrt: [5, 'o', 'bool', 'true'],
      constriant: [6, 'o', 'bool', 'true'],
      score_type: [7, 'o', 'enum:EvalDetectionParameter.ScoreType', 'MULTIPLY'],
      nms: [8, 'o', 'float', '-1'],
      biases: [9, 'r', 'float'],
    },
    DetectionLossParameter: {
      side: [1, 'o', 'uint32', '7'],
      num_class: [2, 'o', 'uint32', '20'],
      num_object: [3, 'o', 'uint32', '2'],
      object_scale: [4, 'o', 'float', '1'],
      noobject_scale: [5, 'o', 'float', '0.5'],
      class_scale: [6, 'o', 'float', '1'],
      coord_scale: [7, 'o', 'float', '5'],
      sqrt: [8, 'o', 'bool', 'true'],
      constriant: [9, 'o', 'bool', 'false'],
    },
    ReorgParameter: {
      stride: [1, 'o', 'uint32'],
      reverse: [2, 'o', 'bool', 'false'],
    },
    DetectionOutputParameter: {
      side: [1, 'o', 'uint32', '13'],
      num_classes: [2, 'o', 'uint32', '20'],
      num_box: [3, 'o', 'uint32', '5'],
      coords: [4, 'o', 'uint32', '4'],
      confidence_threshold: [5, 'o', 'float', '0.01'],
      nms_threshold: [6, 'o', 'float', '0.45'],
      biases: [7, 'r', 'float'],
      label_map_file: [8, 'o', 'string'],
    },
    DetectionEvaluateParameter: {
      num_classes: [1, 'o', 'uint32'],
      overlap_threshold: [2, 'o', 'float', '0.5'],
    },
    RegionLossParameter: {
      side: [1, 'o', 'uint32', '13'],
      num_class: [2, 'o', 'uint32', '20'],
      bias_match: [3, 'o', 'uint32', '1'],
      coords: [4, 'o', 'uint32', '4'],
      num: [5, 'o', 'uint32', '5'],
      softmax: [6, 'o', 'uint32', '1'],
      jitter: [7, 'o', 'float', '0.2'],
      rescore: [8, 'o', 'uint32', '1'],
      object_scale: [9, 'o', 'float', '1'],
      class_scale: [10, 'o', 'float', '1'],
      noobject_scale: [11, 'o', 'float', '0.5'],
      coord_scale: [12, 'o', 'float', '5'],
      absolute: [13, 'o', 'uint32', '1'],
      thresh: [14, 'o', 'float', '0.2'],
      random: [15, 'o', 'uint32', '1'],
      biases: [16, 'r', 'float'],
      softmax_tree: [17, 'o', 'string'],
      class_map: [18, 'o', 'string'],
    },
  },
  enums: {
    'EvalDetectionParameter.ScoreType': {
      OBJ: 0,
      PROB: 1,
      MULTIPLY: 2,
    },
  },
});
