/**
 * Layer types of single forks that have no file of their own. Names, base classes and blob counts
 * are read from their headers; where a header gives no shape that the text decides, none is claimed.
 */
import { rectified } from '../numeric/activation.js';
import { imageMoments } from '../numeric/data.js';
import { ofFirst } from '../numeric/forward.js';
import { pointwise } from '../numeric/table.js';
import { backwardConvolution, forwardConvolution, setupConvolution } from './convolution.js';
import { forkLayer } from './fork-layer.js';
import type { Count, LayerType, SetupContext, SetupResult } from './layer-type.js';
import { setupElementwise, setupOpaque, setupOpaqueLearner, setupOpaqueLoss } from './opaque.js';
import { unknownParams } from './opaque.js';
import { forwardPooling, setupPooling } from './pooling.js';

const names = (text: string): string[] => text.trim().split(/\s+/);

const counts = (bottoms: Count, tops: Count): Pick<LayerType, 'bottoms' | 'tops'> => ({ bottoms, tops });

/** One layer type for each name, so that each keeps the dialects that register it. */
function all(text: string, type: Omit<LayerType, 'types' | 'dialects'>): LayerType[] {
  return names(text).map((name) => forkLayer({ ...type, types: [name] }));
}

/** NeuronLayer: one bottom, one top of the same shape. */
const neurons = [
  ...all('ReLU6', {
    ...counts({ min: 1 }, { min: 1 }),
    setup: setupElementwise,
    forward: ofFirst((m) => pointwise(m, (x) => Math.min(6, Math.max(0, x)), { low: 0, high: 6 })),
  }),
  ...all('MKLReLU', {
    ...counts({ min: 1 }, { min: 1 }),
    setup: setupElementwise,
    forward: ofFirst((m, c) => rectified(m, c.layer.msg('relu_param').num('negative_slope'))),
  }),
  ...all(
    `ReLUX SeLu SeLuDropout NegReLU Noise SpatialDropout Arccos Cosine SoftTruncation Truncation
  Sparsify GradientScaler SignedSqrt Insanity Flip ConnectedComponent BinActiv LRNRistretto MKLLRN
  Quantizer LabelSpecificAdd`,
    { ...counts({ min: 1 }, { min: 1 }), setup: setupElementwise },
  ),
];

const withScale = (c: SetupContext): SetupResult => ({ ...setupElementwise(c), params: unknownParams(c, 1) });

/** The same with parameters. */
const scaledNeurons = all('SymmetricRectify EltwiseAffine BatchNorm2 ChannelScale MovingNormalize', {
  ...counts({ min: 1 }, { min: 1 }),
  setup: withScale,
});

/** LossLayer: a loss weight of 1 unless the text sets one. */
const losses = all(
  `RegionLoss LpqLoss MalisLoss DetectionLoss GaussianYolov3 YoloSeg Yolov3 CtcLoss CTCLoss FocalLoss
  BatchContrastiveLoss ConfidencePenaltyLoss CorrelationLoss GeneralContrastiveLoss GeneralTripletLoss
  NCALoss SoftContrastiveLoss TripletLoss CMDLoss EuclideanLossHeatmap MultiBoxOrientedLoss DiceCoefLoss
  MultiBoxFocalLoss MultiLabelSigmoidLoss SoftmaxWithInfogainLoss DetectionGroupLoss MMDLoss RankHardLoss
  BatchTripletLoss HDMLLossUpperBound NaiveTripletLoss PairwiseRankingLoss LiftedStructSimilaritySoftmaxLoss
  MulticlassCrossEntropyLoss MulticlassSigmoidCrossEntropyLoss RefineLoss IntersectionOverUnionLoss
  SigmoidCrossEntropyLoss2 SoftmaxFullLoss SoftmaxFullLoss2 TukeyBiweightLoss WeightedFmeasureLoss
  WeightedFmeasureLoss2 CrossEntropyLoss CosineLoss DoubleMarginContrastiveLoss PairwiseLoss
  QuantizationLoss TempSoftmaxCrossEntropyLoss WassersteinLoss WeightedLoss`,
  {
    ...counts({ min: 1 }, {}),
    loss: true,
    autoTops: true,
    noForceBackward: [1],
    inPlace: false,
    setup: setupOpaqueLoss,
  },
);

/** Data layers whose blobs only the data set knows. */
const sources = all(
  `BoxData SegData DisparityData CPMData LaneData MultiLabelImageData DenseFaceImageData PairData DataHeatmap
  ImageGtData DetectionData EvalData BinaryData TripletBinaryData TripletImageData DocData ImageLabelmapData
  AnnotatedDataMask SparseData MemorySparseData CustomData FloatReader ImgReader MatRead OPData OPVideo
  AsyncData AudioData BboxData BigData ExTextMemoryData ExternalLibData KeyValueData MultiLabelData RandVec`,
  { ...counts({ exact: 0 }, { min: 1 }), source: true, setup: setupOpaque, forward: imageMoments },
);

