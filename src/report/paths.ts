/** Paths as CI systems want them: relative to the repository's root, with slashes, or as URIs. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from './report.js';

type Places = Pick<Report, 'cwd' | 'root'>;

const slashes = (path: string): string => (sep === '\\' ? path.replaceAll('\\', '/') : path);

function insideRoot({ cwd, root }: Places, path: string): string | undefined {
  const shown = slashes(relative(root ?? cwd, resolve(cwd, path)));
  return shown === '' || shown === '..' || shown.startsWith('../') || isAbsolute(shown) ? undefined : shown;
}

/** A path from the root, with slashes; absolute when it lies outside. */
export const rootedPath = (places: Places, path: string): string =>
  insideRoot(places, path) ?? slashes(resolve(places.cwd, path));

const segment = (name: string): string =>
  encodeURIComponent(name.replace(/\p{Cs}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** A URI reference from the root, or undefined when the path lies outside. */
export function relativeUri(places: Places, path: string): string | undefined {
  return insideRoot(places, path)?.split('/').map(segment).join('/');
}

/** The absolute URI of a file. */
export const fileUri = (places: Places, path: string): string =>
  pathToFileURL(resolve(places.cwd, path).replace(/\p{Cs}/gu, '\uFFFD')).href;

/** The absolute URI of the root folder, ending in a slash as SARIF wants it (3.14.14). */
export const rootUri = ({ cwd, root }: Places): string => pathToFileURL(`${root ?? cwd}${sep}`).href;

/**
 * The root that paths in CI reports start from: what the CI system says (GitHub, GitLab, Jenkins),
 * when the working folder lies in it; else the nearest folder upward that holds `.git`; else the
 * working folder.
 */
export function reportRoot(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  exists: (path: string) => boolean,
): string {
  for (const name of ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR', 'WORKSPACE']) {
    const folder = env[name];
    if (folder && (resolve(folder) === resolve(cwd) || insideRoot({ cwd, root: folder }, cwd))) return folder;
  }
  for (let at = resolve(cwd); ; at = resolve(at, '..')) {
    if (exists(resolve(at, '.git'))) return at;
    if (resolve(at, '..') === at) return cwd;
  }
}
