/** `caffe-lint inspect NET`: the net as Caffe builds it. */
import { analyseNet } from '../../analysis/net-analysis.js';
import { inspection, type TrainingFigures } from '../../report/inspect.js';
import { figuresOf } from '../../report/figures.js';
import { CURVE, inspectTable } from '../../report/inspect-table.js';
import { rateCurve } from '../../solver/rate-points.js';
import { epochs } from '../../solver/epochs.js';
import { fineTunes } from '../../solver/facts.js';
import { starts } from '../../training/prognosis.js';
import type { Message } from '../../document/message.js';
import type { Knowledge } from '../../analysis/knowledge.js';
import { lintFiles } from '../../lint/linter.js';
import type { LinterOptions } from '../../lint/linter.js';
import { openDocument } from '../../document/document.js';
import { printable } from '../../report/result.js';
import { SourceText } from '../../text/source-text.js';
import { EXIT_FAILURE, EXIT_OK, EXIT_PROBLEMS } from '../exit-codes.js';
import { readSource } from '../files.js';
import { checkHtmlFile, toStdout, writeHtml } from '../html-file.js';
import { Configured } from '../configured.js';
import type { ConfigFlags } from '../configured.js';
import { parsePixels, SettingsError } from '../settings.js';

export interface InspectArguments extends ConfigFlags {
  net: string;
  format: 'table' | 'json';
  phase: 'TRAIN' | 'TEST';
  data?: string | undefined;
  solver?: string | undefined;
  html?: string | undefined;
}

/** Points of the learning rate on a page, which has more room than a line of a terminal. */
const PAGE_CURVE = 400;

/** Run the command; answers the exit code. */
export async function inspectCommand(argv: InspectArguments, version: string): Promise<number> {
  const { html } = argv;
  if (html !== undefined) checkHtmlFile(html, [argv.net, argv.solver, argv.config, argv.proto, argv.weights]);
  const source = readSource(argv.net);
  if (!(source instanceof SourceText)) throw new SettingsError(`${argv.net}: ${source.reason}`);
  const configured = new Configured(argv);
  await configured.prepare(argv.solver === undefined ? [argv.net] : [argv.net, argv.solver]);
  const options = configured.optionsFor(argv.net);
  const doc = openDocument(source, options.schema, options.dialects);
  const net = doc.message;
  if (doc.kind !== 'net' || !net) {
    process.stderr.write(`caffe-lint: ${printable(argv.net)}: not a net\n`);
    return EXIT_FAILURE;
  }
  const first = doc.tree.errors[0];
  if (first) {
    const { line, column } = source.position(first.start);
    process.stderr.write(
      `caffe-lint: ${printable(argv.net)}:${line}:${column}: ${printable(first.message)}\n`,
    );
    return EXIT_PROBLEMS;
  }
  const solver = argv.solver === undefined ? undefined : readSolver(argv.solver, options.schema);
  const trained =
    options.analysis.weightsOf?.(argv.solver, solver?.message.strs('weights') ?? []) ??
    (fineTunes(solver?.message) ? { models: [], unread: true } : undefined);
  const { labelsOf } = options.analysis;
  const knowledge: Knowledge = {
    ...options.analysis.knowledge,
    trained,
    labelsOf: labelsOf && ((layer) => labelsOf(argv.net, layer)),
  };
  const analysis = analyseNet(net, solver?.message, { ...options.analysis, knowledge }, argv.phase);
  const view = analysis.views.find((v) => v.view.phase === argv.phase);
  if (!view) {
    process.stderr.write(`caffe-lint: ${printable(argv.net)}: no layer is left in phase ${argv.phase}\n`);
    return EXIT_PROBLEMS;
  }
  const data = argv.data === undefined ? undefined : parsePixels(argv.data, '--data');
  const figures = figuresOf(view, solver?.message, CURVE, data);
  const { numbers } = figures;
  const trains = solver !== undefined && argv.phase === 'TRAIN';
  const training: TrainingFigures = {
    ...figures.training,
    epochs: trains ? epochs(view, solver.message) : undefined,
    starts: trains ? starts(view, solver.message) : undefined,
  };
  for (const { path, reason } of configured.notes)
    process.stderr.write(`caffe-lint: ${printable(path)}: ${printable(reason)}\n`);
  if (html === undefined || !toStdout(html))
    process.stdout.write(
      argv.format === 'json'
        ? `${JSON.stringify(inspection(view, argv.net, numbers, training))}\n`
        : `${inspectTable(view, numbers, training)}\n`,
    );
  if (html !== undefined) {
    const { netPage } = await import('../../report/html/net-page.js');
    const given = solver ? [solver.source, source] : [source];
    const results = lintFiles(
      given,
      (s) => configured.optionsFor(s.path),
      () => source,
    );
    const page = netPage(
      {
        file: argv.net,
        doc,
        view,
        figures: {
          numbers,
          training: { ...training, curve: solver && rateCurve(solver.message, PAGE_CURVE) },
        },
        solver: solver?.message,
        findings: results.flatMap((r) => r.findings),
      },
      version,
    );
    writeHtml(html, page);
  }
  return EXIT_OK;
}

/** @throws SettingsError when the file is no solver. */
function readSolver(path: string, schema: LinterOptions['schema']): { message: Message; source: SourceText } {
  const source = readSource(path);
  if (!(source instanceof SourceText)) throw new SettingsError(`--solver ${path}: ${source.reason}`);
  const doc = openDocument(source, schema);
  const mistake = doc.tree.errors[0];
  if (mistake) {
    const { line, column } = source.position(mistake.start);
    throw new SettingsError(`--solver ${path}:${line}:${column}: ${mistake.message}`);
  }
  if (doc.kind !== 'solver' || !doc.message) throw new SettingsError(`--solver ${path}: not a solver`);
  return { message: doc.message, source };
}
