/** `RuleTester`: a rule against texts in which it should be silent, and others in which it should not. */
import { parse } from '../../grammar/parser.js';
import type { Rule } from '../engine/rule.js';
import type { ReportedMessage } from '../report/result.js';
import type { LinterConfig, Texts } from './linter.js';
import { Linter } from './linter.js';
import type { Plugin } from './define.js';

/** A text, or one with what it needs. */
export interface ValidCase {
  /** What the test is called; by default the text itself. */
  name?: string;
  code: string;
  /** The name the text is linted as; `net.prototxt` by default. */
  filename?: string;
  /** Other files by name, such as the solver that trains the net. */
  files?: Texts;
  options?: Readonly<Record<string, unknown>>;
  settings?: LinterConfig['settings'];
  /** Run no other case. */
  only?: boolean;
}

/** A finding that is expected; what is left out is not compared. */
export interface ExpectedError {
  /** The whole message, or a pattern for it. */
  message: string | RegExp;
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
  severity?: 1 | 2;
  /** What is said of its fix; null where it should have none. */
  fix?: { title?: string; applicability?: string } | null;
}

export interface InvalidCase extends ValidCase {
  /** How many findings, or each in the order of their places. */
  errors: number | readonly (string | RegExp | ExpectedError)[];
  /** The text after the rule's fixes, safe and unsafe; null (or left out) where nothing is fixed. */
  output?: string | null;
}

export interface Cases {
  valid: readonly (string | ValidCase)[];
  invalid: readonly InvalidCase[];
}

type Block = (name: string, run: () => void) => unknown;

const CASE_KEYS = ['name', 'code', 'filename', 'files', 'options', 'settings', 'only'];
const INVALID_KEYS = [...CASE_KEYS, 'errors', 'output'];
const ERROR_KEYS = ['message', 'line', 'column', 'endLine', 'endColumn', 'severity', 'fix'];

export class RuleTester {
  /** The test framework's `describe` and `it`; by default the global ones, else the cases run at once. */
  static describe: Block | undefined;
  static it: Block | undefined;
  static itOnly: Block | undefined;

  /** @param plugin Layer types and dialects that the rule's texts need. */
  constructor(private readonly plugin: Pick<Plugin, 'layers' | 'dialects'> = {}) {}

  /**
   * Run a rule's cases.
   * @throws Error with what was expected and what came, when no test framework takes it.
   */
  run(name: string, rule: Rule, cases: Cases): void {
    const describe = RuleTester.describe ?? globalBlock('describe') ?? ((_, run) => run());
    const it = RuleTester.it ?? globalBlock('it') ?? ((_, run) => run());
    const only = RuleTester.itOnly ?? (globalBlock('it') as { only?: Block } | undefined)?.only ?? it;
    const { valid, invalid } = cases;
    if (!Array.isArray(valid) || !Array.isArray(invalid) || valid.length === 0 || invalid.length === 0)
      throw new Error(`${name}: it takes {valid: […], invalid: […]}, neither of them empty`);
    describe(name, () => {
      const seen = new Set<string>();
      const block = (
        kind: string,
        list: readonly (string | ValidCase)[],
        check: (c: never) => void,
      ): unknown =>
        describe(kind, () => {
          for (const entry of list) {
            const c = typeof entry === 'string' ? { code: entry } : entry;
            (c.only ? only : it)(c.name ?? c.code, () => {
              isNew(c, seen);
              check(c as never);
            });
          }
        });
      block('valid', valid, (c: ValidCase) => this.checkValid(name, rule, c));
      block('invalid', invalid, (c: InvalidCase) => this.checkInvalid(name, rule, c));
    });
  }

  private checkValid(name: string, rule: Rule, c: ValidCase): void {
    checkKeys(c, CASE_KEYS, 'a valid case');
    const messages = this.lint(name, rule, c, c.code);
    if (messages.length > 0) fail('no finding', messages.map(shown).join('\n'));
  }

  private checkInvalid(name: string, rule: Rule, c: InvalidCase): void {
    checkKeys(c, INVALID_KEYS, 'an invalid case');
    if (c.errors === undefined || c.errors === 0 || (Array.isArray(c.errors) && c.errors.length === 0))
      throw new Error('an invalid case has errors: a number from 1, or a list');
    const messages = this.lint(name, rule, c, c.code);
    const expected = c.errors;
    const wanted = typeof expected === 'number' ? expected : expected.length;
    if (messages.length !== wanted)
      fail(
        `${wanted} finding${wanted === 1 ? '' : 's'}`,
        `${messages.length}:\n${messages.map(shown).join('\n')}`,
      );
    if (typeof expected !== 'number') expected.forEach((e, i) => compare(e, messages[i]!));
    this.checkOutput(name, rule, c);
  }

