/** What plugins add besides rules, in the form in which a run takes it. */
import { setupOpaque } from '../layers/opaque.js';
import type { LayerType } from '../layers/layer-type.js';
import { registryOf } from '../layers/registry.js';
import type { LayerRegistry } from '../layers/registry.js';
import { DialectSet } from '../schema/dialects.js';
import type { LoadedPlugin, PluginFormatter } from './plugin.js';

export interface Extensions {
  /** Layer types: the plugins' and the built-in ones. */
  types: LayerRegistry;
  dialects: DialectSet;
  /** By full name, `plugin/formatter`. */
  formatters: ReadonlyMap<string, PluginFormatter>;
}

/** The plugins' parts put together; undefined where there are none, so that the built-in ones are used as they are. */
export function extensionsOf(plugins: readonly LoadedPlugin[]): Extensions | undefined {
  if (plugins.length === 0) return undefined;
  const layers = plugins.flatMap((p) => p.layers);
  const dialects = plugins.flatMap((p) => p.dialects);
  const defined = new Set(layers.flatMap((l) => l.types));
  // A layer type that a dialect names and nobody defines is known by name, with unknown shapes.
  const opaque = dialects.flatMap((dialect) =>
    dialect.layerTypes
      .filter((type) => !defined.has(type))
      .map((type): LayerType => ({
        types: [type],
        dialects: [dialect.id],
        bottoms: {},
        tops: {},
        inPlace: false,
        setup: setupOpaque,
      })),
  );
  return {
    types: registryOf([...layers, ...opaque]),
    dialects: new DialectSet(dialects),
    formatters: new Map(plugins.flatMap((p) => [...p.formatters])),
  };
}
