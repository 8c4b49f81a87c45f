/** `caffe-lint inspect NET`: the net as Caffe builds it. */
import { analyseNet } from '../../analysis/net-analysis.js';
import { backpropagate } from '../../analysis/gradients.js';
import { inspection, type TrainingFigures } from '../../report/inspect.js';
import { CURVE, inspectTable } from '../../report/inspect-table.js';
import { firstUpdates } from '../../solver/first-step.js';
import { rateCurve, ratePoints } from '../../solver/rate-points.js';
import { epochs } from '../../solver/epochs.js';
import { fineTunes } from '../../solver/facts.js';
import { starts } from '../../training/prognosis.js';
import type { Message } from '../../document/message.js';
import type { Knowledge } from '../../analysis/knowledge.js';
import type { LinterOptions } from '../../lint/linter.js';
import { propagate } from '../../analysis/numbers.js';
import { openDocument } from '../../document/document.js';
import { printable } from '../../report/result.js';
import { SourceText } from '../../text/source-text.js';
import { EXIT_FAILURE, EXIT_OK, EXIT_PROBLEMS } from '../exit-codes.js';
import { readSource } from '../files.js';
import { Configured } from '../configured.js';
import type { ConfigFlags } from '../configured.js';
import { parsePixels, SettingsError } from '../settings.js';

export interface InspectArguments extends ConfigFlags {
  net: string;
  format: 'table' | 'json';
  phase: 'TRAIN' | 'TEST';
  data?: string | undefined;
  solver?: string | undefined;
}

/** Run the command; answers the exit code. */
export async function inspectCommand(argv: InspectArguments): Promise<number> {
  const source = readSource(argv.net);
  if (!(source instanceof SourceText)) throw new SettingsError(`${argv.net}: ${source.reason}`);
  const configured = new Configured(argv);
  await configured.prepare([argv.net]);
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
    options.analysis.weightsOf?.(argv.solver, solver?.strs('weights') ?? []) ??
    (fineTunes(solver) ? { models: [], unread: true } : undefined);
  const { labelsOf } = options.analysis;
  const knowledge: Knowledge = {
    ...options.analysis.knowledge,
    trained,
    labelsOf: labelsOf && ((layer) => labelsOf(argv.net, layer)),
  };
  const analysis = analyseNet(net, solver, { ...options.analysis, knowledge }, argv.phase);
  const view = analysis.views.find((v) => v.view.phase === argv.phase);
  if (!view) {
    process.stderr.write(`caffe-lint: ${printable(argv.net)}: no layer is left in phase ${argv.phase}\n`);
    return EXIT_PROBLEMS;
  }
  const data = argv.data === undefined ? undefined : parsePixels(argv.data, '--data');
  const numbers = propagate(view, {
    data,
    types: view.types,
  });
  const gradients = backpropagate(numbers, data ? { data } : {});
  const training: TrainingFigures = {
    gradients,
    updates: solver && firstUpdates(numbers.net, gradients, solver),
    rates: solver && ratePoints(solver),
    epochs: solver && argv.phase === 'TRAIN' ? epochs(view, solver) : undefined,
    starts: solver && argv.phase === 'TRAIN' ? starts(view, solver) : undefined,
    curve: solver && rateCurve(solver, CURVE),
  };
  for (const { path, reason } of configured.notes)
    process.stderr.write(`caffe-lint: ${printable(path)}: ${printable(reason)}\n`);
  process.stdout.write(
    argv.format === 'json'
      ? `${JSON.stringify(inspection(view, argv.net, numbers, training))}\n`
      : `${inspectTable(view, numbers, training)}\n`,
  );
  return EXIT_OK;
}

/** @throws SettingsError when the file is no solver. */
function readSolver(path: string, schema: LinterOptions['schema']): Message {
  const source = readSource(path);
  if (!(source instanceof SourceText)) throw new SettingsError(`--solver ${path}: ${source.reason}`);
  const doc = openDocument(source, schema);
  const mistake = doc.tree.errors[0];
  if (mistake) {
    const { line, column } = source.position(mistake.start);
    throw new SettingsError(`--solver ${path}:${line}:${column}: ${mistake.message}`);
  }
  if (doc.kind !== 'solver' || !doc.message) throw new SettingsError(`--solver ${path}: not a solver`);
  return doc.message;
}
