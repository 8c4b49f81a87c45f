/** Fields, enum values and layer types in words, as hover and completion show them. */
import type { Count, LayerType } from '../layers/layer-type.js';
import type { LayerRegistry } from '../layers/registry.js';
import type { FieldDescriptor, MessageDescriptor } from '../schema/descriptor.js';
import { dialectIndex, layerTypesOf, schemaOf } from '../schema/dialects.js';
import type { Dialect } from '../schema/dialects.js';

const SHOWN = 8;

const listed = (ids: readonly string[]): string =>
  ids.length > SHOWN ? `${ids.slice(0, SHOWN).join(', ')} and ${ids.length - SHOWN} more` : ids.join(', ');

/** Which Caffe knows something: BVLC's, or these forks. */
function origin(ofBvlc: boolean, dialects: readonly Dialect[] | undefined, ownSchema: boolean): string {
  if (ofBvlc) return "In BVLC's Caffe and all dialects.";
  if (dialects && dialects.length > 0)
    return `Not in BVLC's Caffe; dialects: ${listed(dialects.map((d) => d.id))}.`;
  return ownSchema ? 'Of your own caffe.proto.' : '';
}

/** "optional uint32 num_output = 1". */
export function declarationOf(field: FieldDescriptor): string {
  const fallback = field.default === undefined ? '' : ` [default = ${shownDefault(field)}]`;
  return `${field.label} ${field.typeName ?? field.type} ${field.name} = ${field.number}${fallback}`;
}

const shownDefault = (field: FieldDescriptor): string =>
  field.type === 'string' || field.type === 'bytes' ? JSON.stringify(field.default) : field.default!;

/** A field as the schema declares it, what holds where it is left out, and which dialects have it. */
export function describeField(
  type: MessageDescriptor,
  field: FieldDescriptor,
  values: ReadonlyMap<string, number> | undefined,
  ownSchema: boolean,
): string {
  const lines = ['```proto', `${declarationOf(field)};  // ${type.name}`, '```', leftOut(field, values)];
  if (values) lines.push(`Takes ${listed([...values.keys()])}.`);
  const ofBvlc = schemaOf([]).messages.get(type.name)?.fields.has(field.name) ?? false;
  lines.push(origin(ofBvlc, dialectIndex().fields.get(`${type.name}.${field.name}`), ownSchema));
  return lines
    .filter((line) => line !== '')
    .join('\n\n')
    .replace('```proto\n\n', '```proto\n')
    .replace('\n\n```', '\n```');
}

function leftOut(field: FieldDescriptor, values: ReadonlyMap<string, number> | undefined): string {
  if (field.label === 'repeated') return 'May be repeated.';
  if (field.label === 'required') return 'Must be set.';
  if (field.type === 'message') return '';
  if (field.default !== undefined) return `Default: \`${shownDefault(field)}\`.`;
  const first: unknown = values?.keys().next().value;
  const zero =
    typeof first === 'string'
      ? first
      : field.type === 'bool'
        ? 'false'
        : field.type === 'string' || field.type === 'bytes'
          ? '""'
          : '0';
  return `No default declared: \`${zero}\` where it is left out.`;
}

/** An enum's value and which dialects have it. */
export function describeEnumValue(
  enumName: string,
  value: string,
  number: number,
  ownSchema: boolean,
): string {
  const ofBvlc = schemaOf([]).enums.get(enumName)?.values.has(value) ?? false;
  const where = origin(ofBvlc, dialectIndex().enumValues.get(`${enumName}.${value}`), ownSchema);
  return ['```proto', `${value} = ${number}  // ${enumName}`, '```', where].join('\n');
}

/** How many bottoms and tops a layer type takes, what it does, and which dialects register it. */
export function describeLayerType(name: string, dialects: readonly string[], types: LayerRegistry): string {
  const type = types.find(name, dialects);
  const ofBvlc = layerTypesOf([]).has(name);
  const lines = [`**${name}** layer`];
  if (type) lines.push(signatureOf(type));
  const where = origin(ofBvlc, dialectIndex().layerTypes.get(name), false);
  if (where !== '') lines.push(where);
  else if (!type) lines.push('caffe-lint does not know this layer type.');
  return lines.join('\n\n');
}

function signatureOf(type: LayerType): string {
  const parts = [
    type.source ? 'brings data in' : `${counted(type.bottoms, 'bottom')}`,
    counted(type.tops, 'top') + (type.equalCounts ? ' (as many as bottoms)' : ''),
  ];
  if (type.loss) parts.push('a loss: its first top has loss_weight 1 unless the text sets one');
  if (type.inPlace === true) parts.push('may work in place');
  if (type.noBackward) parts.push('has no backward pass');
  return `${parts.join('; ')}.`;
}

function counted({ exact, min, max }: Count, word: string): string {
  const many = (n: number): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  if (exact !== undefined) return many(exact);
  if (min !== undefined && max !== undefined) return `${min} to ${many(max)}`;
  if (min !== undefined) return `${min} or more ${word}s`;
  return max === undefined ? `any number of ${word}s` : `at most ${many(max)}`;
}

/** Types whose parameters stand in a field that another type is named for. */
const BORROWED: Readonly<Record<string, string>> = {
  Deconvolution: 'convolution_param',
  DepthwiseConvolution: 'convolution_param',
  ConvolutionDepthwise: 'convolution_param',
  Im2col: 'convolution_param',
  SoftmaxWithLoss: 'softmax_param',
  LSTM: 'recurrent_param',
  RNN: 'recurrent_param',
  Swish: 'swish_param',
};

/** The field of the layer that holds a type's own parameters: Convolution → convolution_param. */
export function parameterField(layerType: string, layer: MessageDescriptor): FieldDescriptor | undefined {
  const borrowed = BORROWED[layerType];
  if (borrowed !== undefined) return layer.fields.get(borrowed);
  const plain = (name: string): string =>
    name
      .replace(/_param$/, '')
      .replaceAll('_', '')
      .toLowerCase();
  return [...layer.fields.values()].find((f) => /_param$/.test(f.name) && plain(f.name) === plain(layerType));
}
