/** The text of a .proto file, searched for the place of a declaration: protobufjs keeps none. */

/** A .proto that cannot be read, or that contradicts itself. */
export class UserProtoError extends Error {
  override readonly name = 'UserProtoError';
  constructor(
    readonly path: string,
    /** 1-based; 0 when the file as a whole is meant. */
    readonly line: number,
    readonly column: number,
    /** What is wrong, without the place. */
    readonly reason: string,
  ) {
    super(`${path}${line > 0 ? `:${line}:${column}` : ''}: ${reason}`);
  }
}

export class ProtoSource {
  /** The text with comments and strings blanked out, so that offsets stay. */
  private readonly code: string;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    this.code = text.replace(/\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (m) =>
      m.replace(/[^\n]/g, ' '),
    );
  }

  /** A problem with the place of an offset. */
  problem(offset: number, reason: string): UserProtoError {
    const { line, column } = this.place(offset);
    return new UserProtoError(this.path, line, column, reason);
  }

  /** What protobufjs's parser said, in our words and with its place. */
  parseError(error: Error): UserProtoError {
    const line = /\(.*\bline (\d+)\)$/.exec(error.message);
    if (line) {
      const token = /'([^']*)'/.exec(error.message)?.[1];
      const at = this.onLine(Number(line[1]), token);
      const reason = error.message.replace(/ \([^()]*\bline \d+\)$/, '').replace(/^illegal/, 'unexpected');
      const ended = /'null'/.test(reason) ? 'the file ends inside a declaration' : reason;
      return new UserProtoError(this.path, at.line, at.column, ended);
    }
    const duplicate = /^duplicate (id|name) '?([^ ']+)'? in \w+ ?(.*)$/.exec(error.message);
    if (duplicate) {
      const [, what, value, holder] = duplicate;
      const inside = holder!.split('.').pop()!;
      const shown = inside ? ` in ${inside}` : '';
      return this.problem(
        this.second(inside, value!, what === 'id'),
        what === 'id' ? `the number ${value} is used twice${shown}` : `"${value}" is declared twice${shown}`,
      );
    }
    const reserved = /^(?:id (\d+)|name '([^']+)') is reserved in \w+ ?(.*)$/.exec(error.message);
    if (reserved) {
      const inside = reserved[3]!.split('.').pop()!;
      const value = reserved[1] ?? reserved[2]!;
      return this.problem(
        this.member(inside, value, reserved[1] !== undefined),
        `${value} is reserved in ${inside}`,
      );
    }
    return new UserProtoError(this.path, 0, 0, error.message);
  }

  /** Line and column of an offset, from 1. */
  place(offset: number): { line: number; column: number } {
    const before = this.text.slice(0, Math.max(0, offset));
    const line = before.split('\n').length;
    return { line, column: offset - before.lastIndexOf('\n') };
  }

  /** The place of a token on a line; of the line's first character when it is not there. */
  onLine(line: number, token: string | undefined): { line: number; column: number } {
    const text = this.text.split('\n')[line - 1] ?? '';
    const at = token ? text.indexOf(token) : -1;
    return { line, column: (at >= 0 ? at : Math.max(0, text.search(/\S/))) + 1 };
  }

  importOf(name: string): number {
    const at = this.text.search(new RegExp(`\\bimport\\s+(?:\\w+\\s+)?["']${literal(name)}["']`));
    return Math.max(0, at);
  }

  /** Where a name is declared: as a field or value (`name =`), else as a message or enum, else where `pattern` fits. */
  declaration(name: string, pattern?: RegExp): number {
    const own = [
      pattern,
      new RegExp(`\\b${literal(name)}(?=\\s*=)`),
      new RegExp(`\\b(?:message|enum)\\s+${literal(name)}\\b`),
    ];
    for (const p of own) {
      const at = p ? this.code.search(p) : -1;
      if (at >= 0) return at;
    }
    return 0;
  }

  /** The second member of this name or number in a message or enum: the one that contradicts the first. */
  second(holder: string, value: string, isNumber: boolean): number {
    const found = this.members(holder, value, isNumber);
    return found[1] ?? found[0] ?? 0;
  }

  /** The first member of this name or number. */
  member(holder: string, value: string, isNumber: boolean): number {
    return this.members(holder, value, isNumber)[0] ?? 0;
  }

  /** Offsets of the members of a message or enum that have this name or number; of the file when `holder` is empty. */
  private members(holder: string, value: string, isNumber: boolean): number[] {
    const v = literal(value);
    const member = isNumber
      ? new RegExp(`\\w+\\s*=\\s*${v}\\b`, 'g')
      : new RegExp(`(?:\\b(?:message|enum|oneof|service|group)\\s+${v}\\b|\\b${v}\\b(?=\\s*=))`, 'g');
    const block = `\\b(?:message|enum|group|extend)\\s+(?:[\\w.]*\\.)?${literal(holder)}\\b[^{;]*\\{`;
    const found = holder ? [...this.code.matchAll(new RegExp(block, 'g'))] : [];
    // What is no message or enum is a package: the file itself.
    const bodies = found.length > 0 ? found.map((m) => m.index + m[0].length) : [0];
    const all = bodies.map((start) => {
      const own = this.ownText(start);
      return [...own.matchAll(member)].map((m) => start + m.index);
    });
    return all.find((offsets) => offsets.length > 1) ?? all.flat();
  }

  /** The text of a block from its opening brace on, blocks inside it blanked out, oneofs excepted. */
  private ownText(start: number): string {
    let out = '';
    const open: boolean[] = [];
    for (let i = start; i < this.code.length; i++) {
      const c = this.code[i]!;
      if (c === '}' && open.length === 0) break;
      const hidden = open.some((h) => h);
      if (c === '{') open.push(!/\boneof\s+\w+\s*$/.test(this.code.slice(Math.max(start, i - 200), i)));
      else if (c === '}') open.pop();
      out += hidden && c !== '\n' ? ' ' : c;
    }
    return out;
  }
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