  private checkOutput(name: string, rule: Rule, c: InvalidCase): void {
    const id = idOf(name);
    const { config, linter, filename } = this.setUp(name, rule, c);
    const { output, takenBack } = linter.verifyAndFix(c.code, config, {
      filename,
      unsafe: true,
      rules: [id],
    });
    if (takenBack.some((t) => t.why === 'loop'))
      fail('fixes that come to an end', 'each run calls for another');
    if (c.output === c.code) throw new Error('output is the same as code: write null where nothing is fixed');
    const expected = c.output ?? null;
    if (expected === null && output !== c.code) fail('no fix (output: null)', output);
    if (expected !== null && output !== expected) fail(expected, output);
    const [before, after] = [parse(c.code).errors.length, parse(output).errors.length];
    if (after > before) fail('a fix that leaves a text that parses', output);
    const again = linter.verifyAndFix(output, config, { filename, unsafe: true, rules: [id] });
    if (again.output !== output) fail('fixes that are done after one run', again.output);
  }

  private lint(name: string, rule: Rule, c: ValidCase, code: string): ReportedMessage[] {
    const { config, linter, filename, id } = this.setUp(name, rule, c);
    const all = linter.verifyFiles({ ...c.files, [filename]: code }, config);
    const messages = Object.values(all).flat();
    return messages.filter((m) => m.ruleId === id);
  }

  private setUp(
    name: string,
    rule: Rule,
    c: ValidCase,
  ): { config: LinterConfig; linter: Linter; filename: string; id: string } {
    const id = idOf(name);
    const linter = new Linter({ plugins: { 'rule-to-test': { ...this.plugin, rules: { [name]: rule } } } });
    const off = Object.fromEntries([...linter.getRules().keys()].map((known) => [known, 'off' as const]));
    const severity = rule.meta.severity === 'error' ? 'error' : 'warn';
    const entry = c.options ? ([severity, c.options] as [typeof severity, object]) : severity;
    const config = { rules: { ...off, [id]: entry }, ...(c.settings ? { settings: c.settings } : {}) };
    return { linter, id, filename: c.filename ?? 'net.prototxt', config: config as LinterConfig };
  }
}

const idOf = (name: string): string => `rule-to-test/${name}`;

const globalBlock = (name: 'describe' | 'it'): Block | undefined => {
  const value = (globalThis as Record<string, unknown>)[name];
  return typeof value === 'function' ? (value as Block) : undefined;
};

const shown = (m: ReportedMessage): string => `${m.line}:${m.column} ${m.message}`;

function fail(expected: string, found: string): never {
  throw new Error(`expected: ${expected}\nfound: ${found}`);
}

function checkKeys(value: object, known: readonly string[], what: string): void {
  for (const key of Object.keys(value))
    if (!known.includes(key)) throw new Error(`${what} has no "${key}"; known: ${known.join(', ')}`);
}

/** The same case twice tests nothing more. */
function isNew(c: ValidCase, seen: Set<string>): void {
  const key = JSON.stringify({ ...c, name: undefined, only: undefined }, (_, value: unknown) =>
    value instanceof RegExp ? String(value) : value,
  );
  if (seen.has(key)) throw new Error('the same case stands here twice');
  seen.add(key);
}

function compare(expected: string | RegExp | ExpectedError, found: ReportedMessage): void {
  if (typeof expected === 'string' || expected instanceof RegExp) return compareMessage(expected, found);
  checkKeys(expected, ERROR_KEYS, 'an expected error');
  if (expected.message === undefined) throw new Error('an expected error has a message');
  compareMessage(expected.message, found);
  for (const key of ['line', 'column', 'endLine', 'endColumn', 'severity'] as const)
    if (expected[key] !== undefined && expected[key] !== found[key])
      fail(`${key} ${expected[key]}`, `${key} ${found[key]} (${shown(found)})`);
  if (expected.fix === undefined) return;
  if (expected.fix === null || !found.fix) {
    if (expected.fix !== null || found.fix)
      fail(expected.fix ? 'a fix' : 'no fix', found.fix?.title ?? 'none');
    return;
  }
  for (const key of ['title', 'applicability'] as const)
    if (expected.fix[key] !== undefined && expected.fix[key] !== found.fix[key])
      fail(`a fix with ${key} "${expected.fix[key]}"`, `"${found.fix[key]}"`);
}

function compareMessage(expected: string | RegExp, found: ReportedMessage): void {
  const fits = typeof expected === 'string' ? expected === found.message : expected.test(found.message);
  if (!fits) fail(String(expected), found.message);
}
