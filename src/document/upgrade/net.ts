/** A net of any vintage as the V2 net that Caffe makes of it. */
import { Message } from '../message.js';
import type { Value } from '../message.js';
import { isOldBatchNorm, upgradeBatchNorm } from './batchnorm.js';
import { copyFields, placeOf, targetOf } from './build.js';
import type { Target } from './build.js';
import { inputFields, inputLayer, needsInputUpgrade } from './input.js';
import { planPadding } from './padding.js';
import type { PaddingPlan } from './padding.js';
import { solverTypes, v0NetFields } from './tables.js';
import type { Upgraded, UpgradedNet, UpgradedSolver } from './types.js';
import { isV0, upgradeV0Layers } from './v0.js';
import { dataParamOf, needsDataUpgrade, oldTransforms, upgradeV1Layers } from './v1.js';

/**
 * The equivalent V2 net, as UpgradeNetAsNeeded builds it; the net itself where nothing in it is old.
 * Pure: the given message is not changed. Values keep pointing at the author's text.
 */
export function upgradeNet(message: Message): UpgradedNet {
  const log: Upgraded = { steps: [], refusals: [], losses: [] };
  const layers = message.msgs('layers').length;
  const inputs = needsInputUpgrade(message);
  if (layers === 0 && !inputs && !message.msgs('layer').some(isOldBatchNorm)) return { net: message, ...log };
  const target = targetOf(message);
  const v0 = isV0(message);
  const net = new Message(target.net, target.schema, message.node, message.fieldNode);
  const kept = message.names().filter((n) => n !== 'layers' && n !== 'layer' && (!v0 || v0NetFields.has(n)));
  copyFields(net, message, kept);
  let upgraded = upgradeLayers(message, v0, target, log);
  if (inputs) {
    if (target.layer.fields.has('input_param'))
      log.steps.push({
        kind: 'input',
        range: message.at('input'),
        message: 'input, input_dim and input_shape are the old form of an Input layer',
      });
    const layer = inputLayer(net, target, log);
    if (layer) upgraded.unshift(layer);
    for (const name of inputFields) net.replace(name, []);
  }
  upgraded = upgraded.map((value) => batchNormOf(value, log));
  // A schema that stops at V1 has nothing newer to go to: what is read as V2 is its own present format.
  if (!target.native) log.steps.length = 0;
  const field = target.net.fields.get('layer')!;
  net.replace(
    'layer',
    upgraded.map((value) => ({ ...value, field })),
  );
  return { net, ...log };
}

function upgradeLayers(message: Message, v0: boolean, target: Target, log: Upgraded): Value[] {
  const count = message.msgs('layers').length;
  const current = message.all('layer').filter((v) => v.value instanceof Message);
  if (count === 0) return [...current];
  const range = message.at('layers');
  const inAll = `${count} ${count === 1 ? 'layer' : 'layers'}`;
  if (v0) {
    log.steps.push({
      kind: 'v0',
      range: placeOf(message, 'layers'),
      message: `this net is in Caffe's V0 format, "layers { layer { … } }" (${inAll})`,
    });
    const padding: PaddingPlan = planPadding(message);
    log.refusals.push(...padding.refusals);
    return upgradeV0Layers(message, padding, target, log);
  }
  log.steps.push({
    kind: 'v1',
    range: placeOf(message, 'layers'),
    message: `this net is in Caffe's V1 format, "layers { type: … }" (${inAll})`,
  });
  if (needsDataUpgrade(message)) transformSteps(message, log);
  const old = upgradeV1Layers(message, target, log);
  if (current.length === 0) return old;
  const second = Math.max(range.start, message.at('layer').start);
  const mark = placeOf(message, second === range.start ? 'layers' : 'layer');
  log.refusals.push({
    id: 'layer-and-layers',
    range: mark,
    message:
      `this net has both "layer" (${current.length}) and "layers" (${count}); Caffe refuses to upgrade such a net, ` +
      'since it cannot tell in which order they are meant: write all of them as "layer { type: "…" }"',
  });
  return [...current, ...old].sort((a, b) => a.item.start - b.item.start);
}

function transformSteps(message: Message, log: Upgraded): void {
  for (const layer of message.msgs('layers')) {
    const name = dataParamOf(layer);
    const moved = oldTransforms(layer);
    if (name === undefined || moved.length === 0) continue;
    log.steps.push({
      kind: 'data-transform',
      range: layer.msg(name).at(moved[0]!),
      message: `${moved.join(', ')} of ${name} moved to transform_param`,
    });
  }
}

function batchNormOf(value: Value, log: Upgraded): Value {
  const layer = value.value as Message;
  const upgraded = upgradeBatchNorm(layer);
  if (upgraded === layer) return value;
  const learns = layer.msgs('param').some((spec) => spec.num('lr_mult') !== 0);
  const step: Upgraded['steps'][number] = {
    kind: 'batchnorm',
    range: placeOf(layer, 'param'),
    message: learns
      ? "BatchNorm's three params are running statistics that no solver may change; Caffe sets their lr_mult and decay_mult to 0"
      : "Caffe sets lr_mult and decay_mult of BatchNorm's three params to 0",
  };
  if (!learns) step.cosmetic = true;
  log.steps.push(step);
  return { ...value, value: upgraded };
}

/** The solver with `solver_type` as `type` (UpgradeSolverAsNeeded); itself where it has none. */
export function upgradeSolver(message: Message): UpgradedSolver {
  const log: Upgraded = { steps: [], refusals: [], losses: [] };
  const old = message.all('solver_type')[0];
  if (!old) return { solver: message, ...log };
  if (message.has('type')) {
    log.refusals.push({
      id: 'solver-type-twice',
      range: message.at('solver_type'),
      message:
        'a solver takes type or the older solver_type; Caffe stops where both are set; remove solver_type',
    });
    return { solver: message, ...log };
  }
  const written = message.str('solver_type');
  const type = solverTypes[written] ?? written;
  const solver = new Message(message.type, message.schema, message.node, message.fieldNode);
  copyFields(
    solver,
    message,
    message.names().filter((n) => n !== 'solver_type'),
  );
  const field = message.type.fields.get('type') ?? typeField;
  solver.add({ field, value: type, node: old.node, item: old.item });
  log.steps.push({
    kind: 'solver-type',
    range: message.at('solver_type'),
    message: `solver_type: ${written} is the old form of type: "${type}"`,
  });
  return { solver, ...log };
}

const typeField = { name: 'type', number: 40, label: 'optional', type: 'string' } as const;
