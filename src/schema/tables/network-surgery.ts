/**
 * Dynamic Network Surgery: what yiwenguo/Dynamic-Network-Surgery adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const networkSurgery = (): Dialect => ({
  id: 'network-surgery',
  title: 'Dynamic Network Surgery',
  repository: 'yiwenguo/Dynamic-Network-Surgery',
  layerTypes: ['CConvolution', 'CInnerProduct'],
  messages: {
    LayerParameter: {
      cconvolution_param: [140, 'o', 'message:CConvolutionParameter'],
      cinner_product_param: [141, 'o', 'message:CInnerProductParameter'],
    },
    CInnerProductParameter: {
      gamma: [1, 'o', 'float', '0.001'],
      power: [2, 'o', 'float', '1'],
      iter_stop: [3, 'o', 'float', '8000'],
      c_rate: [4, 'o', 'float', '3'],
      weight_mask_filler: [5, 'o', 'message:FillerParameter'],
      bias_mask_filler: [6, 'o', 'message:FillerParameter'],
    },
    CConvolutionParameter: {
      gamma: [1, 'o', 'float', '0.001'],
      power: [2, 'o', 'float', '1'],
      iter_stop: [3, 'o', 'float', '10000'],
      c_rate: [4, 'o', 'float', '3'],
      weight_mask_filler: [5, 'o', 'message:FillerParameter'],
      bias_mask_filler: [6, 'o', 'message:FillerParameter'],
    },
  },
  enums: {},
});
