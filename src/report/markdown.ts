/** Markdown for a pull request's comment or a CI job's summary, on GitHub and GitLab. */
import { webUrl } from './link.js';
import type { FormatOptions, Report } from './report.js';
import { plural, ruleName, severityName, symptomInWords, totalsInWords, totalsOf } from './report.js';
import type { ReportedFile, ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { printable, printablePath } from './safe-text.js';
import { fixLabel } from './stylish.js';

/** GitHub takes comments of 65,536 characters; the rest is for what a bot puts around it. */
const MAX_LENGTH = 60_000;
/** By this a bot finds the comment that it wrote before. */
const MARKER = '<!-- caffe-lint -->';

/** The report as Markdown; also says so when there is nothing to mend. */
export function formatMarkdown(report: Report, options: FormatOptions): string {
  const totals = totalsOf(report.files);
  const count = plural(report.files.length, 'file');
  if (totals.files === 0) return `${MARKER}\n### ✅ caffe-lint: no problems in ${count}`;
  const icon = totals.errors > 0 ? '❌' : '⚠️';
  const lines = [
    MARKER,
    `### ${icon} caffe-lint: ${totalsInWords(totals)} in ${totals.files} of ${count}`,
    '',
  ];
  if (totals.safe > 0) lines.push(`${totals.safe} fixable with \`caffe-lint --fix\`.`, '');
  if (totals.unsafe > 0)
    lines.push(
      `${totals.unsafe} fixable with \`caffe-lint --fix --unsafe-fixes\`, which changes what the net or solver means.`,
      '',
    );
  return withRows(lines, report, options.maxLength ?? MAX_LENGTH).join('\n');
}

function withRows(head: readonly string[], report: Report, maxLength: number): string[] {
  const lines = [...head];
  let length = lines.join('\n').length;
  let left = 0;
  for (const file of report.files) {
    const messages = messagesOf(file);
    if (messages.length === 0) continue;
    const start = [
      `#### ${code(printablePath(file.path))}`,
      '',
      '| | line | problem | rule |',
      '| --- | ---: | --- | --- |',
    ];
    let needed = start.join('\n').length + 1;
    let begun = false;
    for (const m of messages) {
      const text = row(m, file, report);
      // Room is kept for the last line, which says how many are missing.
      if (left > 0 || length + needed + text.length + 100 > maxLength) {
        left++;
        continue;
      }
      if (!begun) lines.push(...start);
      lines.push(text);
      length += needed + text.length + 1;
      needed = 0;
      begun = true;
    }
    if (begun) lines.push('');
  }
  if (left > 0) lines.push(`… and ${plural(left, 'more problem')}; the rest had no room here.`);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function row(m: ReportedMessage, file: ReportedFile, report: Report): string {
  const symptom = symptomInWords(m.symptom);
  const parts = [sentence(m.message)];
  if (symptom !== undefined) parts.push(`<br>→ *${symptom}*`);
  if (m.views) parts.push(` (${escaped(m.views.join(', '))} only)`);
  if (m.fix) parts.push(`<br>${fixLabel(m)}: ${sentence(m.fix.title)}`);
  const url = webUrl(m.ruleId === null ? undefined : report.rule(m.ruleId)?.url);
  const rule = code(ruleName(m));
  const linked = url !== undefined && !/[()]/.test(url) ? `[${rule}](${url.replaceAll('&', '&amp;')})` : rule;
  const line = file.failure === undefined ? `${m.line}:${m.column}` : '';
  return `| ${severityName(m) === 'error' ? '❌' : '⚠️'} | ${line} | ${parts.join('')} | ${linked} |`;
}

/** A message's quoted names as code, so that no name is taken for markup, a mention or a link. */
function sentence(text: string): string {
  return text
    .split(/("[^"\n]*")/)
    .map((part) => (/^"[^"]+"$/.test(part) ? code(part.slice(1, -1)) : escaped(part)))
    .join('');
}

const entity = (character: string): string => `&#${character.charCodeAt(0)};`;

/** What Markdown or HTML would read as markup; an underscore between letters is none. */
const MARKUP = /[\\|&<>[\]`*~$:@]|(?<!\w)_|_(?!\w)|(?<=www)\./gi;

const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ');

/**
 * The element, not back ticks: in a table no escape for a pipe between back ticks is read alike by
 * all renderers.
 */
const code = (text: string): string =>
  text === '' ? '""' : `<code>${oneLine(text).replace(MARKUP, entity)}</code>`;

/**
 * Text without any meaning to Markdown or HTML. A zero-width space keeps GitHub and GitLab, which look
 * at the rendered text once more, from making mentions, references and links of it.
 */
const escaped = (text: string): string =>
  oneLine(text)
    .replace(MARKUP, entity)
    .replace(
      /(?:&#(?:64|126|36|38);|(?<!&)[#!%]|\b(?:https?|ftp)(?=&#58;))(?=\w)|\bhttps?(?=&#58;)/gi,
      '$&&#8203;',
    );
