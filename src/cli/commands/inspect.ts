/** `caffe-lint inspect NET`: the net as Caffe builds it. */
import { analyseNet } from '../../analysis/net-analysis.js';
import { inspection, inspectTable } from '../../analysis/inspect.js';
import { propagate } from '../../analysis/numbers.js';
import { registry } from '../../layers/registry.js';
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
  const doc = openDocument(source, options.schema);
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
  const analysis = analyseNet(net, undefined, options.analysis, argv.phase);
  const view = analysis.views.find((v) => v.view.phase === argv.phase);
  if (!view) {
    process.stderr.write(`caffe-lint: ${printable(argv.net)}: no layer is left in phase ${argv.phase}\n`);
    return EXIT_PROBLEMS;
  }
  const numbers = propagate(view, {
    data: argv.data === undefined ? undefined : parsePixels(argv.data, '--data'),
    types: registry,
  });
  process.stdout.write(
    argv.format === 'json'
      ? `${JSON.stringify(inspection(view, argv.net, numbers))}\n`
      : `${inspectTable(view, numbers)}\n`,
  );
  return EXIT_OK;
}
