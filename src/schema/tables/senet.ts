/**
 * Squeeze-and-Excitation networks: what hujie-frank/SENet adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const senet = (): Dialect => ({
  id: 'senet',
  title: 'Squeeze-and-Excitation networks',
  repository: 'hujie-frank/SENet',
  layerTypes: ['Axpy'],
  messages: {},
  enums: {},
});
