/** What a text file is, told by the fields it begins its lines with, not by its name. */
import type { DocumentNode } from '../../grammar/syntax.js';
import { nearest } from '../schema/suggest.js';

export type Kind = 'net' | 'solver' | 'label-map' | 'other' | 'empty';

const netFields = ['name', 'layer', 'layers', 'input', 'input_dim', 'input_shape', 'force_backward', 'state'];

/** Fields that only a SolverParameter has at its top level. */
const solverFields = [
  'net',
  'net_param',
  'train_net',
  'test_net',
  'train_net_param',
  'test_net_param',
  'train_state',
  'test_state',
  'test_iter',
  'test_interval',
  'test_compute_loss',
  'test_initialization',
  'base_lr',
  'display',
  'average_loss',
  'max_iter',
  'iter_size',
  'lr_policy',
  'gamma',
  'power',
  'momentum',
  'weight_decay',
  'regularization_type',
  'stepsize',
  'stepvalue',
  'clip_gradients',
  'snapshot',
  'snapshot_prefix',
  'snapshot_diff',
  'snapshot_format',
  'solver_mode',
  'device_id',
  'random_seed',
  'type',
  'delta',
  'momentum2',
  'rms_decay',
  'solver_type',
  'snapshot_after_train',
  'weights',
  'layer_wise_reduce',
];

const messages: Record<'net' | 'solver' | 'label-map', string> = {
  net: 'NetParameter',
  solver: 'SolverParameter',
  'label-map': 'LabelMap',
};

/** The message type that a file of this kind holds. */
export const rootOf = (kind: 'net' | 'solver' | 'label-map'): string => messages[kind];

/** Tell a net from a solver from something else. `other` is a text proto that is not Caffe's to lint. */
export function kindOf(document: DocumentNode): Kind {
  // A word without a value is no field: prose has many that would be.
  const names = document.entries.flatMap((e) => (e.kind === 'field' && e.value ? [e.name] : []));
  if (document.entries.length === 0) return 'empty';
  const hits = (known: string[]): number => names.filter((n) => known.includes(n)).length;
  const layers = names.filter((n) => n === 'layer' || n === 'layers').length;
  const net = hits(netFields);
  const solver = hits(solverFields);
  // Prose and programs have fields by chance: a "net" or "type" among hundreds of words that are none.
  const broken = document.entries.length - names.length;
  if (broken > names.length && broken > 2 * (net + solver)) return 'other';
  if (layers > 0 && layers * 2 >= solver) return 'net';
  if (solver > net) return 'solver';
  if (net > 0 && (solver > 0 || net > names.filter((n) => n === 'name').length || names.length === 1))
    return 'net';
  if (names.length > 0 && names.every((n) => n === 'item')) return 'label-map';
  if (names.some((n) => n !== 'item' && nearest(n, ['layer', 'layers']) !== undefined)) return 'net';
  if (names.filter((n) => n.length > 3 && nearest(n, solverFields) !== undefined).length > names.length / 2)
    return 'solver';
  return 'other';
}
