/** Where configurations are. Costs a few looks at folders; reading them is left to `load.ts`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Names of configurations, in the order in which the first one found in a folder counts. */
export const CONFIG_NAMES = [
  '.caffelintrc',
  '.caffelintrc.json',
  '.caffelintrc.jsonc',
  '.caffelintrc.yaml',
  '.caffelintrc.yml',
  '.caffelintrc.js',
  '.caffelintrc.mjs',
  '.caffelintrc.cjs',
  'caffelint.config.js',
  'caffelint.config.mjs',
];

export const IGNORE_FILE = '.caffelintignore';

/** Looks for files of a name in folders and remembers what it saw. */
export class Discovery {
  private readonly configs = new Map<string, string | undefined>();
  private readonly ignores = new Map<string, string | undefined>();
  private readonly gitIgnores = new Map<string, { file: string | undefined; top: boolean }>();

  /** Configurations in a folder and those above it, nearest first. Nothing is read, so `root` is not known. */
  configsAbove(folder: string): string[] {
    return foldersAbove(folder).flatMap((f) => this.configIn(f) ?? []);
  }

  /** Ignore files in a folder and those above it, nearest first. */
  ignoresAbove(folder: string): string[] {
    return foldersAbove(folder).flatMap((f) => {
      if (!this.ignores.has(f)) {
        const path = join(f, IGNORE_FILE);
        this.ignores.set(f, existsSync(path) ? path : undefined);
      }
      return this.ignores.get(f) ?? [];
    });
  }

  /** `.gitignore` files in a folder and those above it up to the top of its repository, nearest first. */
  gitIgnoresAbove(folder: string): string[] {
    const files: string[] = [];
    for (const f of foldersAbove(folder)) {
      let seen = this.gitIgnores.get(f);
      if (!seen) {
        const path = join(f, '.gitignore');
        seen = { file: existsSync(path) ? path : undefined, top: existsSync(join(f, '.git')) };
        this.gitIgnores.set(f, seen);
      }
      if (seen.file !== undefined) files.push(seen.file);
      if (seen.top) return files;
    }
    // Outside of a repository they mean nothing.
    return [];
  }

  /** The configuration in a folder itself. */
  configIn(folder: string): string | undefined {
    if (!this.configs.has(folder)) this.configs.set(folder, firstIn(folder));
    return this.configs.get(folder);
  }
}

/** A folder and all above it; the folder first. */
export function foldersAbove(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

function firstIn(folder: string): string | undefined {
  const own = CONFIG_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (own !== undefined) return own;
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  try {
    return readFileSync(manifest, 'utf8').includes('"caffeLint"') ? manifest : undefined;
  } catch {
    return undefined;
  }
}
