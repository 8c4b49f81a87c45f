/** V1 layers, `layers { type: CONVOLUTION blobs_lr: 1 … }`, as V2 layers. */
import { Message } from '../message.js';
import type { Value } from '../message.js';
import { clone, copyValues, messageAt, mutable, placeOf, put, set } from './build.js';
import type { Target } from './build.js';
import { addParams } from './params.js';
import { isListedV1, transformFields, typeOfV1, v1DataParams, v1ParamFields } from './tables.js';
import type { Upgraded } from './types.js';

/** The message of a V1 data layer that may hold transformation fields; undefined for other layers. */
export function dataParamOf(layer: Message): string | undefined {
  const type = layer.has('type') ? layer.str('type') : '';
  return Object.hasOwn(v1DataParams, type) ? v1DataParams[type] : undefined;
}

/** The transformation fields that a V1 data layer still has in its own message. */
export function oldTransforms(layer: Message): string[] {
  const name = dataParamOf(layer);
  return name === undefined ? [] : transformFields.filter((f) => layer.msg(name).has(f));
}

/** NetNeedsDataUpgrade: one such field in one layer, and all data layers are rewritten. */
export const needsDataUpgrade = (net: Message): boolean =>
  net.msgs('layers').some((layer) => oldTransforms(layer).length > 0);

/** Move a data layer's transformation fields to its transform_param (UpgradeNetDataTransformation). */
function upgradeTransforms(layer: Message, origin: Value): Message {
  const name = dataParamOf(layer);
  if (name === undefined) return layer;
  const out = clone(layer);
  const moved = oldTransforms(layer);
  const first = moved[0] === undefined ? origin : layer.msg(name).all(moved[0])[0]!;
  const data = out.has(name) ? clone(out.msg(name)) : mutable(out, name, origin);
  if (layer.has(name)) set(out, name, data, layer.all(name)[0]!);
  if (layer.has('transform_param'))
    set(out, 'transform_param', clone(layer.msg('transform_param')), layer.all('transform_param')[0]!);
  const transform = mutable(out, 'transform_param', first);
  for (const field of moved) {
    const value = layer.msg(name).all(field)[0]!;
    set(transform, field, value.value, value);
    data.replace(field, []);
  }
  return out;
}

/** All layers of a V1 net as V2 layers (UpgradeV1Net). */
export function upgradeV1Layers(net: Message, target: Target, log: Upgraded): Value[] {
  const data = needsDataUpgrade(net);
  return net.all('layers').flatMap((value) => {
    const written = value.value;
    if (!(written instanceof Message)) return [];
    const layer = data ? upgradeTransforms(written, value) : written;
    return { ...value, value: upgradeV1Layer(layer, target, log) };
  });
}

const paramFields = new Set(v1ParamFields.map(([old]) => old));

/** UpgradeV1LayerParameter. Fields that only a fork has are carried over as they are. */
function upgradeV1Layer(layer: Message, target: Target, log: Upgraded): Message {
  const out = messageAt(target.layer, target.schema, layer);
  for (const name of layer.names()) {
    const values = layer.all(name);
    if (paramFields.has(name) && values[0]!.field.type !== 'message') continue;
    if (name === 'type' && values[0]!.field.type === 'enum') {
      const value = layer.str(name);
      put(out, name, typeOfV1(value), values[0]!);
      if (!isListedV1(value))
        log.losses.push({
          id: 'fork-type',
          range: layer.at(name),
          message: `${value} is a layer type of a fork; read as "${typeOfV1(value)}", which that fork may call otherwise`,
        });
      continue;
    }
    if (!sameKind(target, name, values[0]!) && target.native)
      log.losses.push({
        id: 'no-v2-field',
        range: placeOf(layer, name),
        message: `this schema has "${name}" in layers of the V1 format only; today's "layer { … }" cannot hold it`,
      });
    copyValues(out, name, values);
  }
  addParams(out, layer);
  return out;
}

/** The V2 layer has a field of this name that takes the same values. */
function sameKind(target: Target, name: string, value: Value): boolean {
  const field = target.layer.fields.get(name);
  return field !== undefined && field.typeName === value.field.typeName && field.label === value.field.label;
}
