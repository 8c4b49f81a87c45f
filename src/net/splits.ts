/**
 * The layer list as Caffe's InsertSplits leaves it (src/caffe/util/insert_splits.cpp): every top that
 * is read more than once gets a Split layer behind it, and its readers are renamed to the Split's tops.
 */
import type { Message } from '../document/message.js';

/** What wiring needs to know of a layer. */
export interface WireSpec {
  name: string;
  bottoms: readonly string[];
  tops: readonly string[];
  /** `loss_weight` as the text sets it. */
  lossWeights: readonly number[];
}

/** The names and loss weights of a LayerParameter. */
export function wireSpec(layer: Message): WireSpec {
  return {
    name: layer.str('name'),
    bottoms: layer.strs('bottom'),
    tops: layer.strs('top'),
    lossWeights: layer.nums('loss_weight'),
  };
}

export interface SplitLayer {
  /** Index of the layer in the list that was given; for a Split, of the layer whose top it copies. */
  layer: number;
  /** The top that a Split copies; undefined for the layers of the text. */
  splitOf: number | undefined;
  bottoms: string[];
  tops: string[];
  /** Cleared where a Split takes the weight over. */
  lossWeights: number[];
}

/** A bottom whose name no earlier layer produces. */
export interface MissingBottom {
  layer: number;
  bottom: number;
}

interface TopUse {
  layer: number;
  index: number;
  readers: number;
  lossWeight: number;
  nextSplit: number;
}

/** Insert Split layers. Layers and Splits come in Caffe's order; runs in linear time. */
export function insertSplits(layers: readonly WireSpec[]): {
  layers: SplitLayer[];
  missing: MissingBottom[];
} {
  const { uses, sources, missing } = countReaders(layers);
  const out: SplitLayer[] = [];
  layers.forEach((layer, i) => {
    const bottoms = layer.bottoms.map((name, j) => {
      const use = sources[i]![j];
      if (!use || use.readers <= 1) return name;
      return splitBlobName(layers[use.layer]!.name, name, use.index, use.nextSplit++);
    });
    const copy: SplitLayer = {
      layer: i,
      splitOf: undefined,
      bottoms,
      tops: [...layer.tops],
      lossWeights: [...layer.lossWeights],
    };
    out.push(copy);
    layer.tops.forEach((name, j) => {
      const use = uses[i]![j]!;
      if (use.readers <= 1) return;
      const numbers = Array.from({ length: use.readers }, (_, k) => k);
      out.push({
        layer: i,
        splitOf: j,
        bottoms: [name],
        tops: numbers.map((k) => splitBlobName(layer.name, name, j, k)),
        lossWeights: use.lossWeight ? numbers.map((k) => (k === 0 ? use.lossWeight : 0)) : [],
      });
      if (use.lossWeight) {
        copy.lossWeights = [];
        use.nextSplit++;
      }
    });
  });
  return { layers: out, missing };
}

/** Which top each bottom reads, and how often each top is read; a loss weight counts as a reader. */
function countReaders(layers: readonly WireSpec[]): {
  uses: TopUse[][];
  sources: (TopUse | undefined)[][];
  missing: MissingBottom[];
} {
  const last = new Map<string, TopUse>();
  const missing: MissingBottom[] = [];
  const uses: TopUse[][] = [];
  const sources = layers.map((layer, i) => {
    const read = layer.bottoms.map((name, j) => {
      const use = last.get(name);
      if (use) use.readers++;
      else missing.push({ layer: i, bottom: j });
      return use;
    });
    const made = layer.tops.map((_, j): TopUse => ({
      layer: i,
      index: j,
      readers: 0,
      lossWeight: 0,
      nextSplit: 0,
    }));
    uses.push(made);
    layer.tops.forEach((name, j) => last.set(name, made[j]!));
    // Looked up by name, as Caffe does: of a top that is named twice the last one takes the weight.
    layer.tops.slice(0, layer.lossWeights.length).forEach((name, j) => {
      const use = last.get(name)!;
      use.lossWeight = layer.lossWeights[j]!;
      if (use.lossWeight) use.readers++;
    });
    return read;
  });
  return { uses, sources, missing };
}

function splitBlobName(layer: string, blob: string, top: number, split: number): string {
  return `${blob}_${layer}_${top}_split_${split}`;
}
