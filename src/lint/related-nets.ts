/** Which of the files linted together are one net written twice: for training, and for use. */
import { hasWeights, layerDifference } from '../analysis/layer-difference.js';
import type { Message } from '../document/message.js';
import type { Unit } from '../engine/unit.js';

/** Fewer shared layers than this may be chance. */
const FEWEST = 2;
/** Part of the weighted layers of either net that the other must have too. */
const OVERLAP = 0.75;

/**
 * Give each deployment net (fed by Input, no loss) the training net beside it that it was made from: the
 * one of the same folder whose layers have the same names and differ least.
 */
export function relateNets(units: readonly Unit[]): void {
  const folders = new Map<string, Unit[]>();
  for (const unit of units) {
    if (!unit.netDoc || !unit.net) continue;
    const folder = unit.netDoc.source.path.replaceAll('\\', '/').replace(/^\.\/|[^/]*$/g, '');
    folders.set(folder, [...(folders.get(folder) ?? []), unit]);
  }
  for (const nets of folders.values()) {
    if (nets.length < 2) continue;
    const facts = nets.map((unit) => ({ unit, role: roleOf(unit.net!), layers: weightedLayers(unit.net!) }));
    const trained = facts.filter((f) => f.role === 'train');
    for (const { unit, role, layers } of facts) {
      if (role !== 'deploy' || layers.size < FEWEST) continue;
      const ranked = trained
        .filter((t) => t.unit.netDoc !== unit.netDoc)
        .flatMap((t) => {
          const likeness = compare(layers, t.layers);
          return likeness === undefined ? [] : [{ unit: t.unit, likeness }];
        })
        .sort((a, b) => b.likeness - a.likeness);
      if (ranked[0]?.unit.netDoc) unit.trainedAs = ranked[0].unit.netDoc;
    }
  }
}

function roleOf(net: Message): 'train' | 'deploy' | undefined {
  const types = net.msgs('layer').map((layer) => layer.str('type'));
  if (types.some((type) => /Loss$/.test(type))) return 'train';
  return types.includes('Input') && !types.some((type) => /Data$/.test(type)) ? 'deploy' : undefined;
}

/** By name; a name that stands twice (in two phases) is not compared. */
function weightedLayers(net: Message): Map<string, Message> {
  const found = new Map<string, Message>();
  const twice = new Set<string>();
  for (const layer of net.msgs('layer')) {
    const name = layer.str('name');
    if (!hasWeights(layer.str('type'))) continue;
    if (found.has(name)) twice.add(name);
    found.set(name, layer);
  }
  for (const name of twice) found.delete(name);
  return found;
}

/** How many weighted layers are the same in both, less those that are not; undefined where these are two different nets. */
function compare(
  deploy: ReadonlyMap<string, Message>,
  train: ReadonlyMap<string, Message>,
): number | undefined {
  const shared = [...deploy].filter(([name, layer]) => train.get(name)?.str('type') === layer.str('type'));
  if (shared.length < FEWEST || shared.length < OVERLAP * Math.max(deploy.size, train.size)) return undefined;
  const different = shared.filter(([name, layer]) => layerDifference(train.get(name)!, layer)).length;
  if (different > 0 && different * 3 > shared.length) return undefined;
  return shared.length - 2 * different;
}
