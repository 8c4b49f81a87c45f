/** However an old net is laid out, its upgrade means the same, keeps every comment, and is final. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lex } from '../../grammar/lexer.js';
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import { sameMessage } from '../../src/document/upgrade/build.js';
import { upgradeEdits, upgradeNet } from '../../src/document/upgrade/index.js';
import { composeSchema } from '../../src/schema/descriptor.js';
import { bvlc } from '../../src/schema/tables/bvlc.js';
import { applyEdits } from '../../src/text/edit.js';

const schema = composeSchema([['bvlc', bvlc]]);

const nets = [
  `input: "d" input_dim: 1 input_dim: [3, 8, 8] input_dim: 9 name: "n", state { phase: TRAIN };
   layers { layer < name: "p" type: "padding" pad: 2 > bottom: "d" top: "p" }
   layers { name: "lost" bottom: "p" top: "c"
     layer { name: 'c' type: 'co' 'nv' pad: 1 weight_filler: { type: "x" std: - 1 } blobs_lr: [1, 2] kernelsize: 3
             weight_decay: 0 mirror: true shuffle_images: true } }
   layers: [ { layer { type: "padding" } bottom: "c" top: "q" }, { layer { type: "pool" pool: 1 } bottom: "q" top: "o" } ]
   layers { layer { type: "pool" stride: 2 } bottom: "p" top: "r" }`,
  `layers { type: DATA data_param { source: "s" scale: 0.5 mirror: true } transform_param { scale: 2 } top: "a" }
   layers { type: IMAGE_DATA image_data_param < crop_size: 3; > top: "b" } layers { type: 24 }
   layers { blobs_lr: 1 name: "c" type: CONVOLUTION blobs_lr: [] param: ["w", "v"] weight_decay: 3 blobs_lr: 2
            convolution_param { num_output: 1 } blob_share_mode: PERMISSIVE bottom: "a" }
   input: ["x", "y"] input_shape { dim: 1 dim: 2 } input_shape: { dim: [3] } input_shape { }`,
  `layer { type: "BatchNorm" param { lr_mult: 1 } param: { name: "s" } param { decay_mult: - 0 lr_mult: 0 } }
   input: "a" layer { type: "ReLU" } input: "b"`,
];

const gap = fc.oneof(
  { weight: 6, arbitrary: fc.constant(' ') },
  { weight: 3, arbitrary: fc.constantFrom('\n', '\n  ', '\n\n    ', '\t') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(' # note\n', '\n# own line }\n', '# tight "\n', '\n  # two\n\n  # three\n'),
  },
);

const comments = (text: string): string[] =>
  lex(text)
    .comments.map((c) => c.image.trimEnd())
    .sort();

test.each(nets.map((net, i) => [i, net] as const))('net %i in any layout', (_, net) => {
  const tokens = lex(net).tokens.map((t) => t.image);
  const gaps = fc.array(gap, { minLength: tokens.length, maxLength: tokens.length });
  fc.assert(
    fc.property(gaps, fc.constantFrom('\n', '\r\n'), (between, eol) => {
      const text = tokens
        .map((token, i) => token + between[i]!)
        .join('')
        .replaceAll('\n', eol);
      const read = (source: string) => {
        const tree = parse(source);
        return { tree, message: bind(tree.document, 'NetParameter', schema).message };
      };
      const before = read(text);
      const edits = upgradeEdits(before.tree, before.message);
      expect(edits).not.toHaveLength(0);
      const fixed = applyEdits(text, edits);
      const after = read(fixed);
      expect(sameMessage(upgradeNet(before.message).net, after.message)).toBe(true);
      expect(upgradeEdits(after.tree, after.message)).toEqual([]);
      expect(comments(fixed)).toEqual(comments(text));
      if (eol === '\r\n') expect(fixed).not.toMatch(/[^\r]\n/);
    }),
    { numRuns: 300 },
  );
});
