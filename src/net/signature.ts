/** What the graph asks of a layer type; every `LayerType` answers it. */

export interface BlobCount {
  exact?: number;
  min?: number;
  max?: number;
}

export interface Signature {
  bottoms: BlobCount;
  tops: BlobCount;
  /** EqualNumBottomTopBlobs. */
  equalCounts?: true;
  /** A LossLayer: its first top has loss weight 1 unless the text sets one. */
  loss?: true;
  /** AutoTopBlobs: missing tops are made anonymously. */
  autoTops?: true;
  /** Brings data in. */
  source?: true;
  /** The dialects that register it; absent for BVLC's own. */
  dialects?: readonly string[];
  noForceBackward?: readonly number[];
  noBackward?: 'aborts' | 'no-gradient';
  noGradientTo?: readonly number[];
}

/** The layer types a net may use. */
export interface TypeCatalogue {
  /** The type registered under this string in these dialects. */
  find(type: string, dialects: readonly string[]): Signature | undefined;
  /** Type strings registered in these dialects. */
  names(dialects: readonly string[]): readonly string[];
  /** Dialects that register the type, whichever are in use; empty when none does. */
  dialectsOf(type: string): readonly string[];
}
