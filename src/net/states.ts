/** The states in which a net is worth looking at. */
import type { Message } from '../document/message.js';
import { layerIncluded, mergeState, type NetState, type Phase } from './state.js';
import { wireSpec, type WireSpec } from './splits.js';
import { wire, type Wiring } from './wiring.js';

/** States with the same phase and the same layers; never empty. */
export type StateGroup = readonly NetState[];

/** More states than this nobody means; further ones are left out. */
const MAX_STATES = 16;

interface Candidate {
  states: NetState[];
  layers: readonly Message[];
  /** Bottoms that nothing produces and tops that are produced twice. */
  faults: number;
}

/**
 * The states to analyse. With a solver those it builds (Solver::InitTrainNet, InitTestNets: the
 * default phase, then `net.state`, then `train_state` or `test_state`), without one TRAIN and TEST.
 * States that only the rules of layers name (a stage "deploy") are added where the net they leave is
 * wired, and stand in for a plain phase that is not: which stage a run gives, the net alone does not tell.
 * A phase that no layer mentions and that has no layer to bring data in is not meant to be run.
 * @param solver The SolverParameter that names this net.
 * @param roles The phases the solver uses this net for; by default what its `net` field implies.
 */
export function statesOf(net: Message, solver?: Message, roles?: readonly Phase[]): StateGroup[] {
  const asked = solver ? solverStates(net, solver, roles ?? rolesOf(solver)) : [];
  const phases: readonly Phase[] = ['TRAIN', 'TEST'];
  const groups = phases.map((phase) => {
    const required = asked.filter((state) => state.phase === phase);
    const plain = mergeState({ phase, level: 0, stages: [], from: 'default' }, net.msg('state'));
    const optional = [{ ...plain, phase }, ...ruleStates(net, phase, plain)];
    return { phase, required: grouped(net, required), optional: grouped(net, optional) };
  });
  const kept = groups.map(({ phase, required, optional }) => {
    const fresh = optional.filter((o) => !required.some((r) => sameLayers(r, o)));
    const sound = fresh.filter((candidate) => candidate.faults === 0 && candidate.layers.length > 0);
    if (required.length > 0 || solver) return [...required, ...sound];
    if (sound.length > 0) return sound;
    const other = groups.find((g) => g.phase !== phase)!.optional;
    const unused = other.some((o) => o.faults === 0) && !mentions(net, phase) && !bringsData(optional[0]!);
    return unused ? [] : [optional.reduce((best, c) => (c.faults < best.faults ? c : best))];
  });
  return kept.flat().map((candidate) => candidate.states);
}

/** The layers of a net in a state, in order. */
export function filterNet(net: Message, state: NetState): Message[] {
  return net.msgs('layer').filter((layer) => layerIncluded(layer, state));
}

/** The phases for which a solver reads the file in its `net` field, or the nets it names singly. */
function rolesOf(solver: Message): Phase[] {
  const own = solver.count('test_net') + solver.count('test_net_param');
  if (!solver.has('net') && !solver.has('net_param'))
    return own > 0 && !solver.has('train_net') && !solver.has('train_net_param') ? ['TEST'] : ['TRAIN'];
  return solver.count('test_iter') > own ? ['TRAIN', 'TEST'] : ['TRAIN'];
}

function solverStates(net: Message, solver: Message, roles: readonly Phase[]): NetState[] {
  return roles.flatMap((phase) => {
    const field = phase === 'TRAIN' ? 'train_state' : 'test_state';
    const base: NetState = { phase, level: 0, stages: [], from: 'solver' };
    const own = mergeState(base, net.msg('state'));
    const over = solver.msgs(field);
    return over.length > 0 ? over.map((message) => mergeState(own, message)) : [own];
  });
}

/** States that make some rule of a layer true: each stage list alone, each side of a level bound. */
function ruleStates(net: Message, phase: Phase, base: NetState): NetState[] {
  const states: NetState[] = [];
  for (const layer of net.msgs('layer')) {
    for (const rule of [...layer.msgs('include'), ...layer.msgs('exclude')]) {
      if (rule.has('phase') && rule.str('phase') !== phase) continue;
      const from = 'rule';
      const named = rule.strs('stage');
      if (named.length > 0) states.push({ ...base, phase, from, stages: [...base.stages, ...named] });
      for (const stage of rule.strs('not_stage'))
        states.push({ ...base, phase, from, stages: [...base.stages, stage] });
      if (rule.has('min_level')) states.push({ ...base, phase, from, level: rule.num('min_level') });
      if (rule.has('max_level')) states.push({ ...base, phase, from, level: rule.num('max_level') + 1 });
    }
  }
  const byKey = new Map(states.map((state) => [JSON.stringify([state.level, state.stages]), state]));
  return [...byKey.values()].slice(0, MAX_STATES);
}

/** Filter the net for each state and join those that leave the same layers. */
function grouped(net: Message, states: readonly NetState[]): Candidate[] {
  const out: Candidate[] = [];
  for (const state of states) {
    const layers = filterNet(net, state);
    const same = out.find((candidate) => sameLayers(candidate, { layers }));
    if (same) {
      same.states.push(state);
      continue;
    }
    const { missing, taken } = wiringOf(net, layers).wiring;
    out.push({ states: [state], layers, faults: missing.length + taken.length });
  }
  return out;
}

export interface Wired {
  layers: readonly Message[];
  specs: readonly WireSpec[];
  wiring: Wiring;
}

const known = new WeakMap<Message, Wired[]>();

/** Layers of a net wired, once for all states that leave the same ones. */
export function wiringOf(net: Message, layers: readonly Message[]): Wired {
  let ofNet = known.get(net);
  if (!ofNet) known.set(net, (ofNet = []));
  const same = ofNet.find((entry) => sameLayers(entry, { layers }));
  if (same) return same;
  const specs = layers.map(wireSpec);
  const made = { layers, specs, wiring: wire(specs) };
  ofNet.push(made);
  return made;
}

function sameLayers(a: { layers: readonly Message[] }, b: { layers: readonly Message[] }): boolean {
  return a.layers.length === b.layers.length && a.layers.every((layer, i) => layer === b.layers[i]);
}

/** Does a rule of any layer name the phase? */
function mentions(net: Message, phase: Phase): boolean {
  return net
    .msgs('layer')
    .some((layer) =>
      [...layer.msgs('include'), ...layer.msgs('exclude')].some(
        (rule) => rule.has('phase') && rule.str('phase') === phase,
      ),
    );
}

/** Has it a layer that reads nothing? */
function bringsData(candidate: Candidate): boolean {
  return candidate.layers.some((layer) => layer.count('bottom') === 0);
}
