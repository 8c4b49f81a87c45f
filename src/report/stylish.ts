/** The report for people: per file a heading, per finding its place, its line of text and its words. */
import type { Colors } from './colors.js';
import type { ReportedFile } from './result.js';
import { printable, toMessage } from './result.js';

const MAX_SHOWN_LINE = 100;

/** The report as text, without a final line break; empty when there is nothing to say. */
export function formatStylish(files: readonly ReportedFile[], colors: Colors): string {
  const blocks: string[] = [];
  let errors = 0;
  let warnings = 0;
  let safe = 0;
  let unsafe = 0;
  for (const file of files) {
    if (file.failure !== undefined) {
      blocks.push(
        `${colors.underline(printable(file.path))}\n  ${colors.red('error')}  ${printable(file.failure)}`,
      );
      errors++;
      continue;
    }
    if (file.findings.length === 0) continue;
    const lines = [colors.underline(printable(file.path))];
    if (file.dialects && file.dialects.length > 1)
      lines[0] += colors.dim(`  (dialect: ${file.dialects.filter((d) => d !== 'bvlc').join(' + ')})`);
    for (const finding of file.findings) {
      const m = toMessage(finding);
      const isError = m.severity === 2;
      if (isError) errors++;
      else warnings++;
      if (m.fix?.applicability === 'safe') safe++;
      else if (m.fix?.applicability === 'unsafe') unsafe++;
      const label = isError ? colors.red('error') : colors.yellow('warning');
      const symptom =
        m.symptom === 'none' ? '' : ` ${colors.dim(`→ ${symptomWords[m.symptom] ?? m.symptom}`)}`;
      const views = m.views ? colors.dim(` (${m.views.join(', ')} only)`) : '';
      lines.push(
        `  ${colors.dim(`${m.line}:${m.column}`)}  ${label}  ${colors.bold(m.ruleId ?? '')}${symptom}${views}`,
      );
      lines.push(
        ...excerpt(finding.source.line(m.line), m.column, m.endLine === m.line ? m.endColumn : 0, colors),
      );
      lines.push(...wrap(printable(m.message), 96).map((l) => `      ${l}`));
      if (m.fix)
        lines.push(
          `      ${colors.green(`fix${m.fix.applicability === 'safe' ? '' : ` (${m.fix.applicability})`}:`)} ${printable(m.fix.title)}`,
        );
    }
    blocks.push(lines.join('\n'));
  }
  if (blocks.length === 0) return '';
  blocks.push(summary(errors, warnings, safe, unsafe, colors));
  return blocks.join('\n\n');
}

const symptomWords: Record<string, string> = {
  'load-failure': 'Caffe refuses to load it',
  nan: 'loss goes to NaN or 87.3365',
  plateau: 'loss stands still',
  slow: 'trains slowly',
  'wrong-result': 'silently wrong result',
};

function excerpt(line: string, column: number, endColumn: number, colors: Colors): string[] {
  const text = line.replaceAll('\t', ' ');
  const from = column > MAX_SHOWN_LINE - 20 ? column - 40 : 0;
  const shown = printable(text.slice(from, from + MAX_SHOWN_LINE));
  if (shown.trim() === '') return [];
  const indent = shown.length - shown.trimStart().length;
  const start = Math.max(0, column - 1 - from - indent);
  const length = Math.max(1, Math.min((endColumn || text.length + 1) - column, shown.trim().length - start));
  return [
    `      ${colors.dim('|')} ${shown.trim()}`,
    `      ${colors.dim('|')} ${' '.repeat(start)}${colors.red('^'.repeat(length))}`,
  ];
}

/** Break a sentence into lines of at most `width` characters. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

function summary(errors: number, warnings: number, safe: number, unsafe: number, colors: Colors): string {
  const head = `${errors > 0 ? '✖' : '⚠'} ${plural(errors + warnings, 'problem')} (${plural(errors, 'error')}, ${plural(warnings, 'warning')})`;
  const lines = [errors > 0 ? colors.red(head) : colors.yellow(head)];
  if (safe > 0) lines.push(`  ${safe} fixable with --fix (see the patch first with --diff)`);
  if (unsafe > 0)
    lines.push(`  ${unsafe} more with --fix --unsafe-fixes: these change what the net or solver means`);
  return lines.join('\n');
}
