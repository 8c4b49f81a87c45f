/** What the shell offers: commands, flags, ids of rules and names of formats; files it knows itself. */
import { inspectOptions, lintOptions, listOptions, logOptions } from './options.js';

const COMMANDS = ['inspect', 'log', 'explain', 'rules', 'lsp', 'completion'];

const FLAGS: Readonly<Record<string, object>> = {
  inspect: inspectOptions,
  log: logOptions,
  rules: listOptions,
  explain: { color: {} },
  completion: {},
};

/**
 * Words for the last, unfinished one; none where files are wanted.
 * @param words What was typed so far, without the program's name.
 */
export async function completionsFor(words: readonly string[]): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const command = words.length > 1 && Object.hasOwn(FLAGS, words[0]!) ? words[0]! : undefined;
  const all = await candidates(words.at(-2), command, current.startsWith('-'), words.length <= 1);
  return all.filter((word) => word.startsWith(current));
}

async function candidates(
  before: string | undefined,
  command: string | undefined,
  flag: boolean,
  first: boolean,
): Promise<string[]> {
  if (flag)
    return [...Object.keys(command === undefined ? lintOptions : FLAGS[command]!), 'help'].map(
      (f) => `--${f}`,
    );
  if (before === '--format' || before === '-f') {
    if (command !== undefined) return ['json'];
    const { formats } = await import('../report/index.js');
    return Object.keys(formats);
  }
  if (['--rule', '--fix-rule', '--suppress-rule'].includes(before ?? '') || command === 'explain') {
    const { builtInRules } = await import('../config/builtin.js');
    return builtInRules.map((r) => r.meta.id);
  }
  return first ? COMMANDS : [];
}
