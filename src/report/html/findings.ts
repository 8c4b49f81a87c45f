/** Findings as cards: where, what, what a run would show, and the fix as lines before and after. */
import { diffLines } from 'diff';
import type { Finding } from '../../engine/finding.js';
import type { SourceText } from '../../text/source-text.js';
import { placeOf } from '../place.js';
import { symptomInWords } from '../report.js';
import { html } from './markup.js';
import type { Html } from './markup.js';

/** A finding with what this page knows of it. */
export interface ShownFinding {
  finding: Finding;
  /** The verdict or the reason that it explains. */
  explains?: string | undefined;
}

export interface ReaderPlace {
  path: string;
  line: number;
  column: number;
}

/** Beyond these a page helps nobody. */
const MOST_CARDS = 200;
const MOST_LINES = 60;
const MOST_COLUMNS = 200;
/** Lines shown around the one a finding is about. */
const AROUND = 1;

/** Cards in their order; `from` is the index of the first of them among the page's findings. */
export function findingCards(
  findings: readonly ShownFinding[],
  from: number,
  placeIn: (source: SourceText, offset: number) => ReaderPlace,
): Html {
  const left = findings.length - MOST_CARDS;
  return html`${findings.slice(0, MOST_CARDS).map((f, i) => card(f, from + i, placeIn))}${left > 0 && html`<p class="note">${left} more findings are left out here; <code>caffe-lint</code> prints all.</p>`}`;
}

function card(
  { finding, explains }: ShownFinding,
  index: number,
  placeIn: (source: SourceText, offset: number) => ReaderPlace,
): Html {
  const { path, line, column } = placeIn(finding.source, finding.start);
  const { layer } = placeOf(finding.source, finding.start);
  const grave = finding.severity === 'error';
  const symptom = symptomInWords(finding.symptom);
  return html`<article
    class="finding ${grave ? 'error' : 'warn'}"
    id="finding-${index}"
    aria-labelledby="finding-${index}-name"
  >
    <h3 id="finding-${index}-name">
      <span class="severity"
        ><span aria-hidden="true">${grave ? '✕' : '▲'}</span> ${grave ? 'Error' : 'Warning'}</span
      >
      <code>${finding.ruleId}</code
      >${explains !== undefined && html` <span class="tag">explains ${explains}</span>`}
    </h3>
    <p class="message">${finding.message}</p>
    <p class="where">
      <span>${path}:${line}:${column}</span
      >${layer !== undefined && html` <span>layer <b>${layer}</b></span>`}${symptom !== undefined && html` <span>shows as: ${symptom}</span>`}${finding.views && html` <span>only in ${finding.views.join(', ')}</span>`}
    </p>
    ${finding.fix ? fix(finding, line) : excerpt(finding, line)}
  </article>`;
}

const cut = (text: string): string =>
  text.length > MOST_COLUMNS ? `${text.slice(0, MOST_COLUMNS)} …` : text;

function excerpt({ source, start }: Finding, shownLine: number): Html {
  const at = source.position(start).line;
  const last = source.position(source.text.length).line;
  const lines = [];
  for (let n = Math.max(1, at - AROUND); n <= Math.min(last, at + AROUND); n++)
    lines.push(
      html`<span class="line${n === at ? ' here' : ''}"
        ><span class="number">${n - at + shownLine}</span>${cut(source.line(n))}
      </span>`,
    );
  return code('The place', lines);
}

/** The lines that the fix changes, as a patch would show them. */
function fix(finding: Finding, shownLine: number): Html {
  const { title, applicability, edits } = finding.fix!;
  const safe =
    applicability === 'safe'
      ? html`<span class="tag safe">safe: the message stays the same, or the file could not load</span>`
      : applicability === 'unsafe'
        ? html`<span class="tag">changes what the file means</span>`
        : html`<span class="tag">to be done by hand</span>`;
  const head = html`<p class="fix"><b>Fix:</b> ${title} ${safe}</p>`;
  if (edits.length === 0) return html`${head}${excerpt(finding, shownLine)}`;
  return html`${head}${code('What the fix changes', changed(finding, shownLine))}`;
}

function changed({ source, start, fix: found }: Finding, shownLine: number): Html[] {
  const edits = [...found!.edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const { text } = source;
  const from = text.slice(0, edits[0]!.start).lastIndexOf('\n') + 1;
  const until = text.indexOf('\n', Math.max(...edits.map((e) => e.end)));
  const to = until < 0 ? text.length : until + 1;
  const before = text.slice(from, to);
  let after = '';
  let at = from;
  for (const edit of edits) {
    after += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  after += text.slice(at, to);
  let number = source.position(from).line - source.position(start).line + shownLine;
  const lines = diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => {
        const mark = added ? '+' : removed ? '-' : ' ';
        const shown = html`<span class="line ${added ? 'added' : removed ? 'removed' : ''}"
          ><span class="number">${added ? '' : number}</span><span class="mark">${mark}</span>${cut(line)}
        </span>`;
        if (!added) number++;
        return shown;
      }),
  );
  return lines.length > MOST_LINES
    ? [
        ...lines.slice(0, MOST_LINES),
        html`<span class="line">… and ${lines.length - MOST_LINES} more lines</span>`,
      ]
    : lines;
}

const code = (label: string, lines: readonly Html[]): Html =>
  html`<pre class="code"><span class="unseen">${label}:
</span><code>${lines}</code></pre>`;
