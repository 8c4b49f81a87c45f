/**
 * National Data Science Bowl 2015 (JasonTam): what JasonTam/ndsb2015 adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const ndsb2015 = (): Dialect => ({
  id: 'ndsb2015',
  title: 'National Data Science Bowl 2015 (JasonTam)',
  repository: 'JasonTam/ndsb2015',
  layerTypes: [],
  messages: {
    Datum: {
      label0: [8, 'o', 'int32'],
      label1: [9, 'o', 'int32'],
      label2: [10, 'o', 'int32'],
      label3: [11, 'o', 'int32'],
      label4: [12, 'o', 'int32'],
      label5: [13, 'o', 'int32'],
      label6: [14, 'o', 'int32'],
      orig_space: [15, 'o', 'int32'],
      orig_height: [16, 'o', 'int32'],
      orig_width: [17, 'o', 'int32'],
    },
  },
  enums: {},
});
