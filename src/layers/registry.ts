/** All layer types that caffe-lint knows, by their type string and dialect. */
import { all } from './all.gen.js';
import type { LayerType } from './layer-type.js';

export interface LayerRegistry {
  /** The type registered under this string, in these dialects (BVLC's own are in every dialect). */
  find(type: string, dialects: readonly string[]): LayerType | undefined;
  /** Type strings registered in these dialects. */
  names(dialects: readonly string[]): readonly string[];
  /** Dialects that register the type besides BVLC's; empty when none does or BVLC's does. */
  dialectsOf(type: string): readonly string[];
}

const byType = new Map<string, LayerType[]>();
for (const layer of all)
  for (const type of layer.types) {
    const list = byType.get(type);
    if (list) list.push(layer);
    else byType.set(type, [layer]);
  }

const fits = (layer: LayerType, dialects: readonly string[]): boolean =>
  layer.dialects === undefined || layer.dialects.some((dialect) => dialects.includes(dialect));

/** The registry as Caffe's layer factory has it, per dialect: a fork's own type goes before BVLC's. */
export const registry: LayerRegistry = {
  find(type, dialects) {
    const usable = (byType.get(type) ?? []).filter((layer) => fits(layer, dialects));
    return usable.find((layer) => layer.dialects !== undefined) ?? usable[0];
  },
  names(dialects) {
    return [...byType]
      .filter(([, list]) => list.some((layer) => fits(layer, dialects)))
      .map(([type]) => type);
  },
  dialectsOf(type) {
    const list = byType.get(type) ?? [];
    if (list.some((layer) => layer.dialects === undefined)) return [];
    return [...new Set(list.flatMap((layer) => layer.dialects ?? []))];
  },
};
