/** Plugins: npm packages or modules that a configuration names. */
import { createRequire } from 'node:module';
import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { schemaOf } from '../schema/dialects.js';
import { loadOverlay } from '../schema/user-proto.js';
import { ConfigError } from './error.js';
import { importModule } from './import-module.js';
import { readPlugin } from './plugin.js';
import type { LoadedPlugin } from './plugin.js';

/** "caffe-lint-plugin-x" → "x", "@scope/caffe-lint-plugin" → "@scope", "./rules/own.js" → "own". */
export function prefixOf(name: string): string {
  if (isPath(name)) {
    const file = basename(name, extname(name));
    return file.replace(/^caffe-lint-plugin-/, '');
  }
  const [first = '', second] = name.split('/');
  if (!first.startsWith('@')) return name.replace(/^caffe-lint-plugin-/, '');
  const rest = (second ?? '').replace(/^caffe-lint-plugin-?/, '');
  return rest === '' ? first : `${first}/${rest}`;
}

const isPath = (name: string): boolean => /^\.{1,2}\//.test(name) || isAbsolute(name);

/**
 * Load plugins that a configuration names.
 * @param folder Paths and packages are found from here: the folder of the file that names them.
 * @param from That file, as errors name it.
 * @throws ConfigError when one is missing, fails, or exports what is no plugin.
 */
export async function loadPlugins(
  names: readonly string[],
  folder: string,
  from: string,
): Promise<LoadedPlugin[]> {
  return Promise.all(names.map((name) => loadPlugin(name, folder, from)));
}

async function loadPlugin(name: string, folder: string, from: string): Promise<LoadedPlugin> {
  const path = resolveModule(name, folder, 'caffe-lint-plugin-');
  if (path === undefined)
    throw new ConfigError(
      `${from}: there is no plugin "${name}" ${isPath(name) ? `beside it` : `installed; try "npm install --save-dev ${name}"`}`,
    );
  let module: Record<string, unknown>;
  try {
    module = await importModule(pathToFileURL(path).href);
  } catch (error) {
    throw new ConfigError(
      `${from}: plugin "${name}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const where = `${from}: plugin "${name}"`;
  const plugin = readPlugin(module['default'] ?? module, prefixOf(name), where);
  for (const [dialect, proto] of plugin.protos) {
    const file = proto instanceof URL ? fileURLToPath(proto) : resolve(dirname(path), proto);
    try {
      Object.assign(dialect, await loadOverlay(file, schemaOf([])));
    } catch (error) {
      throw new ConfigError(
        `${where}: dialect "${dialect.id}": ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return plugin;
}

/** The file of a path or package, as Node resolves it; packages also by their short name. */
export function resolveModule(name: string, folder: string, longPrefix: string): string | undefined {
  const require = createRequire(join(folder, 'noop.js'));
  for (const candidate of isPath(name) ? [name] : [name, `${longPrefix}${name}`])
    try {
      return require.resolve(candidate);
    } catch {
      // The next spelling.
    }
  return undefined;
}
