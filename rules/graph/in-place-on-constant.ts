import { memoryOf } from '../../src/analysis/memory.js';
import type { Effect } from '../../src/analysis/memory.js';
import type { Top } from '../../src/net/graph.js';
import { netRule } from '../net-rule.js';
import { renameTop } from './rename-top.js';

export const rule = netRule(
  {
    id: 'in-place-on-constant',
    category: 'graph',
    severity: 'error',
    symptom: 'wrong-result',
    description:
      'A layer works in-place on a blob that is filled once, so its effect adds up from pass to pass.',
    fix: 'unsafe',
  },
  ({ view, unit, report }) => {
    for (const memory of new Set(memoryOf(view.view).of.values())) {
      const value = constantOf(memory.origin);
      const write = memory.writes.find((w) => changes(w.effect, value));
      if (value === undefined || !write) continue;
      const fix = unit.analysis && renameTop(unit.analysis, write.top);
      const { layer } = write;
      report({
        at: layer.message.at('top', write.top.index),
        view: view.name,
        message: `${layer.type} layer "${layer.name}" works in-place on the constant "${memory.origin.name}": DummyData fills it once, not in every pass, so each pass changes what the one before left; give the top a name of its own`,
        ...(fix ? { fix } : {}),
      });
    }
  },
);

/** ReLU on what ReLU has left changes nothing, nor does a factor on 0. */
function changes(effect: Effect, value: number | undefined): boolean {
  if (effect === 'none' || effect === 'gated') return false;
  return effect === 'any' || value !== 0;
}

/** The value of a DummyData top that is filled at set-up only (refill_ in dummy_data_layer.cpp). */
function constantOf(top: Top): number | undefined {
  if (top.layer.type !== 'DummyData') return undefined;
  const fillers = top.layer.message.msg('dummy_data_param').msgs('data_filler');
  const filler = fillers.length > 1 ? fillers[top.index] : fillers[0];
  if (!filler) return 0;
  return filler.str('type') === 'constant' ? filler.num('value') : undefined;
}
