/** Quick fixes, and all safe fixes of a file at once. */
import { diffLines } from 'diff';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeActionParams, TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../engine/finding.js';
import { fixToFixedPoint } from '../lint/fix.js';
import { lineIndent, lineStart } from '../text/indent.js';
import { diagnosticOf, rangeOf } from './diagnostics.js';
import type { Linted, Workspace } from './workspace.js';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.caffe-lint`;

/** Is this kind, or what contains it, asked for? */
const wanted = (only: readonly string[] | undefined, kind: string): boolean =>
  !only || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));

/** The actions for a range of a file. */
export async function codeActions(
  workspace: Workspace,
  { textDocument: { uri }, range, context: { only } }: CodeActionParams,
): Promise<CodeAction[]> {
  const actions: CodeAction[] = [];
  const linted = await workspace.findings(uri);
  if (!linted) return actions;
  const { text, findings } = linted;
  if (wanted(only, CodeActionKind.QuickFix)) {
    const from = text.offsetAt(range.start);
    const to = text.offsetAt(range.end);
    const touched = findings.filter((f) => f.start <= to && f.end >= from);
    actions.push(...touched.flatMap((f) => quickFix(f, linted)));
    actions.push(...touched.flatMap((f) => switchOff(f, linted)));
  }
  // Not among the quick fixes: only where the user, or saving, asks for source actions.
  if (only && wanted(only, FIX_ALL)) {
    const edits = await safeFixes(workspace, uri);
    if (edits.length > 0)
      actions.push({
        title: 'Fix all safe caffe-lint problems',
        kind: FIX_ALL,
        edit: { changes: { [uri]: edits } },
      });
  }
  return actions;
}

function quickFix(finding: Finding, { uri, text }: Linted): CodeAction[] {
  const { fix } = finding;
  // A fix for display is shown by the reports; nobody may apply it.
  if (!fix || fix.applicability === 'display' || fix.edits.length === 0) return [];
  const safe = fix.applicability === 'safe';
  const action: CodeAction = {
    title: safe ? fix.title : `${fix.title} (unsafe: changes what the file means)`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, text, false)],
    edit: { changes: { [uri]: fix.edits.map((e) => ({ range: rangeOf(text, e), newText: e.text })) } },
  };
  if (safe) action.isPreferred = true;
  return [action];
}

/** A directive above the line; the reason is left to the user to write. */
function switchOff(finding: Finding, { uri, text }: Linted): CodeAction[] {
  const content = text.getText();
  if (finding.ruleId === 'syntax-error') return [];
  const at = lineStart(content, finding.start);
  const indent = /^[ \t]*/.exec(content.slice(at))?.[0] ?? lineIndent(content, finding.start);
  const eol = content.includes('\r\n') ? '\r\n' : '\n';
  const newText = `${indent}# caffe-lint-disable-next-line ${finding.ruleId} -- ${eol}`;
  return [
    {
      title: `Disable ${finding.ruleId} for this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, text, false)],
      edit: { changes: { [uri]: [{ range: rangeOf(text, { start: at, end: at }), newText }] } },
    },
  ];
}

/** What `caffe-lint --fix` would do to one open file; its partners are looked at and left alone. */
export async function safeFixes(workspace: Workspace, uri: string): Promise<TextEdit[]> {
  const lint = await workspace.lintWith(uri);
  if (!lint) return [];
  const [fixed] = fixToFixedPoint(lint, { unsafe: false }).fixed;
  return fixed ? lineEdits(fixed.source.text, fixed.text) : [];
}

/** The difference of two texts as edits of whole lines, so that carets and folds elsewhere stay. */
export function lineEdits(before: string, after: string): TextEdit[] {
  const text = TextDocument.create('', '', 0, before);
  const edits: TextEdit[] = [];
  let at = 0;
  let open: { start: number; end: number; newText: string } | undefined;
  const flush = (): void => {
    if (open) edits.push({ range: rangeOf(text, open), newText: open.newText });
    open = undefined;
  };
  for (const part of diffLines(before, after)) {
    if (!part.added && !part.removed) {
      flush();
      at += part.value.length;
      continue;
    }
    open ??= { start: at, end: at, newText: '' };
    if (part.added) open.newText += part.value;
    else open.end = at += part.value.length;
  }
  flush();
  return edits;
}
