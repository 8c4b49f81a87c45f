import { refusalRule } from '../graph/refusal-rule.js';
import { renameTop } from '../graph/rename-top.js';

export const rule = refusalRule(
  {
    id: 'in-place-refused',
    category: 'shape',
    severity: 'error',
    symptom: 'load-failure',
    description: 'A layer works in-place that cannot.',
    fix: 'unsafe',
  },
  ({ layer }, _, { analysis }) => {
    const top = layer?.tops.find((t) => layer.bottoms.some((b) => b?.name === t.name));
    const fix = top && analysis && renameTop(analysis, top);
    return fix ? { fix } : {};
  },
);
