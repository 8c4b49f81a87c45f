/**
 * Deep recurrent Q-learning: what mhauskn/caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const dqn = (): Dialect => ({
  id: 'dqn',
  title: 'Deep recurrent Q-learning',
  repository: 'mhauskn/caffe',
  layerTypes: [],
  messages: {
    SolverParameter: {
      atari_param: [33, 'o', 'message:AtariParameter'],
    },
    V1LayerParameter: {
      experience_param: [41, 'o', 'message:ExperienceDataParameter'],
    },
    ExperienceDataParameter: {
      source: [1, 'o', 'string'],
      batch_size: [2, 'o', 'uint32'],
      channels: [3, 'o', 'uint32'],
      height: [4, 'o', 'uint32'],
      width: [5, 'o', 'uint32'],
      num_actions: [6, 'o', 'uint32'],
    },
    AtariParameter: {
      rom: [1, 'o', 'string'],
      gamma: [2, 'o', 'float', '0.98'],
      rescale_reward: [3, 'o', 'bool', 'false'],
      replay_memory_size: [4, 'o', 'int32', '100000'],
      zero_nonaction_diffs: [5, 'o', 'bool', 'true'],
    },
  },
  enums: {
    'SolverParameter.SolverType': {
      ATARI: 3,
    },
    'V1LayerParameter.LayerType': {
      EXPERIENCE_DATA: 38,
    },
  },
});
