import { expect, test } from '@jest/globals';
import { expectFix, fix } from './upgrade-support.js';

test('inputs behind the layers move before the first one', () => {
  expectFix(
    `
    name: "n"

    # first
    layer { type: "ReLU" bottom: "a" top: "a" }
    input: "a" # in
    input_shape {
      dim: 1 # batch
    }
    `,
    `
    name: "n"

    layer {
      name: "input"
      type: "Input"
      top: "a" # in
      input_param {
        shape {
          dim: 1 # batch
        }
      }
    }
    # first
    layer { type: "ReLU" bottom: "a" top: "a" }
    `,
  );
});

test('BatchNorm params', () => {
  expectFix(
    `
    layer {
      type: "BatchNorm"
      param { lr_mult: 1 # no
      }
      param {
      }
      param { }
    }
    `,
    `
    layer {
      type: "BatchNorm"
      param { lr_mult: 0 # no
        decay_mult: 0
      }
      param {
        lr_mult: 0
        decay_mult: 0
      }
      param { lr_mult: 0 decay_mult: 0 }
    }
    `,
  );
});

test('CRLF and tabs are kept', () => {
  expect(fix('layers {\r\n\ttype: RELU\r\n\tblobs_lr: 1 # x\r\n\tblobs_lr: 2\r\n}\r\n')).toBe(
    'layer {\r\n\ttype: "ReLU"\r\n\tparam {\r\n\t\tlr_mult: 1 # x\r\n\t}\r\n\tparam {\r\n\t\tlr_mult: 2\r\n\t}\r\n}\r\n',
  );
});

test('solver_type', () => {
  expect(fix('solver_type: NESTEROV # fast\n', 'SolverParameter')).toBe('type: "Nesterov" # fast\n');
  expect(fix("net: 'n' solver_type : 0", 'SolverParameter')).toBe("net: 'n' type : 'SGD'");
});

test.each([
  ['syntax errors', 'layers { type: RELU'],
  ['a field the schema does not have', 'layers { type: RELU nonsense: 1 }'],
  ['a refusal', 'layers { type: RELU } layer { type: "ReLU" }'],
  ['layers that would be lost', 'layers { layer { type: "relu" } } layer { type: "ReLU" }'],
  ['nothing old', 'layer { type: "ReLU" }'],
])('no edits for %s', (_, text) => {
  expect(fix(text)).toBe(text);
});
