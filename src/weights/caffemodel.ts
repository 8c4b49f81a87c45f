/**
 * Trained weights: the layers of a binary NetParameter with the shapes of their blobs and what their
 * numbers look like (caffe.proto: V2 `layer`, V1 `layers`, and V0 layers inside these).
 */
import { BYTES, FIXED32, FIXED64, WireError, WireReader, type ByteSource, type WireField } from './wire.js';

export interface TrainedBlob {
  /** In a file from before 2015 always four: num, channels, height, width. */
  shape: readonly number[];
  legacy: boolean;
  /** Of its numbers; undefined where they are stored in a way that is not read (half precision of NVIDIA's fork). */
  stats: BlobStats | undefined;
}

export interface BlobStats {
  mean: number;
  variance: number;
  /** Numbers that are NaN or infinite; mean and variance are those of the others. */
  broken: number;
}

export interface TrainedLayer {
  name: string;
  blobs: TrainedBlob[];
}

export interface TrainedModel {
  /** The file, as messages name it. */
  path: string;
  layers: TrainedLayer[];
}

/** The file holds no weights that can be read; the message says why, for the user. */
export class ModelError extends Error {}

/** More than any net has; a file beyond these holds something else. */
const MOST_LAYERS = 1 << 16;
const MOST_BLOBS = 1 << 10;
const MOST_NAME = 1 << 12;
/** kMaxBlobAxes (include/caffe/blob.hpp). */
const MOST_AXES = 32;

/** Numbers of the fields of the three generations of layers. */
interface LayerFields {
  name: number;
  blobs: number;
  /** The message that holds all this, in V0. */
  inner?: LayerFields & { number: number };
}
const V2: LayerFields = { name: 1, blobs: 7 };
const V1: LayerFields = { name: 4, blobs: 6, inner: { number: 1, name: 1, blobs: 50 } };

/**
 * Read a `.caffemodel`, chunk by chunk; memory grows with the number of layers, not of weights.
 * @param path The file, as messages name it.
 * @throws ModelError for anything else, with the place and the reason.
 */
export function readModel(path: string, source: ByteSource): TrainedModel {
  const other = otherFormat(source);
  if (other) throw new ModelError(other);
  const reader = new WireReader(source);
  const layers: TrainedLayer[] = [];
  try {
    reader.fields(0, reader.size, (field) => {
      const generation = field.number === 100 ? V2 : field.number === 2 ? V1 : undefined;
      if (!generation || field.wire !== BYTES) return;
      if (layers.length >= MOST_LAYERS) throw new WireError(`more than ${MOST_LAYERS} layers`);
      layers.push(readLayer(reader, field, generation));
    });
  } catch (error) {
    if (error instanceof WireError) throw new ModelError(`not a model that Caffe wrote (${error.message})`);
    throw error;
  }
  if (!layers.some((l) => l.blobs.length > 0)) throw new ModelError('no layer in it has weights');
  return { path, layers };
}

/** What the first bytes tell of files that are given for a model by mistake. */
function otherFormat(source: ByteSource): string | undefined {
  const head = new Uint8Array(Math.min(64, source.size));
  source.read(0, head);
  const text = new TextDecoder('latin1').decode(head);
  if (text.startsWith('\x89HDF\r\n\x1a\n')) return 'an HDF5 model, which is not read';
  if (text.startsWith('version https://git-lfs'))
    return 'a pointer of Git LFS, not the model itself ("git lfs pull" fetches it)';
  return undefined;
}

function readLayer(reader: WireReader, { start, end }: WireField, fields: LayerFields): TrainedLayer {
  let layer: TrainedLayer = { name: '', blobs: [] };
  reader.fields(start, end, (field) => {
    if (field.wire !== BYTES) return;
    if (field.number === fields.name) layer.name = reader.text(field, MOST_NAME);
    else if (field.number === fields.blobs) {
      if (layer.blobs.length >= MOST_BLOBS)
        throw new WireError(`byte ${field.start}: more than ${MOST_BLOBS} blobs in a layer`);
      layer.blobs.push(readBlob(reader, field));
    } else if (field.number === fields.inner?.number) layer = readLayer(reader, field, fields.inner);
  });
  return layer;
}

/** BlobProto: num 1, channels 2, height 3, width 4, data 5, shape 7, double_data 8. */
function readBlob(reader: WireReader, { start, end }: WireField): TrainedBlob {
  const old = [0, 0, 0, 0];
  let legacy = false;
  const dims: number[] = [];
  const singles = new Tally();
  const doubles = new Tally();
  reader.fields(start, end, (field) => {
    const { number, wire } = field;
    if (number >= 1 && number <= 4 && wire === 0) {
      old[number - 1] = reader.integer(field);
      legacy = true;
    } else if (number === 5 && (wire === BYTES || wire === FIXED32))
      reader.numbers(field, 4, (x) => singles.add(x));
    else if (number === 8 && (wire === BYTES || wire === FIXED64))
      reader.numbers(field, 8, (x) => doubles.add(x));
    else if (number === 7 && wire === BYTES) reader.fields(field.start, field.end, (f) => readDims(f));
  });
  function readDims(field: WireField): void {
    if (field.number !== 1) return;
    dims.push(...reader.integers(field, MOST_AXES));
    if (dims.length > MOST_AXES)
      throw new WireError(`byte ${field.start}: a blob of more than ${MOST_AXES} axes`);
  }
  // Blob::FromProto takes the doubles where there are any.
  const tally = doubles.count > 0 ? doubles : singles;
  return { shape: legacy ? old : dims, legacy, stats: tally.stats };
}

/** Mean and variance of a stream of numbers, by sums of what each is away from the first. */
class Tally {
  count = 0;
  private broken = 0;
  private first = 0;
  private sum = 0;
  private squares = 0;

  add(x: number): void {
    this.count++;
    if (!Number.isFinite(x)) {
      this.broken++;
      return;
    }
    if (this.count - this.broken === 1) this.first = x;
    const d = x - this.first;
    this.sum += d;
    this.squares += d * d;
  }

  get stats(): BlobStats | undefined {
    if (this.count === 0) return undefined;
    const n = this.count - this.broken;
    const mean = n > 0 ? this.sum / n : 0;
    const variance = n > 0 ? this.squares / n - mean * mean : 0;
    // Squares of numbers near FLT_MAX overflow.
    return {
      mean: this.first + mean,
      variance: variance >= 0 ? variance : variance < 0 ? 0 : Infinity,
      broken: this.broken,
    };
  }
}
