/** Texts for fuzzing: nets and solvers out of the schema, right and wrong, and real ones that were damaged. */
import fc from 'fast-check';
import type { FieldDescriptor } from '../../src/schema/descriptor.js';
import { builtInDialects } from '../../src/schema/dialects.js';
import { registry } from '../../src/layers/registry.js';
import { fixtureCases } from '../support/fixtures.js';

/** BVLC's schema with what the largest forks add, so that their layers are built, too. */
const schema = builtInDialects.schemaOf(['bvlc', 'ssd', 'nvidia', 'segnet']);
const types = registry.names(schema.dialects);

/** Few names, so that layers meet. */
const blobs = ['data', 'label', 'a', 'b', 'c', 'd', 'loss', '__proto__', 'toString', ''];
const numbers = [
  '0', '1', '2', '3', '5', '10', '64', '-1', '-0', '0.5', '1e-3', '1e10', '1e38', '1e39', '1e-46', 'nan', 'inf', '-inf',
  '2147483647', '2147483648', '-2147483648', '4294967295', '4294967296', '9223372036854775807', '9223372036854775808',
  '18446744073709551616', '0x7fffffff', '017', '08', '1.', '.5', '1f', '1e', '99999999999999999999999999',
]; // prettier-ignore
const words = [
  'xavier', 'msra', 'gaussian', 'constant', 'bilinear', 'fixed', 'step', 'poly', 'multistep', 'SGD', 'Adam', 'LMDB',
  'TRAIN', 'TEST', 'MAX', 'AVE', 'SUM', 'PROD', 'VALID', 'FULL', 'true', 'false', 't', 'x\\n', '\\xff', '\\', 'é', '<b>',
]; // prettier-ignore

const oneOf = (of: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...of);
const quoted = (of: fc.Arbitrary<string>): fc.Arbitrary<string> => of.map((s) => `"${s}"`);
const number = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 12 }).map(String) },
  { weight: 2, arbitrary: oneOf(numbers) },
  { weight: 1, arbitrary: fc.double({ noNaN: false }).map(String) },
);

