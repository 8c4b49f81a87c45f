/** Layer types that only forks register. */
import { dialectIndex } from '../schema/dialects.js';
import type { LayerType } from './layer-type.js';

/**
 * Define a type that is registered by every dialect whose table lists it or, where forks gave
 * different layers one name, by those of `which`. The tables are read when someone asks.
 */
export function forkLayer(
  type: Omit<LayerType, 'dialects'>,
  which: (dialect: string) => boolean = () => true,
): LayerType {
  let dialects: readonly string[] | undefined;
  return {
    ...type,
    get dialects() {
      return (dialects ??= registeredBy(type.types).filter(which));
    },
  };
}

/** The dialects that register one of these types. */
function registeredBy(types: readonly string[]): readonly string[] {
  const { layerTypes } = dialectIndex();
  return [...new Set(types.flatMap((type) => (layerTypes.get(type) ?? []).map((dialect) => dialect.id)))];
}
