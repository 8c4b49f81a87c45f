/** BatchNorm layers with three `param` blocks, whose statistics no solver may touch. */
import type { Message, Value } from '../message.js';
import { clone, set } from './build.js';

export const zeroed = ['lr_mult', 'decay_mult'] as const;

/** A layer that the upgrade looks at (NetNeedsBatchNormUpgrade). */
export const isOldBatchNorm = (layer: Message): boolean =>
  layer.str('type') === 'BatchNorm' && layer.count('param') === 3;

/** The values that the upgrade changes: not set, or set to anything but 0. */
export const notZero = (spec: Message): string[] =>
  zeroed.filter((name) => !spec.has(name) || !Object.is(spec.num(name), 0));

/** The layer with both multipliers of its three params at 0 (UpgradeNetBatchNorm); itself where they are. */
export function upgradeBatchNorm(layer: Message): Message {
  if (!isOldBatchNorm(layer)) return layer;
  const params = layer.all('param');
  if (params.every((p) => notZero(p.value as Message).length === 0)) return layer;
  const out = clone(layer);
  out.replace('param', params.map(zero));
  return out;
}

function zero(param: Value): Value {
  const spec = clone(param.value as Message);
  for (const name of notZero(spec)) set(spec, name, 0, spec.all(name)[0] ?? param);
  return { ...param, value: spec };
}