/** A value of a scalar field; now and then one of another type. */
function scalar(field: FieldDescriptor): fc.Arbitrary<string> {
  const right =
    field.type === 'string' || field.type === 'bytes'
      ? quoted(fc.oneof(oneOf(blobs), oneOf(words)))
      : field.type === 'bool'
        ? fc.constantFrom('true', 'false', '1', '0')
        : field.type === 'enum'
          ? fc.constantFrom(...schema.enums.get(field.typeName!)!.values.keys())
          : number;
  const wrong = fc.oneof(
    number,
    quoted(oneOf(words)),
    oneOf(words),
    fc.constant('{ }'),
    fc.constant('[1, 2]'),
  );
  return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

/** A field with a value, or what a message holds. */
function field(of: FieldDescriptor, depth: number): fc.Arbitrary<string> {
  const one =
    of.type === 'message'
      ? message(of.typeName!, depth - 1, 4).map((text) => `${of.name} { ${text} }`)
      : scalar(of).map((value) => `${of.name}: ${value}`);
  return of.label === 'repeated'
    ? fc.array(one, { minLength: 1, maxLength: 3 }).map((l) => l.join(' '))
    : one;
}

const unknown = fc.constantFrom(
  'nonsense: 1',
  'pool: MAXX',
  'kernel: 3',
  'layer { }',
  'top: 1',
  '[ext.name] { }',
  '# note\n',
);

/** Fields of a message of the schema, in any order. */
function message(name: string, depth: number, most: number): fc.Arbitrary<string> {
  const fields = [...schema.messages.get(name)!.fields.values()].filter(
    (f) => depth > 0 || f.type !== 'message',
  );
  if (fields.length === 0) return fc.constant('');
  const any = fc.constantFrom(...fields).chain((f) => field(f, depth));
  return fc
    .array(fc.oneof({ weight: 25, arbitrary: any }, { weight: 1, arbitrary: unknown }), { maxLength: most })
    .map((parts) => parts.join('\n'));
}

/** The message that holds a layer type's parameters: `inner_product_param` of `InnerProduct`. */
function paramsOf(type: string): FieldDescriptor | undefined {
  const plain = (s: string): string => s.replaceAll('_', '').toLowerCase();
  return [...schema.messages.get('LayerParameter')!.fields.values()].find(
    (f) => f.type === 'message' && plain(f.name) === `${plain(type.replace(/(WithLoss|Loss)$/, ''))}param`,
  );
}

const anything = fc.constantFrom(...schema.messages.get('LayerParameter')!.fields.values());

/** A layer of a type that there is, on blobs that there may be, with parameters of its own. */
const layer: fc.Arbitrary<string> = fc
  .constantFrom(
    ...types,
    'Convolution',
    'InnerProduct',
    'ReLU',
    'Pooling',
    'BatchNorm',
    'Scale',
    'SoftmaxWithLoss',
  )
  .chain((type) => {
    const own = paramsOf(type);
    return fc.tuple(
      fc.constant(type),
      oneOf(blobs),
      fc.array(oneOf(blobs), { maxLength: 3 }),
      fc.array(oneOf(blobs), { maxLength: 2 }),
      own ? fc.option(field(own, 3), { nil: '' }) : fc.constant(''),
      fc.option(anything.chain((f) => field(f, 2)), { nil: '', freq: 3 }),
      fc.option(fc.constantFrom('include { phase: TRAIN }', 'include { phase: TEST stage: "s" }', 'exclude { min_level: 1 }'), { nil: '', freq: 4 }),
    ); // prettier-ignore
  })
  .map(([type, name, bottoms, tops, own, other, rule]) =>
    [
      `layer { name: "${name}" type: "${type}"`,
      ...bottoms.map((b) => `bottom: "${b}"`),
      ...tops.map((t) => `top: "${t}"`),
      own,
      other,
      rule,
      '}',
    ].join(' '),
  );

const input = fc
  .tuple(
    fc.array(fc.constantFrom('1', '3', '4', '8', '16', '0', '-1', '2147483647', '9223372036854775807'), {
      maxLength: 5,
    }),
    fc.constantFrom('Input', 'DummyData', 'Data', 'MemoryData', 'ImageData', 'HDF5Data', 'Python'),
  )
  .map(([dims, type]) =>
    type === 'Input'
      ? `layer { name: "in" type: "Input" top: "data" top: "label" input_param { shape { ${dims.map((d) => `dim: ${d}`).join(' ')} } shape { dim: 4 } } }`
      : type === 'DummyData'
        ? `layer { name: "in" type: "DummyData" top: "data" dummy_data_param { shape { ${dims.map((d) => `dim: ${d}`).join(' ')} } } }`
        : `layer { name: "in" type: "${type}" top: "data" top: "label" }`,
  );

/** A chain, in which every layer reads the one before: most of what Caffe accepts is such. */
const chain: fc.Arbitrary<string> = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }).map((n) => `dim: 2 dim: ${n} dim: ${n + 3} dim: 7`),
    fc.array(
      fc.tuple(
        fc.constantFrom(...types.filter((t) => !/Data|Input|Python/.test(t))),
        fc.boolean(),
        fc.nat(2 ** 30),
      ),
      { maxLength: 7 },
    ),
    fc.infiniteStream(fc.nat(2 ** 30)),
  )
  .chain(([dims, layers]) =>
    fc.tuple(
      fc.constant(dims),
      fc.tuple(
        ...layers.map(([type, inPlace]) => {
          const own = paramsOf(type);
          const loss = /Loss|Accuracy/.test(type) ? ' bottom: "label"' : '';
          return (own ? fc.option(field(own, 3), { nil: '' }) : fc.constant('')).map((param) => ({ type, inPlace, loss, param }));
        }),
      ),
    ),
  )
  .map(([dims, layers]) => {
    let last = 'data';
    const texts = layers.map(({ type, inPlace, loss, param }, i) => {
      const top = inPlace ? last : `t${i}`;
      const text = `layer { name: "l${i}" type: "${type}" bottom: "${last}"${loss} top: "${top}" ${param} }`;
      last = top;
      return text;
    });
    return [
      `layer { name: "in" type: "Input" top: "data" top: "label" input_param { shape { ${dims} } shape { dim: 2 } } }`,
      ...texts,
    ].join('\n');
  }); // prettier-ignore

