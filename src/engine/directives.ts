/** Comments that switch rules off for a place, and whether they still do anything there. */
import type { Token } from '../../grammar/token.js';
import type { SyntaxTree } from '../../grammar/syntax.js';
import { nearest } from '../schema/suggest.js';
import { lineStart } from '../text/indent.js';
import type { SourceText } from '../text/source-text.js';
import { parseDirective } from './directive-comments.js';
import type { Directive, Kind } from './directive-comments.js';
import { bounded } from './bounded.js';
import type { Finding, Fix, Severity } from './finding.js';

export const UNUSED_DIRECTIVE = 'unused-directive';
export const DIRECTIVE_WITHOUT_REASON = 'directive-without-reason';

export interface DirectiveContext {
  /** Severity of `unused-directive`. */
  unused: Severity | 'off';
  /** Severity of `directive-without-reason`. */
  withoutReason: Severity | 'off';
  /** Every rule there is; undefined: names are not looked at. */
  known?: Iterable<string> | undefined;
  /**
   * Whether it proves anything that a rule found nothing: it ran, and saw all that it judges by.
   * Asked with undefined for a directive that names no rule.
   */
  conclusive(ruleId: string | undefined): boolean;
}

export interface SuppressedFinding {
  finding: Finding;
  /** What stands behind `--` in the directive. */
  reason: string | undefined;
}

export interface DirectiveOutcome {
  /** Findings that no directive covers, and those about the directives themselves. */
  findings: Finding[];
  suppressed: SuppressedFinding[];
}

/** Leave out the findings that the file's directives cover, and judge the directives. */
export function applyDirectives(
  source: SourceText,
  tree: SyntaxTree,
  findings: readonly Finding[],
  context: DirectiveContext,
): DirectiveOutcome {
  if (!source.text.includes('caffe-lint-')) return { findings: [...findings], suppressed: [] };
  const wrong: Finding[] = [];
  const directives = tree.comments.flatMap((comment) => {
    const parsed = parseDirective(comment, tree);
    if (parsed && 'misspelt' in parsed)
      wrong.push(...about(source, comment, context.unused, UNUSED_DIRECTIVE, parsed.misspelt));
    return parsed && 'kind' in parsed ? [parsed] : [];
  });
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const blocks = directives.filter((d) => d.kind === 'disable' || d.kind === 'enable');
  markEnables(blocks);
  // The narrowest directive is the one that is used, so that a wide one beside it shows as unused.
  const narrow = NARROW.flatMap((kind) => directives.filter((d) => d.kind === kind));
  for (const finding of findings) {
    const by = narrow.find((d) => covers(d, finding)) ?? openBlock(blocks, finding);
    if (!by) kept.push(finding);
    else {
      by.used.add(finding.ruleId);
      suppressed.push({ finding, reason: by.reason });
    }
  }
  for (const directive of directives) wrong.push(...judge(directive, source, tree, context));
  return { findings: [...kept, ...wrong], suppressed };
}

const NARROW: readonly Kind[] = ['disable-line', 'disable-next-line', 'disable-layer'];

const names = (d: Directive, ruleId: string): boolean => d.rules.length === 0 || d.rules.includes(ruleId);

const covers = (d: Directive, { ruleId, start }: Finding): boolean =>
  d.from !== undefined && d.from <= start && start < d.to && names(d, ruleId);

/** The `disable` that is in force where a finding starts. */
function openBlock(blocks: readonly Directive[], finding: Finding): Directive | undefined {
  const last = blocks.findLast((d) => covers(d, finding));
  return last?.kind === 'disable' ? last : undefined;
}

/** An `enable` is used where it ends something. */
function markEnables(blocks: readonly Directive[]): void {
  let open = new Set<string>();
  for (const d of blocks) {
    const ids = d.rules.length === 0 ? ['*'] : d.rules;
    if (d.kind === 'disable') ids.forEach((id) => open.add(id));
    else if (d.rules.length === 0) {
      if (open.size > 0) d.used.add('*');
      open = new Set();
    } else
      for (const id of ids) {
        if (open.has(id) || open.has('*')) d.used.add(id);
        open.delete(id);
      }
  }
}

