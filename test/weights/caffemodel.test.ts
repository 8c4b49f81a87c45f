/** Models of every generation, and bytes that are none. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ModelError, readModel, type TrainedModel } from '../../src/weights/caffemodel.js';
import { blob, bytes, doubles, floats, integer, layer, model, shape, single, varint } from './encode.js';

function read(data: Buffer): TrainedModel {
  return readModel('m.caffemodel', {
    size: data.length,
    read: (at, into) => (at < data.length ? data.copy(into, 0, at) : 0),
  });
}

/** What a file is refused for. */
function refusal(data: Buffer): string {
  try {
    read(data);
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
  return 'read';
}

describe('what Caffe writes', () => {
  test('layers of today: packed, not packed, doubles, in pieces', () => {
    const { layers } = read(
      model(
        layer('packed', blob([1, 3], [1, 2, 3]), blob([1], [5])),
        layer('single', Buffer.concat([single(5, [1, 2, 3]), shape([3])])),
        layer('double', Buffer.concat([shape([3]), bytes(8, doubles([1, 2, 3])), bytes(5, floats([9]))])),
        layer('pieces', Buffer.concat([bytes(5, floats([1, 2])), shape([3]), bytes(5, floats([3]))])),
        layer('none'),
      ),
    );
    expect(layers.map((l) => l.name)).toEqual(['packed', 'single', 'double', 'pieces', 'none']);
    expect(layers[0]!.blobs.map((b) => b.shape)).toEqual([[1, 3], [1]]);
    expect(layers[0]!.blobs[1]!.stats).toEqual({ mean: 5, variance: 0, broken: 0 });
    for (const { blobs } of layers.slice(0, 4)) {
      expect(blobs[0]!.legacy).toBe(false);
      const { mean, variance, broken } = blobs[0]!.stats!;
      expect([mean, broken]).toEqual([2, 0]);
      expect(variance).toBeCloseTo(2 / 3, 12);
    }
    expect(layers[4]!.blobs).toEqual([]);
  });

  test('layers of V1 and V0, with four dimensions', () => {
    const old = Buffer.concat([
      integer(1, 1),
      integer(2, 1),
      integer(3, 3),
      integer(4, 1),
      bytes(5, floats([1, 2, 3])),
    ]);
    const v1 = bytes(2, bytes(2, 'data'), bytes(4, 'ip'), integer(5, 14), bytes(6, old));
    const v0 = bytes(2, bytes(1, bytes(1, 'conv'), bytes(2, 'conv'), bytes(50, old)));
    const { layers } = read(model(v1, v0));
    expect(layers.map((l) => l.name)).toEqual(['ip', 'conv']);
    for (const { blobs } of layers) {
      expect(blobs).toHaveLength(1);
      expect(blobs[0]).toMatchObject({ legacy: true, shape: [1, 1, 3, 1] });
      expect(blobs[0]!.stats!.mean).toBe(2);
    }
  });

  test('a list longer than what is held in memory at once', () => {
    const n = 700_000;
    const values = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1000.5 : 1001.5));
    const stats = read(model(layer('fc', blob([n], values)))).layers[0]!.blobs[0]!.stats!;
    expect(stats.mean).toBeCloseTo(1001, 9);
    expect(stats.variance).toBeCloseTo(0.25, 9);
  });

  test('NaN and infinity are counted and left out; half precision is not read', () => {
    const half = Buffer.concat([shape([2]), integer(10, 1), bytes(12, Buffer.alloc(4))]);
    const [a, b] = read(model(layer('a', blob([3], [NaN, 4, Infinity])), layer('b', half))).layers;
    expect(a!.blobs[0]!.stats).toEqual({ mean: 4, variance: 0, broken: 2 });
    expect(b!.blobs[0]).toMatchObject({ shape: [2], stats: undefined });
  });
});

describe('what is none', () => {
  const good = model(layer('fc', blob([2, 2], [1, 2, 3, 4])), layer('fc2', blob([1], [1])));

  test('cut off anywhere, it is refused or has fewer layers', () => {
    let fewer = 0;
    for (let n = 0; n < good.length; n++) {
      const cut = good.subarray(0, n);
      const why = refusal(cut);
      if (why !== 'read') expect(why).toMatch(/cut off|no layer in it has weights/);
      else {
        expect(read(cut).layers).toHaveLength(1);
        fewer++;
      }
    }
    // Only at the end of the first layer is the rest a model of its own.
    expect(fewer).toBe(1);
  });

  test.each([
    [
      'a length beyond the end',
      Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
      /a field of 4294967295 bytes, where 0 are left/,
    ],
    ['a negative length', Buffer.concat([Buffer.from([0x0a]), varint(-1n)]), /a field of -1 bytes/],
    ['an endless varint', Buffer.alloc(40, 0xff), /more than ten bytes/],
    ['field number 0', Buffer.from([0x02, 0x00]), /0 is no field number/],
    ['a group', Buffer.from([0x0b, 0x0c]), /wire type 3/],
    ['too many axes', model(layer('x', shape(Array<number>(40).fill(1)))), /more than 32 numbers/],
    [
      'a name of megabytes',
      model(bytes(100, bytes(1, Buffer.alloc(1 << 20, 97)))),
      /a name of 1048576 bytes/,
    ],
    ['half a float', model(layer('x', bytes(5, Buffer.alloc(7)))), /7 bytes are no list of numbers/],
    ['text', Buffer.from('name: "LeNet"\nlayer { }\n'), /wire type 6/],
    ['HDF5', Buffer.from('\x89HDF\r\n\x1a\n0000', 'latin1'), /HDF5 model, which is not read/],
    ['a pointer of Git LFS', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /git lfs pull/],
    ['nothing', Buffer.alloc(0), /no layer in it has weights/],
  ])('%s', (_, data, words) => {
    expect(refusal(data)).toMatch(words);
  });

  test('whatever the bytes, there is an answer', () => {
    const mutated = fc.record({
      at: fc.nat(good.length - 1),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(mutated, ({ at, put }) => {
        const data = Buffer.concat([good.subarray(0, at), put, good.subarray(at + put.length)]);
        expect(typeof refusal(data)).toBe('string');
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        expect(typeof refusal(Buffer.from(data))).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});
