/** Plugins: npm packages or modules that bring rules. */
import { createRequire } from 'node:module';
import { basename, extname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rule } from '../engine/rule.js';
import { ConfigError } from './error.js';

export interface LoadedPlugin {
  /** What its rules' ids begin with. */
  prefix: string;
  rules: Rule[];
}

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
 * @throws ConfigError when one is missing, fails, or exports no rules.
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
    module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    throw new ConfigError(
      `${from}: plugin "${name}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const exported = (module['default'] ?? module) as { rules?: unknown };
  const prefix = prefixOf(name);
  return { prefix, rules: rulesOf(exported.rules, prefix, `${from}: plugin "${name}"`) };
}

/** Rules as a list, or by name; each gets the plugin's prefix. */
function rulesOf(value: unknown, prefix: string, where: string): Rule[] {
  if (typeof value !== 'object' || value === null)
    throw new ConfigError(`${where} exports no "rules", a list of rules or an object of rules by id`);
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((rule) => [String((rule as Rule | null)?.meta?.id), rule])
    : Object.entries(value);
  return entries.map(([id, value]) => {
    const rule = value as Rule | null;
    if (typeof rule?.check !== 'function' || typeof rule.meta !== 'object')
      throw new ConfigError(`${where}: "${id}" is no rule: it takes {meta, check}`);
    const own = id.startsWith(`${prefix}/`) ? id : `${prefix}/${id}`;
    return { ...rule, meta: { ...rule.meta, id: own } };
  });
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
