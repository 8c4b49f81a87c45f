/** The report with the text at hand: some lines around each finding, marks under what it is about. */
import { markedLine } from './excerpt.js';
import { terminalLink } from './link.js';
import { placeOf } from './place.js';
import type { FormatOptions, Report } from './report.js';
import { ruleName, severityName, symptomInWords, totalsOf } from './report.js';
import type { ReportedFile, ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { printable, printableLine, printablePath } from './safe-text.js';
import { fixLabel, summary } from './stylish.js';
import { usableWidth, wrap } from './wrap.js';

/** Lines shown before and behind the one that is marked. */
const AROUND = 2;

/** The report as text, without a final line break; empty when there is nothing to say. */
export function formatCodeframe(report: Report, options: FormatOptions): string {
  const blocks = report.files.flatMap((file) =>
    messagesOf(file).map((message, i) => block(report, file, message, file.findings[i]?.start, options)),
  );
  if (blocks.length === 0) return '';
  return [...blocks, summary(totalsOf(report.files), report.colors)].join('\n\n');
}

function block(
  { colors, rule }: Report,
  file: ReportedFile,
  m: ReportedMessage,
  offset: number | undefined,
  options: FormatOptions,
): string {
  const width = usableWidth(options.width);
  const name = printableLine(ruleName(m));
  const paint = m.severity === 2 ? colors.red : colors.yellow;
  const label = m.ruleId === null ? severityName(m) : `${severityName(m)}[${name}]`;
  const [first = '', ...rest] = wrap(`${label}: ${printable(m.message)}`, width);
  const url = options.links && m.ruleId !== null ? rule(m.ruleId)?.url : undefined;
  const shownLabel = `${severityName(m)}[${terminalLink(name, url)}]`;
  // The label may be wider than a line; then it is left plain.
  const head = first.startsWith(label)
    ? paint(url === undefined ? label : shownLabel) + colors.bold(first.slice(label.length))
    : first;
  const lines = [head, ...rest.map(colors.bold)];
  const source = file.failure === undefined ? file.source : undefined;
  if (!source || offset === undefined) return [...lines, `  --> ${printablePath(file.path)}`].join('\n');

  const { layer } = placeOf(source, offset);
  const lastLine = source.position(source.text.length).line;
  const shownLines = [];
  for (let n = Math.max(1, m.line - AROUND); n <= Math.min(lastLine, m.line + AROUND); n++)
    shownLines.push(n);
  const digits = String(shownLines.at(-1)).length;
  const margin = ' '.repeat(digits + 2);
  const bar = colors.dim('|');
  const inLayer = layer === undefined ? '' : colors.dim(` in layer "${printableLine(layer)}"`);
  lines.push(
    `${' '.repeat(digits)} --> ${colors.underline(`${printablePath(file.path)}:${m.line}:${m.column}`)}${inLayer}`,
  );
  lines.push(margin + bar);
  const room = width - margin.length - 2;
  for (const n of shownLines) {
    const text = source.line(n);
    const from = m.column - 1;
    const marked = markedLine(
      text,
      n === m.line ? from : 0,
      n === m.line && m.endLine === m.line ? m.endColumn - 1 : text.length,
      room,
    );
    const shown = marked.text.trimEnd();
    lines.push(`${colors.dim(` ${String(n).padStart(digits)} `)}${bar}${shown === '' ? '' : ` ${shown}`}`);
    if (n === m.line)
      lines.push(`${margin}${bar} ${' '.repeat(marked.before)}${paint('^'.repeat(marked.marks))}`);
  }
  lines.push(margin + bar);
  const notes = notesOf(m, file);
  for (const note of notes) {
    const [start = '', ...more] = wrap(note, width - margin.length - 2);
    lines.push(`${margin}${colors.dim('=')} ${start}`, ...more.map((l) => `${margin}  ${l}`));
  }
  if (notes.length === 0) lines.pop();
  return lines.join('\n');
}

function notesOf(m: ReportedMessage, file: ReportedFile): string[] {
  const notes: string[] = [];
  const symptom = symptomInWords(m.symptom);
  if (symptom !== undefined) notes.push(symptom);
  if (m.views) notes.push(`${printableLine(m.views.join(', '))} only`);
  for (const r of m.related ?? [])
    notes.push(
      `${r.filePath === file.path ? 'line ' : `${printablePath(r.filePath)}:`}${r.line}: ${printableLine(r.message)}`,
    );
  if (m.fix) notes.push(`${fixLabel(m)}: ${printableLine(m.fix.title)}`);
  return notes;
}
