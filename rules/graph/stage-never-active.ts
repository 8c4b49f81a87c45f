import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'stage-never-active',
    category: 'graph',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      'A layer belongs to a stage that no state of the solver turns on, so that no net ever has it.',
    fix: 'none',
  },
  ({ view, unit, report }) => {
    const views = unit.analysis?.views ?? [];
    if (!unit.solver || !unit.net || view !== views[0]) return;
    const solved = views.filter((v) => v.view.states.some((s) => s.from !== 'rule'));
    const used = new Set(solved.flatMap((v) => v.view.layers.map((l) => l.message)));
    const active = new Set(solved.flatMap((v) => v.view.states.flatMap((s) => [...s.stages])));
    // A state of its own brings its own input: a deployment net in the same file.
    const deploy = new Set(
      views
        .filter((v) => v.view.states.every((s) => s.from === 'rule'))
        .filter((v) => v.view.layers.some((l) => l.type === 'Input'))
        .flatMap((v) => v.view.layers.map((l) => l.message)),
    );
    const present = new Set([...used].map((layer) => layer.str('name')));
    for (const layer of unit.net.msgs('layer')) {
      // One of several that stand in for each other, by stage.
      if (used.has(layer) || deploy.has(layer) || present.has(layer.str('name'))) continue;
      const rules = layer.msgs('include');
      const off = rules.map((r) => r.strs('stage').find((s) => !active.has(s)));
      const stage = off[0];
      if (rules.length === 0 || stage === undefined || off.includes(undefined)) continue;
      if (/deploy|infer|predict|export/i.test(stage)) continue;
      report({
        at: rules[0]!.at('stage'),
        message: `layer "${layer.str('name')}" is included in stage "${stage}" only, and neither train_state nor test_state of the solver turns that on, so no net has this layer; add stage: "${stage}" to the solver's state, or drop the rule`,
      });
    }
  },
);
