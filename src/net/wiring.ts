/** Names → blobs, as Net::AppendBottom and Net::AppendTop connect them (src/caffe/net.cpp). */
import { insertSplits, type MissingBottom, type SplitLayer, type WireSpec } from './splits.js';

export interface WiredLayer extends SplitLayer {
  /** Blob each bottom reads; -1 where nothing produces it. */
  bottomBlobs: number[];
  topBlobs: number[];
}

/** A top whose name is taken: "produced by multiple sources". */
export interface TakenTop {
  layer: number;
  top: number;
  /** The top is written like an in-place one, but the bottom was renamed by a Split. */
  splitFromBottom: boolean;
}

export interface Wiring {
  /** The layers of the text and the Splits, in Caffe's order. */
  layers: WiredLayer[];
  /** Name of each blob. */
  blobs: string[];
  missing: MissingBottom[];
  taken: TakenTop[];
}

/** Connect a filtered layer list. Problems are collected; what they concern is wired as far as names tell. */
export function wire(specs: readonly WireSpec[]): Wiring {
  const split = insertSplits(specs);
  const blobs: string[] = [];
  const byName = new Map<string, number>();
  const taken: TakenTop[] = [];
  const fresh = (name: string): number => {
    byName.set(name, blobs.length);
    return blobs.push(name) - 1;
  };
  const layers = split.layers.map((layer): WiredLayer => {
    const bottomBlobs = layer.bottoms.map((name) => byName.get(name) ?? -1);
    const topBlobs = layer.tops.map((name, j) => {
      const known = byName.get(name);
      if (known !== undefined && name === layer.bottoms[j]) return known;
      if (known !== undefined && layer.splitOf === undefined) {
        const splitFromBottom = specs[layer.layer]!.bottoms[j] === name;
        taken.push({ layer: layer.layer, top: j, splitFromBottom });
      }
      return fresh(name);
    });
    return { ...layer, bottomBlobs, topBlobs };
  });
  return { layers, blobs, missing: split.missing, taken };
}
