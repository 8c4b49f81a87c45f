/** Which layers a net has in a state: Net::FilterNet and Net::StateMeetsRule (src/caffe/net.cpp). */
import type { Message } from '../document/message.js';

export type Phase = 'TRAIN' | 'TEST';

export interface NetState {
  phase: Phase;
  level: number;
  stages: readonly string[];
  /** Who asks for it: a solver, every net by default, or only a rule of some layer. */
  from: 'solver' | 'default' | 'rule';
}

/** Does a state meet an `include` or `exclude` rule? */
export function stateMeetsRule(state: NetState, rule: Message): boolean {
  if (rule.has('phase') && rule.str('phase') !== state.phase) return false;
  if (rule.has('min_level') && state.level < rule.num('min_level')) return false;
  if (rule.has('max_level') && state.level > rule.num('max_level')) return false;
  return (
    rule.strs('stage').every((stage) => state.stages.includes(stage)) &&
    !rule.strs('not_stage').some((stage) => state.stages.includes(stage))
  );
}

/** Is a layer part of the net in this state? */
export function layerIncluded(layer: Message, state: NetState): boolean {
  const include = layer.msgs('include');
  if (include.length > 0) return include.some((rule) => stateMeetsRule(state, rule));
  return !layer.msgs('exclude').some((rule) => stateMeetsRule(state, rule));
}

/** A state as a person would name it: `TEST`, `TRAIN, stage "deploy"`. */
export function showState(state: NetState): string {
  const words: string[] = [state.phase];
  if (state.level !== 0) words.push(`level ${state.level}`);
  for (const stage of state.stages) words.push(`stage "${stage}"`);
  return words.join(', ');
}

/** Lay a NetState message over a state, as protobuf's MergeFrom does. */
export function mergeState(state: NetState, message: Message): NetState {
  return {
    ...state,
    phase: message.has('phase') ? (message.str('phase') as Phase) : state.phase,
    level: message.has('level') ? message.num('level') : state.level,
    stages: [...state.stages, ...message.strs('stage')],
  };
}
