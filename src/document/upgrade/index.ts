// STUB by the lead until the upgrade module lands; overwrite this file.
import type { Message, Range } from '../message.js';
export interface UpgradeStep { kind: string; range: Range; message: string }
export interface UpgradeRefusal { id: string; range: Range; message: string }
export const upgradeNet = (net: Message): { net: Message; steps: UpgradeStep[]; refusals: UpgradeRefusal[] } => ({ net, steps: [], refusals: [] });
export const upgradeSolver = (solver: Message): { solver: Message; steps: UpgradeStep[]; refusals: UpgradeRefusal[] } => ({ solver, steps: [], refusals: [] });
