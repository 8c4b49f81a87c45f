/** The page of `caffe-lint inspect`. */
import type { Finding } from '../../engine/finding.js';
import type { ShapedNet } from '../../analysis/shapes.js';
import type { TextDocument } from '../../document/document.js';
import type { Message } from '../../document/message.js';
import { solverType } from '../../solver/facts.js';
import type { Figures } from '../figures.js';
import { showBytes, showCount } from '../inspect-table.js';
import { plural } from '../report.js';
import { chartData, chartFrame } from './charts.js';
import { htmlDocument } from './document.js';
import { factsList } from './facts-list.js';
import { findingCards } from './findings.js';
import type { ShownFinding } from './findings.js';
import { netFacts } from './layer-facts.js';
import type { NetFacts } from './layer-facts.js';
import { html } from './markup.js';
import { netSection } from './net-section.js';
import { figure, whole } from './numbers.js';
import { rateChart } from './run-charts.js';
import { severeOf } from './severe.js';

export interface InspectedNet {
  /** Path of the net. */
  file: string;
  doc: TextDocument;
  view: ShapedNet;
  figures: Figures;
  solver: Message | undefined;
  /** Of the net and its solver. */
  findings: readonly Finding[];
}

/** The document for a net, with or without its solver. */
export function netPage(net: InspectedNet, version: string): string {
  const { file, doc, view, figures, solver, findings } = net;
  const facts = netFacts(view, figures, doc, findings);
  const shown: ShownFinding[] = findings.map((finding) => ({ finding }));
  const section = netSection(facts, severeOf(findings));
  const rate = rateChart(figures.training.curve ?? []);
  const contents = [
    { id: 'summary', name: 'Summary' },
    { id: 'net', name: 'Net' },
    ...(findings.length > 0 ? [{ id: 'findings', name: 'Findings' }] : []),
    ...(rate ? [{ id: 'rate', name: 'Learning rate' }] : []),
  ];
  const body = html`<section id="summary" aria-labelledby="title" class="verdict ${moodOf(findings)}">
      <p class="file">${file} · phase ${facts.phase}</p>
      <h1 id="title">${facts.name === '' ? 'A net without a name' : facts.name}</h1>
      ${summary(facts, solver, findings)}
    </section>
    ${section.markup}
    ${
      findings.length > 0 &&
      html`<section id="findings" aria-labelledby="findings-title">
        <h2 id="findings-title">Findings <span class="of">${findings.length}</span></h2>
        ${findingCards(shown, 0, (source, offset) => ({ path: source.path, ...source.position(offset) }))}
      </section>`
    }
    ${
      rate &&
      html`<section id="rate" aria-labelledby="rate-title">
        <h2 id="rate-title">Learning rate</h2>
        ${chartFrame(rate)}
      </section>`
    }`;
  return htmlDocument({
    title: file,
    version,
    contents,
    style: section.style,
    body,
    data: { charts: [...section.charts, ...(rate ? [rate] : [])].map(chartData), events: [], bad: null },
  });
}

const moodOf = (findings: readonly Finding[]): string =>
  findings.some((f) => f.severity === 'error') ? 'bad' : findings.length > 0 ? 'warn' : 'good';

function summary(
  { layers, totals, firstLoss }: NetFacts,
  solver: Message | undefined,
  findings: readonly Finding[],
) {
  const errors = findings.filter((f) => f.severity === 'error').length;
  return factsList([
    ['Layers', whole(layers.length)],
    ['Parameters', showCount(totals.params)],
    ['Multiply-adds', showCount(totals.macs)],
    ['Memory of the blobs', showBytes(totals.memory)],
    ['Layers of unknown size', totals.unknown > 0 ? totals.unknown : undefined],
    ['Predicted first loss', firstLoss === undefined ? 'not known' : figure(firstLoss)],
    [
      'Solver',
      solver &&
        `${solverType(solver)}, base_lr ${figure(solver.num('base_lr'))}, ${whole(solver.num('max_iter'))} iterations`,
    ],
    [
      'Findings',
      findings.length === 0
        ? 'none'
        : `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}`,
    ],
  ]);
}