function judge(
  directive: Directive,
  source: SourceText,
  tree: SyntaxTree,
  context: DirectiveContext,
): Finding[] {
  const { kind, rules, used } = directive;
  const say = (severity: Severity | 'off', id: string, message: string, fix?: Fix): Finding[] =>
    about(
      source,
      { startOffset: directive.start, image: source.text.slice(directive.start, directive.end) },
      severity,
      id,
      message,
      fix,
    );
  const found: Finding[] = [];
  if (kind !== 'enable' && directive.reason === undefined)
    found.push(
      ...say(
        context.withoutReason,
        DIRECTIVE_WITHOUT_REASON,
        'this directive gives no reason; write one behind "--"',
      ),
    );
  if (context.unused === 'off') return found;
  // In a text that does not parse, rules that read the net have not run.
  if (tree.errors.length > 0) return found;
  const known = context.known ? [...context.known] : undefined;
  const unknown = known ? rules.filter((id) => !known.includes(id)) : [];
  const unused = rules.filter(
    (id) => !used.has(id) && (unknown.includes(id) || kind === 'enable' || context.conclusive(id)),
  );
  if (rules.length === 0) {
    if (used.size > 0 || (kind !== 'enable' && !context.conclusive(undefined))) return found;
    return [
      ...found,
      ...say(context.unused, UNUSED_DIRECTIVE, emptyWords(directive), removal(directive, tree.text)),
    ];
  }
  if (unused.length === 0) return found;
  const quoted = unused.map((id) => `"${id}"`).join(', ');
  const words =
    kind === 'disable-layer' && directive.from === undefined
      ? emptyWords(directive)
      : kind === 'enable'
        ? `this directive switches on ${quoted}, which nothing above it has switched off`
        : unused.some((id) => !unknown.includes(id))
          ? `this directive is not needed: ${quoted} ${unused.length > 1 ? 'find' : 'finds'} nothing here`
          : `this directive has no effect: ${unknown.map((id) => unknownWords(id, known!)).join(', ')}`;
  const left = rules.filter((id) => !unused.includes(id));
  const fix: Fix =
    left.length === 0
      ? removal(directive, tree.text)
      : {
          title: `Remove ${quoted} from the directive`,
          applicability: 'safe',
          edits: [{ start: directive.listStart, end: directive.listEnd, text: left.join(', ') }],
        };
  return [...found, ...say(context.unused, UNUSED_DIRECTIVE, words, fix)];
}

function emptyWords({ kind, from }: Directive): string {
  if (kind === 'enable') return 'this directive switches on what nothing above it has switched off';
  if (kind === 'disable-layer' && from === undefined)
    return 'this directive stands in no layer; it belongs between the braces of the layer that it is about';
  return 'this directive is not needed: no rule finds anything here';
}

function unknownWords(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  const hint = near ? `; did you mean "${near}"?` : /\s/.test(id) ? '; rules are separated by commas' : '';
  return `there is no rule "${id}"${hint}`;
}

/** Take the comment out, with its line when nothing else stands in it. */
function removal({ start, end }: Directive, text: string): Fix {
  const line = lineStart(text, start);
  let from = start;
  let to = end;
  if (text.slice(line, start).trim() === '') {
    from = line;
    const next = text.indexOf('\n', end);
    to = next < 0 ? text.length : next + 1;
  } else while (from > line && /[ \t]/.test(text[from - 1]!)) from--;
  return {
    title: 'Remove the directive',
    applicability: 'safe',
    edits: [{ start: from, end: to, text: '' }],
  };
}

function about(
  source: SourceText,
  comment: Pick<Token, 'startOffset' | 'image'>,
  severity: Severity | 'off',
  ruleId: string,
  message: string,
  fix?: Fix,
): Finding[] {
  if (severity === 'off') return [];
  const start = comment.startOffset;
  const end = start + comment.image.trimEnd().length;
  const finding: Finding = {
    ruleId,
    category: 'style',
    severity,
    symptom: 'none',
    message: bounded(message),
    source,
    start,
    end,
  };
  if (fix) finding.fix = fix;
  return [finding];
}
