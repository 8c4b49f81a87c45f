/**
 * Caffe's dialects: the schemas of its forks, each kept as what it adds to BVLC's. Tables are built
 * when the first file asks for them; ids are known without.
 */
import { composeSchema } from './descriptor.js';
import type { Schema, SchemaTable } from './descriptor.js';
import { bvlc } from './tables/bvlc.js';
import { dialectTables } from './tables/index.js';

/** One dialect: where it comes from, and what it adds to BVLC's schema and layers. */
export interface Dialect extends SchemaTable {
  /** The name it goes by in `--dialect` and in the configuration. */
  id: string;
  title: string;
  /** The public repository it was read from, `owner/name` on GitHub. */
  repository: string;
  /** Its branch or tag; absent for the default one. */
  branch?: string;
  /** The dialect that it contains; its table holds only what differs from that one. */
  extends?: string;
  /** Layer types (`type: "…"`) it registers beyond BVLC's and those of `extends`. */
  layerTypes: readonly string[];
}

/** Every id that `dialect` takes, besides `auto`. */
export const dialectIds: readonly string[] = [
  'bvlc',
  'ssd',
  'faster-rcnn',
  'r-fcn',
  'microsoft',
  'nvidia',
  'intel',
  'segnet',
  'enet',
  'deeplab',
  'pspnet',
  'yjxiong',
  'c3d',
  'flownet',
  'senet',
  'depthwise',
  'shufflenet',
  'sphereface',
  'center-loss',
  'large-margin',
  'pvanet',
  'hed',
  'lrcn',
  'openpose',
  'crfasrnn',
  'parsenet',
  'opencl',
  'ristretto',
  'yolo',
  'mobilenet-yolo',
  'crnn',
  'ctpn',
  'soeaver',
  'happynear',
  'c3d-v1.0',
  'video-caffe',
  'light-cnn',
  'yjxiong-v1',
  'deepsaldet',
  'ndsb2015',
  'cpm',
  'heatmap',
  'greentea',
  'refinedet',
  'textboxes-pp',
  'sstd',
  'rmpe',
  'deepdetect',
  'mnc',
  'mscnn',
  'cascade-rcnn',
  'deformable',
  'denseblock',
  'skimcaffe',
  'network-surgery',
  'deep-compression',
  'xnor',
  'transfer',
  'gradient-reversal',
  'lstm',
  'deconvnet',
  'video-triplet',
  'similarity',
  'lifted-struct',
  'rrpn',
  'oicr',
  'bilinear-pooling',
  'augmentation',
  'ctensmeyer',
  'dqn',
  'xilinx',
  'caffe-v0',
  'bvlc-pulls',
];

/** Layer types that BVLC's Caffe registers (REGISTER_LAYER_CLASS and the layer factory). */
export const bvlcLayerTypes: readonly string[] = [
  'AbsVal',
  'Accuracy',
  'ArgMax',
  'BNLL',
  'BatchNorm',
  'BatchReindex',
  'Bias',
  'Clip',
  'Concat',
  'ContrastiveLoss',
  'Convolution',
  'Crop',
  'Data',
  'Deconvolution',
  'Dropout',
  'DummyData',
  'ELU',
  'Eltwise',
  'Embed',
  'EuclideanLoss',
  'Exp',
  'Filter',
  'Flatten',
  'HDF5Data',
  'HDF5Output',
  'HingeLoss',
  'Im2col',
  'ImageData',
  'InfogainLoss',
  'InnerProduct',
  'Input',
  'LRN',
  'LSTM',
  'LSTMUnit',
  'Log',
  'MVN',
  'MemoryData',
  'MultinomialLogisticLoss',
  'PReLU',
  'Parameter',
  'Pooling',
  'Power',
  'Python',
  'RNN',
  'ReLU',
  'Reduction',
  'Reshape',
  'SPP',
  'Scale',
  'Sigmoid',
  'SigmoidCrossEntropyLoss',
  'Silence',
  'Slice',
  'Softmax',
  'SoftmaxWithLoss',
  'Split',
  'Swish',
  'TanH',
  'Threshold',
  'Tile',
  'WindowData',
];

/** Which dialects declare what BVLC does not. Keys: `Message.field`, `Enum.VALUE`, and a layer's type. */
export interface DialectIndex {
  fields: ReadonlyMap<string, readonly Dialect[]>;
  enumValues: ReadonlyMap<string, readonly Dialect[]>;
  layerTypes: ReadonlyMap<string, readonly Dialect[]>;
}

