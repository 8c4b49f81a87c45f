/** The solver and net that a run printed before it began, as files again. */
import { parse } from '../../grammar/parser.js';
import { fieldsOf } from '../../grammar/syntax.js';
import type { FieldNode } from '../../grammar/syntax.js';
import { SourceText } from '../text/source-text.js';
import { message, scalar } from './prototext.js';
import type { LogRun, PrintedText } from './run.js';

export interface PrintedFile {
  source: SourceText;
  /** Line of the log that a line of the source stands in; both from 1. */
  logLine(line: number): number;
}

/** Lines with their numbers in the log. */
type Lines = { text: string; at: number }[];

/** The printed solver; undefined when the log has none, or not all of it. */
export function printedSolver(run: LogRun, logPath: string): PrintedFile | undefined {
  const { solver } = run;
  if (!solver || solver.truncated || solver.text.trim() === '') return undefined;
  const lines = solver.text.split('\n').map((text, i) => ({ text, at: solver.firstLine + i }));
  return fileOf(`${logPath} (printed solver)`, lines);
}

/**
 * The printed net; undefined when the log has none, or not all of it. Caffe prints what `FilterNet`
 * leaves for each phase (net.cpp): the layers that only the test net has are put back in their places,
 * and `state`, which was not in the file, is left out.
 */
export function printedNet(run: LogRun, logPath: string): PrintedFile | undefined {
  const train = run.nets.find((n) => n.phase === 'TRAIN' && !n.truncated);
  if (!train) return undefined;
  const test = run.nets.find((n) => n.phase === 'TEST' && !n.truncated);
  const fields = fieldsIn(train).filter(({ field }) => field.name !== 'state');
  const layers = fields.filter((f) => isLayer(f.field));
  const head = fields.filter((f) => !isLayer(f.field));
  const all = [...head, ...merge(layers, test ? fieldsIn(test).filter((f) => isLayer(f.field)) : [])];
  return fileOf(
    `${logPath} (printed net)`,
    all.flatMap((f) => f.lines),
  );
}

/** Shapes of the blobs that the training net's data layers make, as the set-up lines tell them. */
export function printedInputs(run: LogRun): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const layer of run.wiring)
    if (layer.bottoms.length === 0)
      layer.tops.forEach((top, i) => layer.shapes[i] && shapes.set(top, layer.shapes[i]));
  return shapes;
}

interface PrintedField {
  field: FieldNode;
  lines: Lines;
}

const isLayer = (field: FieldNode): boolean => field.name === 'layer' || field.name === 'layers';

function fieldsIn({ text, firstLine }: PrintedText): PrintedField[] {
  let line = firstLine;
  let counted = 0;
  return fieldsOf(parse(text).document).map((field) => {
    line += text.slice(counted, field.start).split('\n').length - 1;
    counted = field.start;
    const lines = text.slice(field.start, field.end).split('\n');
    return { field, lines: lines.map((t, i) => ({ text: t, at: line + i })) };
  });
}

/** The training layers in order, with the layers that include TEST alone before the layer they precede in the test net. */
function merge(train: readonly PrintedField[], test: readonly PrintedField[]): PrintedField[] {
  const merged: PrintedField[] = [];
  let done = 0;
  for (const layer of test) {
    if (onlyTests(layer.field)) {
      merged.push(layer);
      continue;
    }
    const same = train.findIndex((t, i) => i >= done && nameOf(t.field) === nameOf(layer.field));
    if (same < 0) continue;
    merged.push(...train.slice(done, same + 1));
    done = same + 1;
  }
  return [...merged, ...train.slice(done)];
}

const body = ({ value }: FieldNode) => (value?.kind === 'message' ? value : undefined);
const nameOf = (field: FieldNode): string | undefined => scalar(body(field), 'name');
const onlyTests = (field: FieldNode): boolean => scalar(message(body(field), 'include'), 'phase') === 'TEST';

function fileOf(path: string, lines: Lines): PrintedFile {
  return {
    source: new SourceText(path, `${lines.map((l) => l.text).join('\n')}\n`),
    logLine: (line) => lines[Math.min(line, lines.length) - 1]?.at ?? 1,
  };
}
