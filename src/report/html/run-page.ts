/** The page of a training log. */
import type { Compared } from '../../explanation/compare.js';
import type { Explanation } from '../../explanation/explain.js';
import { headline } from '../../log/headline.js';
import { shown } from '../../log/number.js';
import type { Diagnosis, Verdict } from '../../log/diagnose.js';
import { figuresOf } from '../figures.js';
import type { ExplainedRun } from '../run-text.js';
import { chartData, chartFrame } from './charts.js';
import { htmlDocument } from './document.js';
import { eventsOf } from './events.js';
import { factsList } from './facts-list.js';
import type { RunEvent } from './events.js';
import { findingCards } from './findings.js';
import type { ShownFinding } from './findings.js';
import { netFacts } from './layer-facts.js';
import { html } from './markup.js';
import type { Html } from './markup.js';
import { netSection } from './net-section.js';
import type { NetSection } from './net-section.js';
import { jsonNumber, whole } from './numbers.js';
import { runCharts } from './run-charts.js';
import { severeOf } from './severe.js';

const moods: Readonly<Record<Verdict, 'good' | 'bad' | 'warn'>> = {
  learning: 'good',
  converged: 'good',
  overfitting: 'warn',
  plateau: 'bad',
  nan: 'bad',
  diverging: 'bad',
  oscillating: 'warn',
  'data-suspect': 'warn',
  'too-early': 'warn',
};

const endings = {
  finished: 'finished',
  stopped: 'stopped',
  crashed: 'crashed',
  open: 'cut, or still running',
} as const;

/**
 * The document for one run of a log.
 * @param file path of the log
 * @param runs all runs of the log
 * @param chosen which of them, from 0
 */
export function runPage(
  file: string,
  runs: readonly ExplainedRun[],
  chosen: number,
  version: string,
): string {
  const shownRun = runs[chosen];
  if (!shownRun)
    return htmlDocument({
      title: file,
      version,
      contents: [],
      style: '',
      data: { charts: [] },
      body: html`<h1>${file}</h1>
        <p class="note">No training run in this log: it has none of the lines that Caffe prints.</p>`,
    });
  const { diagnosis, explanation } = shownRun;
  const { causes = [], others = [] } = explanation ?? {};
  const findings: ShownFinding[] = [...causes, ...others.map((finding) => ({ finding }))];
  const net = explanation && netOf(explanation, findings);
  const charts = runCharts(diagnosis);
  const events = eventsOf(diagnosis);
  const contents = [
    { id: 'verdict', name: 'Verdict' },
    ...(charts.length > 0 ? [{ id: 'curves', name: 'Curves' }] : []),
    ...(explanation ? [{ id: 'causes', name: 'Causes' }] : []),
    ...(explanation && explanation.compared.length > 0 ? [{ id: 'compared', name: 'Predicted' }] : []),
    ...(net ? [{ id: 'net', name: 'Net' }] : []),
    ...(others.length > 0 ? [{ id: 'others', name: 'Other findings' }] : []),
  ];
  const body = html`${verdict(file, shownRun, runs, chosen)}
  ${
    charts.length > 0 &&
    html`<section id="curves" aria-labelledby="curves-title">
      <h2 id="curves-title">Curves</h2>
      ${slider} ${charts.map(chartFrame)} ${eventList(events)}
    </section>`
  }
  ${explanation && causesSection(diagnosis, explanation)}
  ${explanation && comparedSection(explanation.compared, explanation.notes)} ${net?.markup}
  ${
    explanation &&
    others.length > 0 &&
    html`<section id="others" aria-labelledby="others-title">
      <h2 id="others-title">Other findings <span class="of">${others.length}</span></h2>
      <p class="hint">They foresee something else than what this run did.</p>
      ${findingCards(findings.slice(causes.length), causes.length, explanation.files.placeOf)}
    </section>`
  }`;
  const bad = shownRun.run.train.badSince;
  return htmlDocument({
    title: `${diagnosis.verdict}: ${file}`,
    version,
    contents,
    style: net?.style ?? '',
    body,
    data: {
      charts: [...charts, ...(net?.charts ?? [])].map(chartData),
      events: events.map(({ iteration, mood }) => ({ iteration, mood })),
      bad: jsonNumber(bad?.iteration),
    },
  });
}

