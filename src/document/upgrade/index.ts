/** Old formats: read as the V2 message that Caffe makes of them, and edited into V2 text. */
export { upgradeNet, upgradeSolver } from './net.js';
export { upgradeEdits } from './edits/index.js';
export type {
  LossId,
  RefusalId,
  UpgradedNet,
  UpgradedSolver,
  UpgradeKind,
  UpgradeLoss,
  UpgradeRefusal,
  UpgradeStep,
} from './types.js';
