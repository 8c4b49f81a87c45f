/** Files that can be linted apart: what is said of one does not depend on those of another group. */
import type { SourceText } from '../text/source-text.js';

export interface Group {
  /** In the order in which they were given. */
  files: SourceText[];
  /** Nets that their solvers name beside them. */
  nets: SourceText[];
}

const FIELD = /(?<![\w.])(net|train_net|test_net)(?=\s*:)/g;
const NAMED = /(?<![\w.])(net|train_net|test_net)\s*:\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')(?!\s*["'])/g;

/** The nets that a text names as a solver does, in the order in which they are opened; undefined where that is not plain to see. */
export function netNames(text: string): string[] | undefined {
  const found = [...text.matchAll(NAMED)];
  if (found.length !== [...text.matchAll(FIELD)].length) return undefined;
  return ['net', 'train_net', 'test_net'].flatMap((field) =>
    found.filter((m) => m[1] === field).map((m) => m[2] ?? m[3] ?? ''),
  );
}

/**
 * Solvers stand with the nets they name, and nets with those of their folder, which they may be compared
 * with. One group where it is not plain to see what a file names.
 */
export function groupsOf(
  files: readonly SourceText[],
  findNet: (file: SourceText, name: string) => SourceText | undefined,
): Group[] {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const join = (a: string, b: string): void => {
    const [x, y] = [root(a), root(b)];
    parent.set(x, y);
    if (!parent.has(y)) parent.set(y, y);
  };
  const given = new Set(files.map((f) => f.path));
  const nets = new Map<string, SourceText>();
  let plain = true;
  for (const file of files) {
    join(file.path, folderOf(file.path));
    const names = netNames(file.text);
    plain &&= names !== undefined;
    for (const name of names ?? []) {
      const net = findNet(file, name);
      if (!net) continue;
      join(file.path, net.path);
      join(net.path, folderOf(net.path));
      if (!given.has(net.path)) nets.set(net.path, net);
    }
  }
  if (!plain) return [{ files: [...files], nets: [...nets.values()] }];
  const groups = new Map<string, Group>();
  const groupOf = (path: string): Group => {
    const key = root(path);
    const group = groups.get(key) ?? { files: [], nets: [] };
    groups.set(key, group);
    return group;
  };
  for (const file of files) groupOf(file.path).files.push(file);
  for (const net of nets.values()) groupOf(net.path).nets.push(net);
  return [...groups.values()];
}

/** As the linter tells folders apart; marked so that no file has the same key. */
const folderOf = (path: string): string =>
  `folder\0${path.replaceAll('\\', '/').replace(/^\.\/|[^/]*$/g, '')}`;
