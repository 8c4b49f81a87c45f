/** The YAML library, loaded when it is needed: it costs more start-up than all the rest of a configuration. */
import type * as Yaml from 'yaml';

/** It is CommonJS: a bundle gives it as the default export alone, Node gives it both ways. */
export async function loadYaml(): Promise<typeof Yaml> {
  const module = (await import('yaml')) as typeof Yaml & { default?: typeof Yaml };
  return module.default ?? module;
}
