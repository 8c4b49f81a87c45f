/** V0 layers, `layers { layer { … } bottom … }`, as V2 layers. */
import { nearest } from '../../schema/suggest.js';
import { Message } from '../message.js';
import type { Value } from '../message.js';
import { copyFields, copyValues, messageAt, mutable, placeOf, put, set } from './build.js';
import type { Target } from './build.js';
import type { Fold, PaddingPlan } from './padding.js';
import { addParams } from './params.js';
import { destinationOfV0, isV0Field, typeOfV0, v0NetFields, v0OwnFields, v0TypeNames } from './tables.js';
import type { Upgraded } from './types.js';

/** A net is V0 as soon as one of its layers holds a nested one (NetNeedsV0ToV1Upgrade). */
export const isV0 = (net: Message): boolean => net.msgs('layers').some((layer) => layer.has('layer'));

/** Fields of the outer message that the upgrade reads. */
const outerFields: ReadonlySet<string> = new Set(['bottom', 'top', 'layer']);

/**
 * All layers of a V0 net as V2 layers (UpgradeV0Net, then UpgradeV1Net), without the padding layers.
 * What Caffe leaves out on the way is added to `log.losses`.
 */
export function upgradeV0Layers(net: Message, padding: PaddingPlan, target: Target, log: Upgraded): Value[] {
  for (const name of net.names()) {
    if (v0NetFields.has(name)) continue;
    const layer = name === 'layer';
    log.losses.push({
      id: layer ? 'v0-dropped-layer' : 'v0-dropped-field',
      range: placeOf(net, name),
      message: layer
        ? `this net has V0 layers, and Caffe's upgrade of V0 nets loses every "layer { … }" that stands beside them`
        : `Caffe's upgrade of V0 nets keeps name, layers, input, input_dim and force_backward, and loses "${name}"`,
    });
  }
  const out: Value[] = [];
  for (const value of net.all('layers')) {
    const layer = value.value;
    if (!(layer instanceof Message) || padding.removed.has(layer)) continue;
    out.push({ ...value, value: upgradeV0Layer(layer, padding.folds.get(layer), target, log) });
  }
  return out;
}

/** UpgradeV0LayerParameter and UpgradeV1LayerParameter in one. */
function upgradeV0Layer(outer: Message, fold: Fold | undefined, target: Target, log: Upgraded): Message {
  const out = messageAt(target.layer, target.schema, outer);
  copyFields(out, outer, ['bottom', 'top']);
  if (fold) set(out, 'bottom', fold.bottom.value, outer.all('bottom')[0]!);
  for (const name of outer.names())
    if (!outerFields.has(name))
      log.losses.push({
        id: 'v0-dropped-field',
        range: placeOf(outer, name),
        message: `in a V0 net Caffe reads only bottom, top and the nested layer here, and loses "${name}"`,
      });
  const nested = outer.all('layer')[0];
  if (!(nested?.value instanceof Message)) return out;
  const inner = nested.value;
  copyFields(out, inner, ['name']);
  const known = putType(out, inner, log);
  copyFields(out, inner, ['blobs']);
  addParams(out, inner);
  const type = inner.str('type');
  for (const name of inner.names()) {
    if (v0OwnFields.has(name) || (name === 'pad' && fold)) continue;
    const destination = destinationOfV0(type, name);
    if (!destination && !known) continue;
    if (!destination) {
      const own = isV0Field(name);
      log.losses.push({
        id: own ? 'v0-dropped-field' : 'no-v2-field',
        range: placeOf(inner, name),
        message: own
          ? `Caffe's upgrade has no place for "${name}" in a V0 layer of type "${type}" and loses it`
          : `"${name}" is a field of V0 layers in a fork or in Caffe's first versions; today's "layer { … }" cannot hold it`,
      });
      continue;
    }
    const origin = inner.all(name)[0]!;
    const home = destination.group === undefined ? out : mutable(out, destination.group, origin);
    copyValues(home, destination.name, inner.all(name));
  }
  if (fold) {
    const origin = fold.pad ?? nested;
    const { group, name } = destinationOfV0(type, 'pad')!;
    put(mutable(out, group!, origin), name, fold.pad?.value ?? 0, origin);
  }
  return out;
}

/** False where Caffe knows no such type, so that it stops before it looks at any other field. */
function putType(out: Message, inner: Message, log: Upgraded): boolean {
  const value = inner.all('type')[0];
  if (!value) return true;
  const type = typeOfV0(inner.str('type'));
  if (type === undefined)
    log.refusals.push({
      id: 'v0-unknown-type',
      range: inner.at('type'),
      message: `Caffe knows no V0 layer type "${inner.str('type')}" ("Unknown layer name") and stops here${meantV0(inner.str('type'))}`,
    });
  put(out, 'type', type ?? inner.str('type'), value);
  return type !== undefined;
}

/** V0 types are lower-case words of their own ("conv", "innerproduct"). */
function meantV0(type: string): string {
  const near = nearest(type.toLowerCase(), v0TypeNames);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}
