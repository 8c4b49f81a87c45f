/** V0's padding layers, which became the `pad` of the layer behind them. */
import type { Message, Value } from '../message.js';
import type { UpgradeRefusal } from './types.js';

/** What a layer takes over from the padding layer it reads. */
export interface Fold {
  padding: Message;
  /** The padding layer's `pad`; undefined where it relies on the default, 0. */
  pad: Value | undefined;
  /** The padding layer's own bottom. */
  bottom: Value;
}

export interface PaddingPlan {
  /** Padding layers, which are left out of the upgraded net. */
  removed: Set<Message>;
  folds: Map<Message, Fold>;
  refusals: UpgradeRefusal[];
}

const typeOf = (layer: Message): string => layer.msg('layer').str('type');

/** Find which layers read padding layers, and what Caffe refuses about it (UpgradeV0PaddingLayers). */
export function planPadding(net: Message): PaddingPlan {
  const plan: PaddingPlan = { removed: new Set(), folds: new Map(), refusals: [] };
  const producers = new Map<string, Message | undefined>(net.strs('input').map((name) => [name, undefined]));
  for (const layer of net.msgs('layers')) {
    if (typeOf(layer) === 'padding') plan.removed.add(layer);
    layer.strs('bottom').forEach((blob, j) => {
      const producer = producers.get(blob);
      if (!producers.has(blob))
        plan.refusals.push({
          id: 'v0-unknown-bottom',
          range: layer.at('bottom', j),
          message: `no input and no layer above produces "${blob}"; while it upgrades a V0 net Caffe looks every bottom up and stops at this one`,
        });
      else if (producer && typeOf(producer) === 'padding') foldInto(plan, layer, j, producer);
    });
    for (const blob of layer.strs('top')) producers.set(blob, layer);
  }
  return plan;
}

function foldInto(plan: PaddingPlan, layer: Message, j: number, padding: Message): void {
  const refuse = (range: UpgradeRefusal['range'], message: string): void => {
    plan.refusals.push({ id: 'v0-padding', range, message });
  };
  const type = typeOf(layer);
  const named = `padding layer "${padding.msg('layer').str('name')}"`;
  if (type !== 'conv' && type !== 'pool')
    refuse(
      layer.at('bottom', j),
      `a V0 layer of type "${type}" reads the ${named}; Caffe folds padding into "conv" and "pool" layers only and stops here`,
    );
  else if (layer.count('bottom') !== 1)
    refuse(
      layer.at('bottom', j),
      `a layer that reads the ${named} must have one bottom, this one has ${layer.count('bottom')}; Caffe stops here`,
    );
  else if (padding.count('bottom') !== 1)
    refuse(
      padding.here(),
      `a V0 padding layer must have one bottom, the ${named} has ${padding.count('bottom')}; Caffe stops here`,
    );
  else if (padding.count('top') !== 1)
    refuse(
      padding.here(),
      `a V0 padding layer must have one top, the ${named} has ${padding.count('top')}; Caffe stops here`,
    );
  else
    plan.folds.set(layer, {
      padding,
      pad: padding.msg('layer').all('pad')[0],
      bottom: padding.all('bottom')[0]!,
    });
}
