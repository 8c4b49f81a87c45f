/** A little encoder of protobuf's wire format, so that models are tested that no other code has made. */
export function varint(n: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(n));
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

const tag = (number: number, wire: number): Buffer => varint(number * 8 + wire);

export const integer = (number: number, value: number | bigint): Buffer =>
  Buffer.concat([tag(number, 0), varint(value)]);

export function bytes(number: number, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((p) => Buffer.from(p as string)));
  return Buffer.concat([tag(number, 2), varint(body.length), body]);
}

export const floats = (values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
export const doubles = (values: readonly number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);

/** Not packed: a tag in front of each. */
export const single = (number: number, values: readonly number[]): Buffer =>
  Buffer.concat(values.map((v) => Buffer.concat([tag(number, 5), floats([v])])));

export const shape = (dims: readonly number[]): Buffer => bytes(7, bytes(1, ...dims.map(varint)));

/** A blob of today's format. */
export const blob = (dims: readonly number[], values: readonly number[]): Buffer =>
  Buffer.concat([shape(dims), bytes(5, floats(values))]);

/** A layer of today's format with its blobs. */
export const layer = (name: string, ...blobs: Buffer[]): Buffer =>
  bytes(100, bytes(1, name), bytes(2, 'InnerProduct'), ...blobs.map((b) => bytes(7, b)));

export const model = (...parts: Buffer[]): Buffer => Buffer.concat([bytes(1, 'net'), ...parts]);
