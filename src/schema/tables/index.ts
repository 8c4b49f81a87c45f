/**
 * Every dialect but BVLC's own, the best known first: where several explain a file alike, the earlier one is named.
 * Each table is a function, so that a run which needs no dialect does not pay for building them.
 */
import type { Dialect } from '../dialects.js';
import { augmentation } from './augmentation.js';
import { bilinearPooling } from './bilinear-pooling.js';
import { bvlcPulls } from './bvlc-pulls.js';
import { c3d } from './c3d.js';
import { c3dV10 } from './c3d-v1.0.js';
import { caffeV0 } from './caffe-v0.js';
import { cascadeRcnn } from './cascade-rcnn.js';
import { centerLoss } from './center-loss.js';
import { cpm } from './cpm.js';
import { crfasrnn } from './crfasrnn.js';
import { crnn } from './crnn.js';
import { ctensmeyer } from './ctensmeyer.js';
import { ctpn } from './ctpn.js';
import { deconvnet } from './deconvnet.js';
import { deepCompression } from './deep-compression.js';
import { deepdetect } from './deepdetect.js';
import { deeplab } from './deeplab.js';
import { deepsaldet } from './deepsaldet.js';
import { deformable } from './deformable.js';
import { denseblock } from './denseblock.js';
import { depthwise } from './depthwise.js';
import { dqn } from './dqn.js';
import { enet } from './enet.js';
import { fasterRcnn } from './faster-rcnn.js';
import { flownet } from './flownet.js';
import { gradientReversal } from './gradient-reversal.js';
import { greentea } from './greentea.js';
import { happynear } from './happynear.js';
import { heatmap } from './heatmap.js';
import { hed } from './hed.js';
import { intel } from './intel.js';
import { largeMargin } from './large-margin.js';
import { liftedStruct } from './lifted-struct.js';
import { lightCnn } from './light-cnn.js';
import { lrcn } from './lrcn.js';
import { lstm } from './lstm.js';
import { microsoft } from './microsoft.js';
import { mnc } from './mnc.js';
import { mobilenetYolo } from './mobilenet-yolo.js';
import { mscnn } from './mscnn.js';
import { ndsb2015 } from './ndsb2015.js';
import { networkSurgery } from './network-surgery.js';
import { nvidia } from './nvidia.js';
import { oicr } from './oicr.js';
import { opencl } from './opencl.js';
import { openpose } from './openpose.js';
import { parsenet } from './parsenet.js';
import { pspnet } from './pspnet.js';
import { pvanet } from './pvanet.js';
import { rFcn } from './r-fcn.js';
import { refinedet } from './refinedet.js';
import { ristretto } from './ristretto.js';
import { rmpe } from './rmpe.js';
import { rrpn } from './rrpn.js';
import { segnet } from './segnet.js';
import { senet } from './senet.js';
import { shufflenet } from './shufflenet.js';
import { similarity } from './similarity.js';
import { skimcaffe } from './skimcaffe.js';
import { soeaver } from './soeaver.js';
import { sphereface } from './sphereface.js';
import { ssd } from './ssd.js';
import { sstd } from './sstd.js';
import { textboxesPp } from './textboxes-pp.js';
import { transfer } from './transfer.js';
import { videoCaffe } from './video-caffe.js';
import { videoTriplet } from './video-triplet.js';
import { xilinx } from './xilinx.js';
import { xnor } from './xnor.js';
import { yjxiong } from './yjxiong.js';
import { yjxiongV1 } from './yjxiong-v1.js';
import { yolo } from './yolo.js';

export const dialectTables = (): readonly Dialect[] => [
  ssd(),
  fasterRcnn(),
  rFcn(),
  microsoft(),
  nvidia(),
  intel(),
  segnet(),
  enet(),
  deeplab(),
  pspnet(),
  yjxiong(),
  c3d(),
  flownet(),
  senet(),
  depthwise(),
  shufflenet(),
  sphereface(),
  centerLoss(),
  largeMargin(),
  pvanet(),
  hed(),
  lrcn(),
  openpose(),
  crfasrnn(),
  parsenet(),
  opencl(),
  ristretto(),
  yolo(),
  mobilenetYolo(),
  crnn(),
  ctpn(),
  soeaver(),
  happynear(),
  c3dV10(),
  videoCaffe(),
  lightCnn(),
  yjxiongV1(),
  deepsaldet(),
  ndsb2015(),
  cpm(),
  heatmap(),
  greentea(),
  refinedet(),
  textboxesPp(),
  sstd(),
  rmpe(),
  deepdetect(),
  mnc(),
  mscnn(),
  cascadeRcnn(),
  deformable(),
  denseblock(),
  skimcaffe(),
  networkSurgery(),
  deepCompression(),
  xnor(),
  transfer(),
  gradientReversal(),
  lstm(),
  deconvnet(),
  videoTriplet(),
  similarity(),
  liftedStruct(),
  rrpn(),
  oicr(),
  bilinearPooling(),
  augmentation(),
  ctensmeyer(),
  dqn(),
  xilinx(),
  caffeV0(),
  bvlcPulls(),
];
