/** The surrogate's input: classes with a pattern each, brightness per image, noise per element. */
import type { Random } from './random.js';
import type { Tensor } from './tensor.js';

/** Looked up once, see random.ts. */
const { floor, sqrt } = Math;

/** How the input's variance is shared out. */
export interface DataShares {
  /** The image's own brightness. */
  brightness: number;
  /** What the images of a class have in common; the rest is noise. */
  pattern: number;
}

/** Nothing is known of the data set: the three alike, or classes that are easy to tell. */
export const EVEN: DataShares = { brightness: 1 / 3, pattern: 1 / 3 };
export const EASY: DataShares = { brightness: 0.25, pattern: 0.6 };

/** Most classes that are told apart; so many where the user tells no number. */
export const CLASSES = 10;

interface Source {
  tensor: Tensor;
  mean: number;
  std: number;
  patterns: Float32Array[];
}

export interface Target {
  values: Float32Array;
  /** What each class has as its target. */
  ofClass: readonly Float32Array[];
}

/** For pairs of images: 1 where both are of one class. */
export type Pairs = Uint8Array;

export class SurrogateData {
  readonly labels: Int32Array;
  private readonly sources: Source[] = [];
  private readonly targets: Target[] = [];
  private pairs: Pairs | undefined;

  constructor(
    readonly batch: number,
    private readonly random: Random,
    private readonly shares: DataShares,
    readonly classes = CLASSES,
  ) {
    this.labels = new Int32Array(batch);
  }

  /** A blob of pixels with this mean and deviation. */
  add(tensor: Tensor, mean: number, std: number): void {
    const size = tensor.positions * tensor.units;
    this.sources.push({ tensor, mean, std, patterns: this.patterns(size) });
  }

  /** Regression targets: `per` of each sample, by class; the class number itself, or a pattern. */
  target(per: number, kind: 'class' | 'pattern' | 'binary', mean = 0, std = 1): Target {
    const value = (label: number, x: number): number =>
      kind === 'class' ? label : kind === 'binary' ? Number(x > 0) : mean + std * x;
    const made: Target = {
      values: new Float32Array(this.batch * per),
      ofClass: this.patterns(per).map((pattern, label) => pattern.map((x) => value(label, x))),
    };
    this.targets.push(made);
    return made;
  }

  /**
   * Samples are pairs, half of them of one class: the second image is the second source where there
   * are two, else the second half of the units.
   */
  pair(): Pairs {
    const [first, second] = this.sources;
    if (first && second) second.patterns = first.patterns;
    return (this.pairs ??= new Uint8Array(this.batch));
  }

  private patterns(size: number): Float32Array[] {
    return Array.from({ length: this.classes }, () =>
      Float32Array.from({ length: size }, () => this.random.normal()),
    );
  }

  /** Draw the next batch. */
  draw(): void {
    const { random } = this;
    const common = sqrt(this.shares.brightness);
    const ofClass = sqrt(this.shares.pattern);
    const noise = sqrt(1 - this.shares.brightness - this.shares.pattern);
    for (let s = 0; s < this.batch; s++) {
      const label = floor(random.uniform() * this.classes);
      this.labels[s] = label;
      const brightness = common * random.normal();
      for (const { tensor, mean, std, patterns } of this.sources) {
        const size = tensor.positions * tensor.units;
        const pattern = patterns[label]!;
        for (let i = 0; i < size; i++)
          tensor.values[s * size + i] =
            mean + std * (brightness + ofClass * pattern[i]! + noise * random.normal());
      }
      if (this.pairs) this.second(s, label, this.pairs);
      for (const { values, ofClass: all } of this.targets) values.set(all[label]!, s * all[label]!.length);
    }
  }

  /** Draw the second image of a pair. */
  private second(s: number, label: number, pairs: Pairs): void {
    const { random } = this;
    const { brightness, pattern: share } = this.shares;
    const other = random.uniform() < 0.5 ? label : floor(random.uniform() * this.classes);
    pairs[s] = Number(other === label);
    const source = this.sources[1] ?? this.sources[0];
    if (!source) return;
    const { tensor, mean, std, patterns } = source;
    const { units } = tensor;
    const half = source === this.sources[1] ? 0 : floor(units / 2);
    const bright = sqrt(brightness) * random.normal();
    const noise = sqrt(1 - brightness - share);
    const size = tensor.positions * units;
    for (let i = 0; i < size; i++)
      if (i % units >= half)
        tensor.values[s * size + i] =
          mean + std * (bright + sqrt(share) * patterns[other]![i - half]! + noise * random.normal());
  }
}
