import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { resolve } from '../../src/document/resolve.js';

/** The first issue of a net: its message without the part that binding gives, and the text after its replacement. */
function first(text: string, choice: 'auto' | string[] = 'auto', root = 'NetParameter') {
  const issue = resolve(parse(text).document, root, choice).issues[0]!;
  const r = issue.replacement;
  return {
    hint: issue.message.replace(/^"\w+" has no field "[^"]*"(; |, )?/, ''),
    after: r && text.slice(0, r.start) + r.text + text.slice(r.end),
  };
}
const solver = (text: string) => first(text, 'auto', 'SolverParameter');

test('a misspelt name is told and, when there is no doubt, mended', () => {
  expect(first('layer { convolution_param { num_ouput: 3 } }')).toEqual({
    hint: 'did you mean "num_output"?',
    after: 'layer { convolution_param { num_output: 3 } }',
  });
  expect(first('layer { pooling_param { global_pool: true } }')).toEqual({
    hint: 'did you mean "global_pooling"?',
    after: undefined,
  });
});

test('a name is not mended where the right one stands already or the value does not fit', () => {
  expect(first('layer { pooling_param { kernel_size: 2 kernel_sise: 2 } }').after).toBeUndefined();
  expect(first('layer { pooling_param { kernel_sise: "2" } }').after).toBeUndefined();
  expect(first('layer { pooling_parm { pool: MAX } }').after).toBe('layer { pooling_param { pool: MAX } }');
  expect(first('layer { pooling_parm: 3 }').after).toBeUndefined();
});

test('a field in the wrong message is sent home, by the type of the layer where that decides', () => {
  expect(first('layer { type: "InnerProduct" num_output: 3 }').hint).toBe(
    '"num_output" belongs inside "inner_product_param { … }"',
  );
  expect(first('layer { type: "Convolution" num_output: 3 }').hint).toBe(
    '"num_output" belongs inside "convolution_param { … }"',
  );
  expect(first('layer { type: "Convolution" lr_mult: 1 }').hint).toBe(
    '"lr_mult" belongs inside "param { … }"',
  );
  expect(first('layer { type: "Data" mirror: true }').hint).toBe(
    '"mirror" belongs inside "transform_param { … }"',
  );
  expect(first('layer { pooling_param { bottom: "x" } }').hint).toBe(
    '"bottom" belongs directly in the layer',
  );
  expect(first('layer { inner_product_param { lr_mult: 1 } }').hint).toBe(
    '"lr_mult" belongs in "param { … }" of the layer',
  );
  expect(first('layer { data_param { transform_param { mirror: true } } }').hint).toBe(
    'Caffe has "transform_param" directly in the layer',
  );
  expect(first('layer { name: "a" } } bottom: "b"').hint).toMatch(/outside of every layer/);
});

test('a net taken for a solver, and the other way round', () => {
  expect(first('layer { name: "a" } base_lr: 0.1').hint).toBe('"base_lr" is a solver\'s field');
  expect(solver('base_lr: 0.1 layer { name: "a" }').hint).toBe('"layer" is a net\'s field');
});

test("names of other frameworks and of forks get BVLC's", () => {
  expect(first('layer { pooling_param { pool: MAX ceil_mode: false } }')).toMatchObject({
    hint: expect.stringContaining('BVLC\'s Caffe writes "round_mode: FLOOR"'),
    after: 'layer { pooling_param { pool: MAX round_mode: FLOOR } }',
  });
  expect(first('layer { pooling_param { round_mode: CEIL ceil_mode: true } }').after).toBeUndefined();
  expect(first('layer { dropout_param { rate: 0.5 } }').after).toBe(
    'layer { dropout_param { dropout_ratio: 0.5 } }',
  );
  expect(first('layer { convolution_param { no_bias: true } }').after).toBe(
    'layer { convolution_param { bias_term: false } }',
  );
  expect(solver('learning_rate: 0.1').after).toBe('base_lr: 0.1');
  expect(solver('max_epochs: 10').hint).toMatch(/max_iter/);
  expect(first('layer { blobs_lr: 1 }').hint).toMatch(/param \{ lr_mult: … \}/);
});

test('in strict mode the equivalent comes with the dialect that has the field', () => {
  expect(first('layer { convolution_param { hole: 2 } }', ['bvlc'])).toEqual({
    hint: expect.stringMatching(/^BVLC's Caffe writes "dilation" .*; the pspnet dialect has it$/),
    after: 'layer { convolution_param { dilation: 2 } }',
  });
});
