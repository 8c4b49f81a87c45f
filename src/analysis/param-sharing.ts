/** Parameters that carry the same name use one blob: Net::AppendParam (src/caffe/net.cpp). */
import type { GraphIssueId, Issue } from '../net/issues.js';
import { count, differ, showShape } from '../shapes/shape.js';
import type { ParamFact, ShapedLayer } from './shapes.js';

export interface SharedParams {
  /** Parameters that use another one's blob. */
  borrowed: ReadonlySet<ParamFact>;
  issues: Issue<GraphIssueId>[];
}

type Multiplier = 'lr_mult' | 'decay_mult';

/** Resolve owners and effective multipliers in place; answers what Caffe refuses of the sharing. */
export function shareParams(layers: readonly ShapedLayer[]): SharedParams {
  const owners = new Map<string, ParamFact>();
  const borrowers: ParamFact[] = [];
  const explicit = new Map<ParamFact, Record<Multiplier, boolean>>();
  const issues: Issue[] = [];
  for (const layer of layers)
    for (const param of layer.params) {
      const name = param.spec?.str('name') ?? '';
      const owner = name === '' ? undefined : owners.get(name);
      if (!owner) {
        if (name === '') continue;
        owners.set(name, param);
        explicit.set(param, { lr_mult: has(param, 'lr_mult'), decay_mult: has(param, 'decay_mult') });
        continue;
      }
      param.owner = owner;
      borrowers.push(param);
      const problem =
        shapeProblem(param, owner) ??
        multiplierProblem(param, owner, 'lr_mult', explicit.get(owner)!) ??
        multiplierProblem(param, owner, 'decay_mult', explicit.get(owner)!);
      if (problem) issues.push(problem);
    }
  for (const param of borrowers) {
    param.lrMult = param.owner!.lrMult;
    param.decayMult = param.owner!.decayMult;
  }
  return { borrowed: new Set(borrowers), issues };
}

const has = (param: ParamFact, field: Multiplier): boolean => param.spec?.has(field) ?? false;

/** The same shape, or with `share_mode: PERMISSIVE` the same number of elements. */
function shapeProblem(param: ParamFact, owner: ParamFact): Issue | undefined {
  const a = param.shape;
  const b = owner.shape;
  if (!a || !b) return undefined;
  const permissive = param.spec?.str('share_mode') === 'PERMISSIVE';
  const unequal = permissive
    ? differ(count(a), count(b))
    : a.length !== b.length || a.some((dim, i) => differ(dim, b[i]));
  if (!unequal) return undefined;
  const hint =
    !permissive && count(a) === count(b)
      ? '; share_mode: PERMISSIVE would compare the number of elements only'
      : '; blobs of one name must have the same size, so give one of the two another name';
  const found = issue(
    param,
    owner,
    `it is ${showShape(b)} in layer "${owner.layer.node.name}" and ${showShape(a)} in layer "${param.layer.node.name}"${hint}`,
  );
  if (hint.includes('PERMISSIVE') && !param.spec!.has('share_mode'))
    found.mend = {
      title: 'Compare the number of elements only',
      sure: false,
      append: [{ to: param.spec!, field: 'share_mode: PERMISSIVE' }],
    };
  return found;
}

/** Explicit multipliers must agree; the first explicit one holds for all. */
function multiplierProblem(
  param: ParamFact,
  owner: ParamFact,
  field: Multiplier,
  explicit: Record<Multiplier, boolean>,
): Issue | undefined {
  if (!has(param, field)) return undefined;
  const key = field === 'lr_mult' ? 'lrMult' : 'decayMult';
  const value = param.spec!.num(field);
  if (!explicit[field]) {
    explicit[field] = true;
    owner[key] = value;
    return undefined;
  }
  if (value === owner[key]) return undefined;
  return issue(
    param,
    owner,
    `its ${field} is ${owner[key]} in layer "${owner.layer.node.name}" and ${value} in layer "${param.layer.node.name}"; write it once, or the same everywhere`,
    field,
  );
}

function issue(param: ParamFact, owner: ParamFact, why: string, field: string = 'name'): Issue {
  const name = param.spec!.str('name');
  return {
    id: 'shared-param-mismatch',
    range: param.spec!.at(field),
    stage: 'setup',
    layer: param.layer.node,
    ...(field === 'name' ? {} : { like: { key: field, subject: name } }),
    message: `parameter "${name}" cannot be shared: ${why}`,
    related: [{ range: owner.spec!.here(), message: `"${name}" is first used here` }],
  };
}