/** A net as the schema has it, with today's layers or the two old formats'. */
export const madeNet: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(input, fc.array(layer, { maxLength: 8 })).map(([i, l]) => [i, ...l].join('\n')) },
  { weight: 4, arbitrary: chain },
  { weight: 1, arbitrary: message('NetParameter', 4, 5) },
  {
    weight: 1,
    arbitrary: fc
      .array(message('V1LayerParameter', 3, 6), { minLength: 1, maxLength: 4 })
      .map((l) => l.map((text) => `layers { ${text} }`).join('\n')),
  },
); // prettier-ignore

export const madeSolver: fc.Arbitrary<string> = message('SolverParameter', 2, 12).map(
  (text) => `net: "net.prototxt"\n${text}`,
);

const fixtures = fixtureCases().filter((c) => Object.values(c.texts).every((t) => t.length < 20_000));

const junk = ['{', '}', '[', ']', '<', '>', ':', ',', ';', '"', "'", '\\', '#', '-', '\0', '\r', '\n', '\uFEFF', '\u00A0', '“', '：', '<<<<<<< HEAD\n']; // prettier-ignore

/** One damage: where (a share of the pieces), what, and with what. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom(
    'drop',
    'twice',
    'swap',
    'number',
    'word',
    'junk',
    'line',
    'line twice',
    'cut',
    'quote',
  ),
  pick: fc.nat(1000),
});

function damaged(
  text: string,
  list: readonly { at: number; to: number; kind: string; pick: number }[],
): string {
  let result = text;
  for (const { at, to, kind, pick } of list) {
    const whole = kind.startsWith('line');
    const pieces = whole
      ? result.split(/(?<=\n)/)
      : (result.match(/[A-Za-z_]\w*|[\d.]+|"[^"\n]*"|\s+|[^]/g) ?? []);
    if (pieces.length === 0) continue;
    const [i, j] = [Math.floor(at * pieces.length), Math.floor(to * pieces.length)];
    const nearest = (of: RegExp): number => {
      const found = pieces.findIndex((p, k) => k >= i && of.test(p));
      return found < 0 ? i : found;
    };
    if (kind === 'drop' || kind === 'line') pieces.splice(i, 1);
    else if (kind === 'twice' || kind === 'line twice') pieces.splice(i, 0, pieces[i]!);
    else if (kind === 'swap') [pieces[i], pieces[j]] = [pieces[j]!, pieces[i]!];
    else if (kind === 'number') pieces[nearest(/^[\d.]+$/)] = numbers[pick % numbers.length]!;
    else if (kind === 'word') pieces[nearest(/^\w+$/)] = pieces[j]!;
    else if (kind === 'quote')
      pieces[nearest(/^"/)] = pieces.filter((p) => p.startsWith('"'))[pick % 7] ?? '"x"';
    else if (kind === 'junk') pieces.splice(i, 0, junk[pick % junk.length]!);
    else pieces.length = Math.max(1, i);
    result = pieces.join('');
  }
  return result;
}

/** A fixture's net, or its solver with the net, after up to six damages. */
export const damagedCase: fc.Arbitrary<Record<string, string>> = fc
  .tuple(fc.constantFrom(...fixtures), fc.array(damage, { maxLength: 6 }), fc.nat(3))
  .map(([{ texts }, list, which]) => {
    const names = Object.keys(texts);
    const target = names[which % names.length]!;
    return { ...texts, [target]: damaged(texts[target]!, list) };
  });

/** Texts to lint together. */
export const texts: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 4, arbitrary: damagedCase },
  { weight: 3, arbitrary: madeNet.map((net) => ({ 'net.prototxt': net })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(madeSolver, madeNet)
      .map(([solver, net]) => ({ 'solver.prototxt': solver, 'net.prototxt': net })),
  },
);
