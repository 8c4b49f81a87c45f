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

const fits = (layer: LayerType, dialects: readonly string[]): boolean =>
  layer.dialects === undefined || layer.dialects.some((dialect) => dialects.includes(dialect));

/**
 * A registry as Caffe's layer factory has it, per dialect: a fork's own type goes before BVLC's.
 * @param own Types that are not built in, such as a plugin's; they go before the built-in ones.
 */
export function registryOf(own: readonly LayerType[]): LayerRegistry {
  const byType = new Map<string, LayerType[]>();
  const ours = new Set(own);
  for (const layer of [...own, ...all])
    for (const type of layer.types) {
      const list = byType.get(type);
      if (list) list.push(layer);
      else byType.set(type, [layer]);
    }
  return {
    find(type, dialects) {
      const usable = (byType.get(type) ?? []).filter((layer) => fits(layer, dialects));
      const first = usable[0];
      if (first && ours.has(first)) return first;
      return usable.find((layer) => layer.dialects !== undefined) ?? first;
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
}

/** The types that come with caffe-lint. */
export const registry: LayerRegistry = registryOf([]);
