import { expect, test } from '@jest/globals';
import {
  allDialects,
  bvlcLayerTypes,
  dialectIds,
  dialectIndex,
  dialectOf,
  layerTypesOf,
  builtInDialects,
  schemaOf,
} from '../../src/schema/dialects.js';
import { lookalikeOf } from '../../src/schema/lookalikes.js';

test('the ids that can be named are those of the tables', () => {
  expect(dialectIds).toEqual(['bvlc', ...allDialects().map((d) => d.id)]);
  expect(new Set(dialectIds).size).toBe(dialectIds.length);
});

test('the families that the documentation promises are there', () => {
  const promised = 'ssd faster-rcnn r-fcn nvidia intel microsoft segnet pspnet c3d flownet'.split(' ');
  for (const id of promised) expect(dialectIds).toContain(id);
});

test.each(dialectIds)('%s composes to a schema whose every type is declared', (id) => {
  const schema = schemaOf([id]);
  for (const message of schema.messages.values())
    for (const field of message.fields.values()) {
      if (field.type === 'message') expect(schema.messages.has(field.typeName!)).toBe(true);
      if (field.type !== 'enum') continue;
      const values = schema.enums.get(field.typeName!)?.values;
      expect(values).toBeDefined();
      if (field.default !== undefined) expect(values!.has(field.default)).toBe(true);
    }
});

test('no dialect asks for a field in a message of BVLC, so each accepts what BVLC accepts', () => {
  const bvlc = schemaOf([]);
  for (const dialect of allDialects())
    for (const [message, rows] of Object.entries(dialect.messages)) {
      const base = bvlc.messages.get(message);
      if (!base) continue;
      for (const [field, [, label]] of Object.entries(rows)) {
        expect(label).not.toBe('q');
        if (base.fields.get(field)?.label === 'repeated') expect(label).toBe('r');
      }
    }
});

test('a dialect that extends another contains it', () => {
  expect(builtInDialects.lineage(dialectOf('refinedet')!).map((d) => d.id)).toEqual(['ssd', 'refinedet']);
  const fields = schemaOf(['refinedet']).messages.get('MultiBoxLossParameter')!.fields;
  expect(fields.has('objectness_score') && fields.has('neg_pos_ratio')).toBe(true);
  expect(layerTypesOf(['nvidia']).has('PriorBox')).toBe(true);
});

test('of two dialects that differ, the one named first wins', () => {
  const label = (ids: string[]) =>
    schemaOf(ids).messages.get('PoolingParameter')!.fields.get('stride_h')!.default;
  expect(label(['intel'])).toBe('1');
  expect(label(['opencl'])).toBeUndefined();
  const prefetch = (ids: string[]) =>
    schemaOf(ids).messages.get('DataParameter')!.fields.get('prefetch')!.default;
  expect(prefetch(['ssd'])).toBe('4');
  expect(prefetch(['ssd', 'nvidia'])).toBe('0');
  expect(schemaOf(['ssd', 'nvidia']).dialects).toEqual(['bvlc', 'ssd', 'nvidia']);
});

test('schemas are made once, and an unknown id is told', () => {
  expect(schemaOf(['bvlc', 'ssd'])).toBe(schemaOf(['ssd', 'ssd']));
  expect(() => schemaOf(['sssd'])).toThrow('no dialect "sssd"');
});

test('the index knows who declares what', () => {
  const { fields, enumValues, layerTypes } = dialectIndex();
  const ids = (list: readonly { id: string }[] | undefined): string[] => (list ?? []).map((d) => d.id);
  expect(ids(fields.get('LayerParameter.psroi_pooling_param'))[0]).toBe('r-fcn');
  expect(ids(fields.get('LayerParameter.prior_box_param')).slice(0, 2)).toEqual(['ssd', 'nvidia']);
  expect(ids(enumValues.get('V1LayerParameter.LayerType.ROI_POOLING'))).toContain('faster-rcnn');
  expect(ids(layerTypes.get('Axpy'))).toContain('senet');
});

test("layer types of BVLC are no dialect's", () => {
  for (const dialect of allDialects())
    for (const type of dialect.layerTypes) expect(bvlcLayerTypes).not.toContain(type);
});

test('ceil_mode is in no table: it is reported with the field that BVLC has', () => {
  expect(dialectIndex().fields.has('PoolingParameter.ceil_mode')).toBe(false);
  expect(lookalikeOf('PoolingParameter', 'ceil_mode')).toMatchObject({ field: 'round_mode' });
  expect(lookalikeOf('constructor', 'name')).toBeUndefined();
});
