/**
 * Protobuf's wire format, read field by field from a file that need not fit in memory
 * (https://protobuf.dev/programming-guides/encoding). Whatever the bytes hold, it ends with an answer
 * or a WireError: lengths are checked against the message around them, and nothing is read to be skipped.
 */

/** Bytes at hand, such as an open file. */
export interface ByteSource {
  readonly size: number;
  /** Fill `into` from `at` on; answers how many bytes there were. */
  read(at: number, into: Uint8Array): number;
}

/** The bytes are no protobuf message; the message says where and why, for the user. */
export class WireError extends Error {}

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** One field: its number, wire type, and where its value stands. */
export interface WireField {
  number: number;
  wire: number;
  start: number;
  end: number;
}

const CHUNK = 1 << 20;
const TWO_32 = 2 ** 32;

export class WireReader {
  private at = 0;
  private readonly buffer = new Uint8Array(CHUNK);
  private readonly view = new DataView(this.buffer.buffer);
  private from = 0;
  private filled = 0;

  constructor(private readonly source: ByteSource) {}

  get size(): number {
    return this.source.size;
  }

  /**
   * Visit the fields of the message that fills `start` to `end`, in order.
   * @throws WireError where they are no fields.
   */
  fields(start: number, end: number, visit: (field: WireField) => void): void {
    let at = start;
    while (at < end) {
      this.at = at;
      const tag = this.varint(end);
      const [number, wire] = [Math.floor(tag / 8), tag % 8];
      if (number < 1 || number > 0x1fffffff)
        throw new WireError(`byte ${at}: ${number} is no field number of protobuf`);
      const field = { number, wire, ...this.extent(at, wire, end) };
      visit(field);
      at = field.end;
    }
  }

  /** Where the value of a field that begins at `tag` stands; `this.at` is behind the tag. */
  private extent(tag: number, wire: number, end: number): { start: number; end: number } {
    const start = this.at;
    if (wire === VARINT) {
      this.varint(end);
      return { start, end: this.at };
    }
    const length =
      wire === FIXED64 ? 8 : wire === FIXED32 ? 4 : wire === BYTES ? this.varint(end) : undefined;
    if (length === undefined) throw new WireError(`byte ${tag}: wire type ${wire} is none that Caffe writes`);
    const value = wire === BYTES ? this.at : start;
    if (!(length >= 0 && length <= end - value))
      throw new WireError(
        `byte ${tag}: a field of ${length} bytes, where ${Math.max(0, end - value)} are left: the file is cut off or damaged`,
      );
    return { start: value, end: value + length };
  }

  /** The value of a varint field, as int64. */
  integer(field: WireField): number {
    this.at = field.start;
    return this.varint(field.end);
  }

  /** The integers of a repeated field: one of them, or several packed. */
  integers(field: WireField, most: number): number[] {
    const values: number[] = [];
    this.at = field.start;
    while (this.at < field.end) {
      if (values.length >= most) throw new WireError(`byte ${this.at}: more than ${most} numbers in a list`);
      values.push(this.varint(field.end));
    }
    return values;
  }

  /** The text of a field; UTF-8 that is broken becomes U+FFFD. */
  text(field: WireField, most: number): string {
    const length = field.end - field.start;
    if (length > most) throw new WireError(`byte ${field.start}: a name of ${length} bytes`);
    const bytes = new Uint8Array(length);
    if (this.source.read(field.start, bytes) < length) throw this.cutOff(field.start);
    return new TextDecoder().decode(bytes);
  }

  /** Visit the floats (or doubles) of a field, packed or single, a chunk at a time. */
  numbers(field: WireField, width: 4 | 8, visit: (value: number) => void): void {
    if ((field.end - field.start) % width !== 0)
      throw new WireError(`byte ${field.start}: ${field.end - field.start} bytes are no list of numbers`);
    for (let at = field.start; at < field.end;) {
      this.load(at, width);
      const offset = at - this.from;
      const bytes = Math.min(field.end - at, this.filled - offset);
      const whole = bytes - (bytes % width);
      for (let i = offset; i < offset + whole; i += width)
        visit(width === 4 ? this.view.getFloat32(i, true) : this.view.getFloat64(i, true));
      at += whole;
    }
  }

  private varint(end: number): number {
    const start = this.at;
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (this.at >= end) throw this.cutOff(start);
      this.load(this.at, 1);
      const byte = this.buffer[this.at - this.from]!;
      this.at++;
      const bits = byte & 0x7f;
      if (i < 4) low += bits * 2 ** (7 * i);
      else if (i === 4) {
        low += (bits & 0xf) * 2 ** 28;
        high = bits >> 4;
      } else high += bits * 2 ** (7 * i - 32);
      if (byte < 0x80) {
        high %= TWO_32;
        return high >= TWO_32 / 2 ? (high - TWO_32) * TWO_32 + low : high * TWO_32 + low;
      }
    }
    throw new WireError(`byte ${start}: a number of more than ten bytes`);
  }

  /** Have the `need` bytes from `at` on in the buffer. */
  private load(at: number, need: number): void {
    if (at >= this.from && at + need <= this.from + this.filled) return;
    this.from = at;
    this.filled = this.source.read(at, this.buffer);
    if (this.filled < need) throw this.cutOff(at);
  }

  private cutOff(at: number): WireError {
    return new WireError(`byte ${at}: the file ends in the middle of a field: it is cut off or damaged`);
  }
}
