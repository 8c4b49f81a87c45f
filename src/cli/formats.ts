/** The formats there are for a run: built in, of a plugin (`plugin/name`), or a module (`./report.mjs`). */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formats } from '../report/index.js';
import type { Formats } from '../report/outputs.js';
import { withPluginFormats } from '../report/plugin-formats.js';
import type { Formatter } from '../report/plugin-formats.js';
import type { Configured } from './configured.js';
import { SettingsError } from './settings.js';

/**
 * Plugins are looked at only where a flag names what is not built in.
 * @param flags Values of `--format`.
 * @throws SettingsError when a module cannot be loaded, or plugins are switched off.
 */
export async function formatsFor(flags: readonly string[], configured: Configured): Promise<Formats> {
  const names = flags.map((flag) => flag.replace(/=.*$/s, '').trim());
  const others = names.filter((name) => !Object.hasOwn(formats, name) && /[/\\]/.test(name));
  if (others.length === 0) return formats;
  if (!configured.runsCode)
    throw new SettingsError(
      `--format ${others[0]}: formats of plugins and modules are code, which --no-plugins and --no-config-lookup forbid`,
    );
  const own = new Map((await configured.formatters()) as ReadonlyMap<string, Formatter>);
  for (const name of others) if (/^\.{0,2}[/\\]/.test(name)) own.set(name, await moduleFormatter(name));
  return withPluginFormats(own);
}

async function moduleFormatter(path: string): Promise<Formatter> {
  const { importModule } = await import('../config/import-module.js');
  let module: { default?: unknown };
  try {
    module = await importModule(pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw new SettingsError(`--format ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof module.default !== 'function')
    throw new SettingsError(`--format ${path}: its default export is no function`);
  return module.default as Formatter;
}
