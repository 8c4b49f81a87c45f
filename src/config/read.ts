/** One configuration file → its value, and where each part of it stands. */
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SourceText } from '../text/source-text.js';
import type { Position } from '../text/source-text.js';
import { ConfigError } from './error.js';
import { importModule } from './import-module.js';
import type { Path } from './validate.js';
import { loadYaml } from './yaml.js';

export interface ConfigSource {
  value: unknown;
  /** Where a part of the value stands, or its key; undefined in a module, whose text is not looked at. */
  place(path: Path, key: boolean): Position | undefined;
}

/**
 * Read a configuration: JSON with comments, YAML, a module's default export, or `caffeLint` in a package.json.
 * @returns undefined for a package.json without `caffeLint`.
 * @throws ConfigError when it cannot be read or parsed.
 */
export async function readConfig(path: string, shown: string): Promise<ConfigSource | undefined> {
  if (['.js', '.mjs', '.cjs'].includes(extname(path))) return readModule(path, shown);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'EACCES'
            ? 'no permission to read it'
            : message;
    throw new ConfigError(`${shown}: ${reason}`);
  }
  const source = new SourceText(path, text);
  if (basename(path) === 'package.json') return part(await readJson(source, shown), 'caffeLint');
  if (/\.ya?ml$/.test(path) || (extname(path) === '' && !looksLikeJson(text))) return readYaml(source, shown);
  return readJson(source, shown);
}

const looksLikeJson = (text: string): boolean => /^(\s|\/\/[^\n]*|\/\*[^]*?\*\/)*[{[]/.test(text);

function part(source: ConfigSource, name: string): ConfigSource | undefined {
  const { value } = source;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return {
    value: (value as Record<string, unknown>)[name],
    place: (path, key) => source.place([name, ...path], key),
  };
}

async function readJson(source: SourceText, shown: string): Promise<ConfigSource> {
  const { parseTree, findNodeAtLocation, getNodeValue, printParseErrorCode } = await import('jsonc-parser');
  const errors: { error: number; offset: number; length: number }[] = [];
  const tree = parseTree(source.text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first || !tree) {
    const { line, column } = source.position(first?.offset ?? 0);
    // "CommaExpected" → "comma expected"
    const words = printParseErrorCode(first?.error ?? 4)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    throw new ConfigError(`${shown}:${line}:${column}: not JSON: ${words}`);
  }
  return {
    value: getNodeValue(tree) as unknown,
    place: (path, key) => {
      for (let n = path.length; n >= 0; n--) {
        const node = findNodeAtLocation(tree, path.slice(0, n));
        if (!node) continue;
        const at = key && n === path.length && node.parent?.type === 'property' ? node.parent : node;
        return source.position(at.offset);
      }
      return undefined;
    },
  };
}

async function readYaml(source: SourceText, shown: string): Promise<ConfigSource> {
  const { parseDocument, isNode, isMap, isScalar } = await loadYaml();
  const document = parseDocument(source.text, { prettyErrors: false });
  const first = document.errors[0];
  if (first) {
    const { line, column } = source.position(first.pos[0]);
    throw new ConfigError(`${shown}:${line}:${column}: not YAML: ${lowerFirst(first.message)}`);
  }
  let value: unknown;
  try {
    value = document.toJS() as unknown;
  } catch (error) {
    throw new ConfigError(`${shown}: not YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
  return {
    value: value ?? {},
    place: (path, key) => {
      for (let n = path.length; n >= 0; n--) {
        const holder =
          n === 0 ? undefined : n === 1 ? document.contents : document.getIn(path.slice(0, n - 1), true);
        const pair = isMap(holder)
          ? holder.items.find((p) => isScalar(p.key) && p.key.value === path[n - 1])
          : undefined;
        const node = n === 0 ? document.contents : document.getIn(path.slice(0, n), true);
        const offset = key && n === path.length && pair ? startOf(pair.key) : startOf(node);
        if (offset !== undefined) return source.position(offset);
      }
      return undefined;
    },
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

async function readModule(path: string, shown: string): Promise<ConfigSource> {
  let module: { default?: unknown };
  try {
    // The stamp makes a changed file count anew in a process that lives on, such as an editor's.
    const url = `${pathToFileURL(path).href}?${statSync(path).mtimeMs}`;
    module = await importModule(url);
  } catch (error) {
    throw new ConfigError(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (module.default === undefined)
    throw new ConfigError(`${shown}: it exports no configuration; write "export default { … }"`);
  return { value: module.default, place: () => undefined };
}
