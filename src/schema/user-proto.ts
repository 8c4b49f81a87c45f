/**
 * A user's own caffe.proto → a schema. protobufjs reads the text; names are resolved here, by
 * protobuf's scoping rules, since protobufjs is more lenient than protoc.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve as resolvePath } from 'node:path';
import type * as protobufjs from 'protobufjs';
import type { Enum, Field, IParserResult, NamespaceBase, ReflectionObject, Root, Type } from 'protobufjs';
import { tableBeyond } from './descriptor.js';
import type {
  EnumDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  Schema,
  SchemaTable,
} from './descriptor.js';
import { ProtoSource, UserProtoError } from './proto-source.js';

export { UserProtoError };

type Protobuf = typeof protobufjs;

/** Read a .proto with everything it imports. Throws a UserProtoError. */
export async function loadUserProto(path: string): Promise<Schema> {
  return new Loader(await loadProtobuf()).load(path);
}

/**
 * What a .proto declares beyond another schema: a fork's whole caffe.proto, or only its own messages,
 * which may use those of `base`. Throws a UserProtoError.
 */
export async function loadOverlay(path: string, base: Schema): Promise<SchemaTable> {
  return tableBeyond(new Loader(await loadProtobuf(), base).load(path), base);
}

async function loadProtobuf(): Promise<Protobuf> {
  const module = (await import('protobufjs')) as Protobuf & { default?: Protobuf };
  return module.default ?? module;
}

const scalars: Record<string, FieldDescriptor['type']> = {
  double: 'double',
  float: 'float',
  int32: 'int32',
  sint32: 'int32',
  sfixed32: 'int32',
  uint32: 'uint32',
  fixed32: 'uint32',
  int64: 'int64',
  sint64: 'int64',
  sfixed64: 'int64',
  uint64: 'uint64',
  fixed64: 'uint64',
  bool: 'bool',
  string: 'string',
  bytes: 'bytes',
};

const MAX_FIELD_NUMBER = 536870911;

class Loader {
  private readonly root: Root;
  private readonly sources = new Map<string, ProtoSource>();
  private readonly kinds = new Map<string, 'message' | 'enum'>();
  private readonly messages = new Map<string, MessageDescriptor & { fields: Map<string, FieldDescriptor> }>();
  private readonly enums = new Map<string, EnumDescriptor>();
  private readonly types = new Map<string, Type>();
  private readonly extensions: Field[] = [];
  private package = '';

  constructor(
    private readonly protobuf: Protobuf,
    /** What an overlay may refer to without declaring it. */
    private readonly base?: Schema,
  ) {
    this.root = new protobuf.Root();
  }

  load(path: string): Schema {
    this.package = this.readFirst(path) ?? '';
    this.collect(this.root);
    this.messages.forEach((_, name) => this.fill(name));
    this.extensions.forEach((field) => this.extend(field));
    if (!this.base && !this.messages.has('NetParameter'))
      throw new UserProtoError(
        path,
        0,
        0,
        `no message NetParameter is declared${this.package ? ` in the package ${this.package}` : ''}: this is no schema of Caffe's`,
      );
    return { package: this.package, dialects: [path], messages: this.messages, enums: this.enums };
  }

  private readFirst(path: string): string | undefined {
    try {
      return this.read(path);
    } catch (error) {
      if (error instanceof UserProtoError) throw error;
      throw new UserProtoError(path, 0, 0, `the file cannot be read: ${(error as Error).message}`);
    }
  }

