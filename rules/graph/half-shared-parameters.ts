import type { ParamFact, ShapedLayer } from '../../src/analysis/shapes.js';
import { appendField } from '../../src/document/edit-verbs.js';
import type { Fix } from '../../src/engine/finding.js';
import { netRule } from '../net-rule.js';
import type { NetRuleContext } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'half-shared-parameters',
    category: 'graph',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      'Two layers share some of their parameters by name and not the others, so that they drift apart.',
    fix: 'unsafe',
  },
  (context) => {
    const { view, report } = context;
    for (const layer of view.layers) {
      const shared = layer.params.find((p) => p.owner && p.owner.layer !== layer);
      const first = shared?.owner?.layer;
      if (!first) continue;
      for (const param of layer.params) {
        const twin = first.params[param.index];
        if (param.owner || !twin || twin.owner || !matters(param, twin)) continue;
        const what = param.blob.role;
        report({
          at: param.spec?.at('name') ?? layer.node.message.at('param', shared.index),
          view: view.name,
          message: `layers "${first.node.name}" and "${layer.node.name}" share the parameter "${shared.spec!.str('name')}" but each has a ${what} of its own${namesOf(param, twin)}, so the two drift apart in training; give both ${what === 'bias' ? 'biases' : 'of them'} the same param name`,
          fix: shareFix(context, param, twin),
        });
      }
    }
    for (const [a, b] of forgotten(view.layers)) {
      report({
        at: b.node.message.here(),
        view: view.name,
        message: `layers "${a.node.name}" and "${b.node.name}" stand in two branches whose other layers share their weights, but these two share none, so the branches drift apart in training; give their params common names`,
      });
    }
  },
  'TRAIN',
);

/** Both learn, or start differently; statistics are every layer's own. */
function matters(param: ParamFact, twin: ParamFact): boolean {
  if (param.blob.role === 'statistics' || (param.lrMult === 0 && twin.lrMult === 0)) return false;
  const [a, b] = [param.shape, twin.shape];
  return a !== undefined && b !== undefined && a.length === b.length && a.every((d, i) => d === b[i]);
}

function namesOf(param: ParamFact, twin: ParamFact): string {
  const [a, b] = [twin.spec?.str('name') ?? '', param.spec?.str('name') ?? ''];
  return a !== '' && b !== '' ? ` ("${a}" and "${b}")` : a !== '' ? ` ("${a}" names one only)` : '';
}

function shareFix({ doc }: NetRuleContext, param: ParamFact, twin: ParamFact): Fix | undefined {
  const name = twin.spec?.str('name') ?? '';
  const title = `Share the ${param.blob.role} as well`;
  if (name !== '' && param.spec?.node && !param.spec.has('name'))
    return {
      title,
      applicability: 'unsafe',
      edits: [appendField(doc.tree, param.spec.node, `name: ${JSON.stringify(name)}`)],
    };
  return undefined;
}

/** Layers without shared parameters between pairs of layers that share theirs, one in each branch. */
function forgotten(layers: readonly ShapedLayer[]): [ShapedLayer, ShapedLayer][] {
  const byIndex = new Map(layers.map((l) => [l.node.index, l]));
  const pairs: [ShapedLayer, ShapedLayer][] = [];
  for (const b of layers) {
    const a = b.params[0]?.owner?.layer;
    if (!a || a === b) continue;
    const between: [ShapedLayer, ShapedLayer][] = [];
    for (let x = nextLearner(a, byIndex), y = nextLearner(b, byIndex); x && y;) {
      const [px, py] = [x.params[0]!, y.params[0]!];
      if (x === y || px.blob.role !== py.blob.role || x.params.length !== y.params.length) break;
      if (py.owner?.layer === x) {
        pairs.push(...between);
        break;
      }
      if (py.owner || px.owner || !matters(py, px)) break;
      between.push([x, y]);
      [x, y] = [nextLearner(x, byIndex), nextLearner(y, byIndex)];
    }
  }
  return pairs;
}

/** The next layer with weights down a chain that does not fork. */
function nextLearner(layer: ShapedLayer, byIndex: ReadonlyMap<number, ShapedLayer>): ShapedLayer | undefined {
  for (let at: ShapedLayer | undefined = layer; at;) {
    const consumers: ShapedLayer['node'][] = at.node.tops[0]?.consumers.map((c) => c.layer) ?? [];
    if (consumers.length !== 1) return undefined;
    at = byIndex.get(consumers[0]!.index);
    if (at && at.params.some((p) => p.blob.role === 'weight')) return at;
  }
  return undefined;
}