/** The dialects there are: the built-in ones, and those of plugins. Everything is built when it is first asked for. */
export class DialectSet {
  private tables: readonly Dialect[] | undefined;
  private byId: ReadonlyMap<string, Dialect> | undefined;
  private indexed: DialectIndex | undefined;
  private readonly schemas = new Map<string, Schema>();

  /** @param own Dialects that are not built in; of dialects that explain a file equally well they are preferred. */
  constructor(private readonly own: readonly Dialect[] = []) {}

  /** Every id that `dialect` takes, besides `auto`. */
  get ids(): readonly string[] {
    return [...dialectIds, ...this.own.map((d) => d.id)];
  }

  /** All dialects but BVLC's own, the best known first. */
  all(): readonly Dialect[] {
    return (this.tables ??= [...this.own, ...builtInTables()]);
  }

  /** A dialect by its id; undefined for `bvlc` and for an id that does not exist. */
  of(id: string): Dialect | undefined {
    this.byId ??= new Map(this.all().map((d) => [d.id, d]));
    return this.byId.get(id);
  }

  /** A dialect and what it extends, the innermost first. */
  lineage(dialect: Dialect): Dialect[] {
    const base = dialect.extends === undefined ? undefined : this.of(dialect.extends);
    return base ? [...this.lineage(base), dialect] : [dialect];
  }

  /**
   * The schema of BVLC with these dialects on top, `bvlc` itself being optional among them. Where two
   * declare one field differently, the one named first wins. Schemas are made once.
   */
  schemaOf(ids: readonly string[]): Schema {
    const wanted = ids.filter((id, i) => id !== 'bvlc' && ids.indexOf(id) === i);
    const key = wanted.join(',');
    const known = this.schemas.get(key);
    if (known) return known;
    const layers = new Map<string, SchemaTable>([['bvlc', bvlc]]);
    for (const id of [...wanted].reverse()) {
      const dialect = this.of(id);
      if (!dialect) throw new Error(`there is no dialect "${id}"`);
      for (const part of this.lineage(dialect)) if (!layers.has(part.id)) layers.set(part.id, part);
    }
    const schema: Schema = { ...composeSchema([...layers]), dialects: ['bvlc', ...wanted] };
    this.schemas.set(key, schema);
    return schema;
  }

  /** Layer types registered by BVLC and these dialects. */
  layerTypesOf(ids: readonly string[]): ReadonlySet<string> {
    const types = new Set(bvlcLayerTypes);
    for (const id of ids) {
      const dialect = this.of(id);
      if (dialect) for (const part of this.lineage(dialect)) part.layerTypes.forEach((t) => types.add(t));
    }
    return types;
  }

  /** The index over all dialects, those that extend one included with what they inherit. */
  get index(): DialectIndex {
    if (this.indexed) return this.indexed;
    const fields = new Map<string, Dialect[]>();
    const enumValues = new Map<string, Dialect[]>();
    const layerTypes = new Map<string, Dialect[]>();
    const put = (map: Map<string, Dialect[]>, key: string, dialect: Dialect): void => {
      const list = map.get(key);
      if (!list) map.set(key, [dialect]);
      else if (list.at(-1) !== dialect) list.push(dialect);
    };
    for (const dialect of this.all())
      for (const part of this.lineage(dialect)) {
        for (const [message, rows] of Object.entries(part.messages))
          for (const field of Object.keys(rows)) put(fields, `${message}.${field}`, dialect);
        for (const [name, values] of Object.entries(part.enums))
          for (const value of Object.keys(values)) put(enumValues, `${name}.${value}`, dialect);
        for (const type of part.layerTypes) put(layerTypes, type, dialect);
      }
    return (this.indexed = { fields, enumValues, layerTypes });
  }
}

let builtIn: readonly Dialect[] | undefined;
const builtInTables = (): readonly Dialect[] => (builtIn ??= dialectTables());

/** The dialects that come with caffe-lint. */
export const builtInDialects = new DialectSet();

/** All built-in dialects but BVLC's own, the best known first. */
export const allDialects = (): readonly Dialect[] => builtInDialects.all();

/** A built-in dialect by its id. */
export const dialectOf = (id: string): Dialect | undefined => builtInDialects.of(id);

/** The schema of BVLC with these built-in dialects on top. */
export const schemaOf = (ids: readonly string[]): Schema => builtInDialects.schemaOf(ids);

/** Layer types registered by BVLC and these built-in dialects. */
export const layerTypesOf = (ids: readonly string[]): ReadonlySet<string> =>
  builtInDialects.layerTypesOf(ids);

/** The index over all built-in dialects. */
export const dialectIndex = (): DialectIndex => builtInDialects.index;