  /** Parse one file and what it imports; returns its package. */
  private read(path: string): string | undefined {
    const key = resolvePath(path);
    if (this.sources.has(key)) return undefined;
    const text = readFileSync(path, 'utf8');
    const source = new ProtoSource(path, text);
    this.sources.set(key, source);
    const parse: typeof this.protobuf.parse & { filename?: string | null } = this.protobuf.parse;
    let parsed: IParserResult;
    try {
      parse.filename = key;
      parsed = parse(text.replace(/^\uFEFF/, ''), this.root, { keepCase: true });
    } catch (error) {
      throw source.parseError(error as Error);
    } finally {
      parse.filename = null;
    }
    for (const name of [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])]) this.follow(name, source);
    return parsed.package;
  }

  /** Imports stand relative to the importing file or to any folder above it, as protoc's -I would have it. */
  private follow(name: string, source: ProtoSource): void {
    if (name.startsWith('google/protobuf/')) return;
    let folder = dirname(resolvePath(source.path));
    for (;;) {
      const path = resolvePath(folder, name);
      try {
        this.read(path);
        return;
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error;
      }
      const above = dirname(folder);
      if (above === folder) break;
      folder = above;
    }
    throw source.problem(
      source.importOf(name),
      `the import "${name}" is not found beside this file or above it`,
    );
  }

  /** The problem at the place where a field or value is declared. */
  private at(object: ReflectionObject, reason: string, pattern?: RegExp): UserProtoError {
    const holder = object.parent as ReflectionObject | null;
    const source =
      this.sources.get(object.filename ?? holder?.filename ?? '') ?? [...this.sources.values()][0]!;
    return source.problem(source.declaration(object.name, pattern), reason);
  }

  /** A full name without its leading dot and the package of the file that was given. */
  private short(fullName: string): string {
    const name = fullName.replace(/^\./, '');
    return this.package && name.startsWith(`${this.package}.`) ? name.slice(this.package.length + 1) : name;
  }

  private collect(space: NamespaceBase): void {
    const { Type, Enum, Field, Namespace } = this.protobuf;
    const valueNames = new Map<string, string>();
    for (const object of space.nestedArray) {
      if (object instanceof Type) {
        this.kinds.set(object.fullName, 'message');
        this.messages.set(this.short(object.fullName), {
          name: this.short(object.fullName),
          fields: new Map(),
        });
        this.types.set(this.short(object.fullName), object);
        this.collect(object);
      } else if (object instanceof Enum) {
        this.kinds.set(object.fullName, 'enum');
        for (const value of Object.keys(object.values)) {
          const other = valueNames.get(value);
          if (other)
            throw this.at(
              object,
              `${value} is a value of both ${other} and ${object.name}, which stand in one scope`,
            );
          valueNames.set(value, object.name);
        }
        this.enums.set(this.short(object.fullName), this.enumOf(object));
      } else if (object instanceof Field) this.extensions.push(object);
      else if (object instanceof Namespace) this.collect(object);
    }
  }
  private enumOf(object: Enum): EnumDescriptor {
    return { name: this.short(object.fullName), values: new Map(Object.entries(object.values)) };
  }

  private fill(name: string): void {
    const type = this.types.get(name);
    if (!type) return;
    const { fields } = this.messages.get(name)!;
    for (const field of type.fieldsArray) {
      if (field.declaringField) continue;
      const descriptor = this.fieldOf(field, type);
      fields.set(descriptor.name, descriptor);
    }
  }

  /** `extend Message { … }`: text format writes such a field as `[package.name]`. */
  private extend(field: Field): void {
    const scope = field.parent!;
    const target = this.lookup(field.extend!, scope.fullName);
    const extended = field.extend!.replace(/^\./, '');
    if (!target && extended.startsWith('google.protobuf.')) return;
    const type = target === undefined ? undefined : this.types.get(this.short(target));
    const pattern = new RegExp(`\\bextend\\s+${escape(field.extend!)}\\b`);
    if (!type) throw this.at(field, `"${field.extend}" is extended but not declared`, pattern);
    const ranges = type.extensions as (number[] | string)[] | undefined;
    if (!ranges?.some((r) => typeof r !== 'string' && r[0]! <= field.id && field.id <= r[1]!))
      throw this.at(field, `${type.name} declares no extension range with the number ${field.id}`);
    const descriptor = { ...this.fieldOf(field, scope), name: `[${field.fullName.replace(/^\./, '')}]` };
    this.messages.get(this.short(type.fullName))!.fields.set(descriptor.name, descriptor);
  }

  private fieldOf(field: Field, scope: ReflectionObject): FieldDescriptor {
    if (field.id < 1 || field.id > MAX_FIELD_NUMBER)
      throw this.at(field, `the field number ${field.id} of "${field.name}" is out of range`);
    const descriptor: FieldDescriptor = {
      name: field.name,
      number: field.id,
      label: field.map || field.repeated ? 'repeated' : field.rule === 'required' ? 'required' : 'optional',
      ...(field.map ? this.mapEntry(field, scope) : this.typeOf(field.type, field, scope)),
    };
    const type = this.types.get(descriptor.typeName ?? '');
    // Text format names a group by its type.
    if ((type as (Type & { group?: boolean }) | undefined)?.group) descriptor.name = type!.name;
    if (field.partOf && field.options?.['proto3_optional'] !== true) descriptor.oneof = field.partOf.name;
    const fallback = field.options?.['default'] as unknown;
    if (fallback !== undefined) descriptor.default = String(fallback);
    if (descriptor.type === 'enum' && descriptor.default !== undefined)
      if (!this.enums.get(descriptor.typeName!)!.values.has(descriptor.default))
        throw this.at(
          field,
          `the default of "${field.name}" is ${descriptor.default}, which ${field.type} does not have`,
        );
    return descriptor;
  }

  private typeOf(
    type: string,
    field: Field,
    scope: ReflectionObject,
  ): Pick<FieldDescriptor, 'type' | 'typeName'> {
    if (Object.hasOwn(scalars, type)) return { type: scalars[type]! };
    const found = this.lookup(type, scope.fullName);
    if (found !== undefined) return { type: this.kinds.get(found)!, typeName: this.short(found) };
    const name = type.replace(/^\./, '');
    const known = name.replace(/^caffe\./, '');
    if (this.base?.messages.has(known)) return { type: 'message', typeName: known };
    if (this.base?.enums.has(known)) return { type: 'enum', typeName: known };
    if (!name.startsWith('google.protobuf.'))
      throw this.at(field, `"${type}", the type of "${field.name}", is not declared`, declared(type, field));
    // protobuf's own types are not read: whatever stands in them is not Caffe's to check.
    if (!this.messages.has(name)) this.messages.set(name, { name, fields: new Map() });
    return { type: 'message', typeName: name };
  }

  /** A map is written as repeated messages with a key and a value. */
  private mapEntry(field: Field, scope: ReflectionObject): Pick<FieldDescriptor, 'type' | 'typeName'> {
    const keyType = (field as Field & { keyType: string }).keyType;
    const name = `${this.short(scope.fullName)}.${field.name}.Entry`;
    const fields = new Map<string, FieldDescriptor>([
      ['key', { name: 'key', number: 1, label: 'optional', type: scalars[keyType]! }],
      ['value', { name: 'value', number: 2, label: 'optional', ...this.typeOf(field.type, field, scope) }],
    ]);
    this.messages.set(name, { name, fields });
    return { type: 'message', typeName: name };
  }

  /** protobuf's rule: the innermost scope that knows the name, from the message outwards. */
  private lookup(type: string, scope: string): string | undefined {
    if (type.startsWith('.')) return this.kinds.has(type) ? type : undefined;
    for (let at = scope; ; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
      const name = `${at}.${type}`;
      if (this.kinds.has(name)) return name;
      if (at === '') return undefined;
    }
  }
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const declared = (type: string, field: Field): RegExp =>
  new RegExp(`${escape(type)}(?=[\\s>]+${escape(field.name)}\\s*=\\s*${field.id}\\b)`);
