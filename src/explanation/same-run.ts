/** Are the files that the user names those that ran? */
import type { Unit } from '../engine/unit.js';
import { scalar } from '../log/prototext.js';
import type { LogRun } from '../log/run.js';
import { parse } from '../../grammar/parser.js';

/** Fields that decide how a run goes; paths, devices and intervals differ without harm. */
const DECISIVE = [
  'base_lr',
  'lr_policy',
  'gamma',
  'power',
  'stepsize',
  'max_iter',
  'momentum',
  'momentum2',
  'weight_decay',
  'iter_size',
  'clip_gradients',
  'type',
];

/** What sets the given files apart from what the log prints, a sentence each. */
export function differences(run: LogRun, unit: Unit): string[] {
  return [...solverDifferences(run, unit), ...netDifferences(run, unit)];
}

function solverDifferences(run: LogRun, unit: Unit): string[] {
  if (!run.solver || !unit.solverDoc) return [];
  const printed = parse(run.solver.text).document;
  const given = unit.solverDoc.tree.document;
  return DECISIVE.flatMap((field) => {
    const here = scalar(given, field);
    const there = scalar(printed, field);
    if (same(here, there)) return [];
    // A default that one of them writes out is no difference that could be told without the schema.
    if (here === undefined || there === undefined) return [];
    return [`the solver given is not the one that ran: ${field} is ${here} in it and ${there} in the log`];
  });
}

const same = (a: string | undefined, b: string | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Math.fround(Number(a)) === Math.fround(Number(b)));

function netDifferences(run: LogRun, unit: Unit): string[] {
  const view = unit.analysis?.train;
  const ran = new Set(run.wiring.map((l) => l.name).filter((name) => !/_split$/.test(name)));
  if (!view || ran.size === 0) return [];
  const given = new Set(view.layers.map((l) => l.node.name));
  const lacking = [...ran].filter((name) => !given.has(name));
  const more = [...given].filter((name) => !ran.has(name) && !/_split$/.test(name));
  const list = (names: readonly string[]): string =>
    `${names
      .slice(0, 3)
      .map((n) => `"${n}"`)
      .join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
  if (lacking.length > 0)
    return [`the net given is not the one that ran: it lacks ${list(lacking)} of the log`];
  if (more.length > 0)
    return [`the net given is not the one that ran: the log does not set up ${list(more)}`];
  return [];
}