function verdict(
  file: string,
  { run, diagnosis }: ExplainedRun,
  runs: readonly ExplainedRun[],
  chosen: number,
): Html {
  const { evidence, reasons, advice, confidence } = diagnosis;
  const mood = moods[diagnosis.verdict];
  const { first, last } = run.train;
  const max = evidence.solver?.maxIterations;
  const sentence = headline(diagnosis);
  return html`<section id="verdict" aria-labelledby="title" class="verdict ${mood}">
    <p class="file">${file}${runs.length > 1 && html` · run ${chosen + 1} of ${runs.length}`}</p>
    <h1 id="title">
      <span class="badge-large ${mood}">${diagnosis.verdict}</span>
      ${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}
    </h1>
    ${factsList([
      ['Net', run.netName],
      [
        'Iterations',
        first &&
          last &&
          `${whole(first.iteration)} to ${whole(last.iteration)}${max ? ` of ${whole(max)}` : ''}`,
      ],
      ['Losses printed', whole(run.train.count)],
      ['First loss', first && shown(first.value)],
      ['Last loss', last && shown(last.value)],
      [
        'Guessing',
        evidence.expectation.chance === undefined ? undefined : shown(evidence.expectation.chance),
      ],
      [
        'Last accuracy',
        evidence.tests.lastAccuracy === undefined ? undefined : shown(evidence.tests.lastAccuracy),
      ],
      ['Learning rate', rates(diagnosis)],
      ['Run', endings[run.ending]],
      ['Confidence', confidence],
    ])}
    ${
      reasons.length > 0 &&
      html`<div class="columns">
        <div>
          <h2>Why</h2>
          <ul>
            ${reasons.map((r) => html`<li>${r.message}</li>`)}
          </ul>
        </div>
        ${
          advice.length > 0 &&
          html`<div>
            <h2>What to do</h2>
            <ol>
              ${advice.map((a) => html`<li>${a}</li>`)}
            </ol>
          </div>`
        }
      </div>`
    }
    ${runs.length > 1 && runTable(runs, chosen)}
  </section>`;
}

const rates = ({ initialRate, lastRate }: Diagnosis): string | undefined =>
  initialRate === undefined
    ? undefined
    : lastRate === undefined || lastRate === initialRate
      ? shown(initialRate)
      : `${shown(initialRate)} to ${shown(lastRate)}`;

const runTable = (runs: readonly ExplainedRun[], chosen: number): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Runs of this log">
    <table>
      <caption>
        Runs of this log;
        <code>--run N</code>
        shows another
      </caption>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Lines</th>
          <th scope="col">Verdict</th>
          <th scope="col">In a sentence</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map(({ run, diagnosis }, i) => html`<tr${i === chosen && html` aria-current="true"`}><th scope="row">${i + 1}</th><td>${whole(run.firstLine)} to ${whole(run.lastLine)}</td><td>${diagnosis.verdict}</td><td>${headline(diagnosis)}</td></tr>`)}
      </tbody>
    </table>
  </div>`;

const slider = html`<div class="slider">
  <label for="at">Read the curves at iteration</label
  ><input type="range" id="at" min="0" max="0" value="0" step="1" /><output for="at" id="at-says"></output>
</div>`;

const eventList = (events: readonly RunEvent[]): Html =>
  html`${
    events.length > 0 &&
    html`<h3>What happened when</h3>
      <ol class="events">
        ${events.map((e) => html`<li class="${e.mood}"><span class="at">iteration ${whole(e.iteration)}</span> ${e.texts.join('; ')}</li>`)}
      </ol>`
  }`;

/** Verdicts that need no explanation. */
const healthy = new Set<Verdict>(['learning', 'converged', 'too-early']);

function causesSection({ verdict }: Diagnosis, { causes, files }: Explanation): Html {
  const names = files.results.map((r) => r.doc.source.path);
  const origin = files.origin === 'log' ? 'the solver and net that the log prints' : names.join(' and ');
  return html`<section id="causes" aria-labelledby="causes-title">
    <h2 id="causes-title">
      What explains
      it${causes.length > 0 && html` <span class="of">${causes.length}, most likely first</span>`}
    </h2>
    ${causes.length === 0 && html`<p class="note">${healthy.has(verdict) ? `Nothing needs an explanation; ${origin} were linted all the same.` : `No finding in ${origin} explains it.`}</p>`}
    ${findingCards(causes, 0, files.placeOf)}
  </section>`;
}

const comparedSection = (rows: readonly Compared[], notes: readonly string[]): Html =>
  html`${
    (rows.length > 0 || notes.length > 0) &&
    html`<section id="compared" aria-labelledby="compared-title">
      <h2 id="compared-title">Predicted and happened</h2>
      ${
        rows.length > 0 &&
        html`<div class="scroll" tabindex="0" role="group" aria-labelledby="compared-title">
          <table class="compared">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Predicted</th>
                <th scope="col">Happened</th>
                <th scope="col">Outcome</th>
                <th scope="col">Note</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                (row) =>
                  html`<tr>
                    <th scope="row">
                      ${row.what}${row.iteration !== undefined && row.what !== 'first loss' && ` at ${whole(row.iteration)}`}
                    </th>
                    <td>${row.predicted}</td>
                    <td>${row.happened}</td>
                    <td class="${row.agrees === undefined ? '' : row.agrees ? 'agrees' : 'differs'}">
                      ${row.agrees === undefined ? 'not comparable' : row.agrees ? '✓ as predicted' : '✕ not as predicted'}
                    </td>
                    <td>${row.note}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`
      }
      ${notes.map((note) => html`<p class="note">${note}</p>`)}
    </section>`
  }`;

/** The net that was trained, where its text is known. */
function netOf(explanation: Explanation, findings: readonly ShownFinding[]): NetSection | undefined {
  const units = explanation.files.results.map((r) => r.unit);
  const unit = units.find((u) => u?.netDoc && u.solverDoc) ?? units.find((u) => u?.netDoc);
  const view = unit?.analysis?.train;
  if (!unit || !view) return undefined;
  const all = findings.map((f) => f.finding);
  const facts = netFacts(view, figuresOf(view, unit.solver, 2), unit.netDoc, all);
  return netSection(facts, severeOf(all));
}