/** Metrics, writers, proposals and decoders: nothing is learnt through them. */
const endpoints = all(
  `EvalDetection BboxAccuracy DetectionAccuracy DetectionGroupAccuracy FCNAccuracy MultiLabelAccuracy
  RankAccuracy AccuracyHeatmap PredictionHeatmap LabelsequenceAccuracy SegmentationEvaluate ParseEvaluate
  ParseOutput ConfusionMatrix PR Statistic FLOWriter FloatWriter ImgWriter PFMWriter MatWrite
  Yolov3DetectionOutput FasterRcnnDetectionOutput DetectionOrientedOutput FrcnnOutput BoxOutput
  BoxGroupOutput BoxesObj FrcnnAnchorTarget FrcnnProposal FrcnnProposalTarget ProposalTarget DecodeBBox
  HardMining ScaleRoute SimplerNMS MTCNNBBox PredictBox CTCGreedyDecoder BinaryEncode Hotspot TripletSelection
  BatchReduction BlackAugmentation DataAugmentation FlowAugmentation GenerateAugmentationParameters Mean`,
  { ...counts({}, {}), noBackward: 'no-gradient', inPlace: false, setup: setupOpaque },
);

/** Layers without parameters that change shapes in ways of their own. */
const shapers = all(
  `TRT MnActivation AdaptiveBiasChannel BiasChannel DenseCRF DomainTransform DomainTransformForwardOnly
  SpatialProduct UniqueLabel Gather Scatter Accum Correlation1D Grouping UnPooling Affinity MergeCrop
  AssistedExcitation MaskResize ROIMaskAlign ROIMaskPooling RotateROIAlign RotateROIPooling
  DeformablePSROIPooling InnerProductBlob Gram Pairwise Resize Slope SubRegion Transformer BinaryLabel
  SpatialTransformer BroadcastMul Conadd SplitConcat Norm GlobalMaxPooling GlobalSumPooling SumPooling
  BilinearInterpolation CenterOfMass Graph4CConstructor Graph4CCut Graph4CEnergy Graph4CMakeModular
  Graph4CPair HVP KernelDensityMode MaxIndicator MedianCenterOfMass Padding PowCenterOfMass Remove Shift
  SimpleCrop TopK DotProductSimilarity EuclideanSimilarity NdPooling BernoulliSample CompactBilinear Scalar
  CyclicPool CyclicRoll CyclicSlice EquivPooling HeatmapsFromVec Module Normalize2 OneOfN Pad Repack
  ResizeBilinear SaliencyPooling Spectrogram RReLU`,
  { ...counts({}, {}), inPlace: false, setup: setupOpaque },
);

/** Layers with parameters of their own. */
const learners = all(
  `MKLBatchNorm Deconvolution3D MultiStageMeanfield MOE GlobalLSEMargin InnerDistance Local MultiView
  OrthogonalConstraint RelevanceConstraint DenseBlock InnerProductReLUDropout CInnerProduct CmpInnerProduct
  BinaryConvolution RelativeDarkness NdConvolution DeformableConvolution CConvolution CmpConvolution
  FcRistretto SparseInnerProduct ConvolutionMasked ConvolutionQuantized ConvolutionSaliency ExEmbed LS
  LocalConvolution RBMInnerProduct SReLU TransformerConvolution ConvolutionReLUPool ConvolutionReLUPoolLRN`,
  { ...counts({}, {}), inPlace: false, setup: setupOpaqueLearner },
);

/** Other implementations of Convolution and Pooling. */
const engines = [
  ...all('LibDNNConvolution MKLConvolution Winograd ConvolutionReLU', {
    ...counts({ min: 1 }, { min: 1 }),
    equalCounts: true,
    backwardReads: { bottomData: true },
    inPlace: false,
    setup: (c) => setupConvolution(c),
    forward: (c) => forwardConvolution(c),
    backward: (c) => backwardConvolution(c),
  }),
  ...all('LibDNNPooling MKLPooling ReLUPooling', {
    ...counts({ exact: 1 }, { min: 1, max: 2 }),
    inPlace: false,
    setup: setupPooling,
    forward: forwardPooling,
  }),
];

export const layers = [
  ...neurons,
  ...scaledNeurons,
  ...losses,
  ...sources,
  ...endpoints,
  ...shapers,
  ...learners,
  ...engines,
];
