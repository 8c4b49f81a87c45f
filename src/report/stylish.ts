/** The report for people: per file a heading, per finding its place, its words and what follows from it. */
import type { Colors } from './colors.js';
import { terminalLink } from './link.js';
import type { FormatOptions, Report, Totals } from './report.js';
import { plural, ruleName, severityName, symptomInWords, totalsInWords, totalsOf } from './report.js';
import type { ReportedFile, ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { printable, printableLine, printablePath } from './safe-text.js';
import { usableWidth, wrap } from './wrap.js';

export { wrap } from './wrap.js';

interface StylishOptions extends FormatOptions {
  rule?: Report['rule'];
}

/** The report as text, without a final line break; empty when there is nothing to say. */
export function formatStylish(
  files: readonly ReportedFile[],
  colors: Colors,
  options: StylishOptions = {},
): string {
  const blocks = files.flatMap((file) => {
    const messages = messagesOf(file);
    return messages.length === 0 ? [] : [fileBlock(file, messages, colors, options)];
  });
  if (blocks.length === 0) return '';
  return [...blocks, summary(totalsOf(files), colors)].join('\n\n');
}

function fileBlock(
  file: ReportedFile,
  messages: readonly ReportedMessage[],
  colors: Colors,
  options: StylishOptions,
): string {
  const dialects = (file.dialects ?? []).filter((d) => d !== 'bvlc');
  const heading =
    colors.underline(printablePath(file.path)) +
    (dialects.length > 0 ? colors.dim(`  (dialect: ${printableLine(dialects.join(' + '))})`) : '');
  // A file that could not be read has no place in it to show.
  const placed = file.failure === undefined;
  const lineWidth = Math.max(...messages.map((m) => String(m.line).length));
  const columnWidth = Math.max(...messages.map((m) => String(m.column).length));
  const gutter = placed ? `${'9'.repeat(lineWidth)}:${'9'.repeat(columnWidth)}  `.length : 0;
  const indent = ' '.repeat(2 + gutter + 'warning  '.length);
  const width = Math.max(30, usableWidth(options.width) - indent.length);
  const lines = messages.flatMap((m) => {
    const at = `${String(m.line).padStart(lineWidth)}:${String(m.column).padEnd(columnWidth)}  `;
    const label = severityName(m).padEnd('warning'.length);
    const [first = '', ...rest] = [
      ...wrap(printable(m.message), width),
      ...details(m, file, width, colors, options),
    ];
    const start = `  ${placed ? colors.dim(at) : ''}${m.severity === 2 ? colors.red(label) : colors.yellow(label)}`;
    return [`${start}  ${first}`, ...rest.map((l) => indent + l)];
  });
  return [heading, ...lines].join('\n');
}

/** What is told in a low voice below the words: rule, symptom, views, other places, the mend. */
function details(
  m: ReportedMessage,
  file: ReportedFile,
  width: number,
  colors: Colors,
  options: StylishOptions,
): string[] {
  const rule = printableLine(ruleName(m));
  const parts: string[] = m.ruleId === null ? [] : [rule];
  const symptom = symptomInWords(m.symptom);
  if (symptom !== undefined) parts.push(symptom);
  if (m.views) parts.push(`${printableLine(m.views.join(', '))} only`);
  const url = options.links && m.ruleId !== null ? options.rule?.(m.ruleId)?.url : undefined;
  const lines = packed(parts, width).map((line, i) =>
    colors.dim(i === 0 && url !== undefined ? terminalLink(rule, url) + line.slice(rule.length) : line),
  );
  for (const r of m.related ?? []) {
    const where = r.filePath === file.path ? `line ${r.line}` : `${printablePath(r.filePath)}:${r.line}`;
    lines.push(...wrap(`${where}: ${printableLine(r.message)}`, width).map(colors.dim));
  }
  if (m.fix) lines.push(...wrap(`${fixLabel(m)}: ${printableLine(m.fix.title)}`, width).map(colors.green));
  return lines;
}

/** "fix" for a safe one, "fix (unsafe)", or "hint" for one that is only shown. */
export const fixLabel = ({ fix }: ReportedMessage): string =>
  fix?.applicability === 'safe' ? 'fix' : fix?.applicability === 'unsafe' ? 'fix (unsafe)' : 'hint';

function packed(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + part.length <= width)
      lines[lines.length - 1] = `${last} · ${part}`;
    else lines.push(part);
  }
  return lines;
}

/** The last lines: how many, and what `--fix` would do about them. */
export function summary(totals: Totals, colors: Colors): string {
  const { errors, safe, unsafe, files } = totals;
  const head = `${errors > 0 ? '✖' : '⚠'} ${totalsInWords(totals)} in ${plural(files, 'file')}`;
  const lines = [errors > 0 ? colors.red(head) : colors.yellow(head)];
  if (safe > 0) lines.push(`  ${safe} fixable with --fix (see the patch first with --diff)`);
  if (unsafe > 0)
    lines.push(
      `  ${unsafe}${safe > 0 ? ' more' : ''} fixable with --fix --unsafe-fixes: ${unsafe === 1 ? 'it changes' : 'these change'} what the net or solver means`,
    );
  return lines.join('\n');
}
