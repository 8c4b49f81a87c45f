/**
 * Binary-weight and XNOR networks: what loswensiana/BWN-XNOR-caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const xnor = (): Dialect => ({
  id: 'xnor',
  title: 'Binary-weight and XNOR networks',
  repository: 'loswensiana/BWN-XNOR-caffe',
  layerTypes: ['BinActiv', 'BinaryConvolution', 'SplitConcat', 'Statistic'],
  messages: {},
  enums: {},
});
