/** The surrogate's input: classes with a pattern each, brightness per image, noise per element. */
import type { Random } from './random.js';
import type { Tensor } from './tensor.js';

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

interface Target {
  values: Float32Array;
  fill(sample: number, label: number): void;
}

export class SurrogateData {
  readonly labels: Int32Array;
  private readonly sources: Source[] = [];
  private readonly targets: Target[] = [];

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
  target(per: number, kind: 'class' | 'pattern' | 'binary', mean = 0, std = 1): Float32Array {
    const values = new Float32Array(this.batch * per);
    const patterns = this.patterns(per);
    const fill = (s: number, label: number): void => {
      for (let i = 0; i < per; i++)
        values[s * per + i] =
          kind === 'class'
            ? label
            : kind === 'binary'
              ? Number(patterns[label]![i]! > 0)
              : mean + std * patterns[label]![i]!;
    };
    this.targets.push({ values, fill });
    return values;
  }

  private patterns(size: number): Float32Array[] {
    return Array.from({ length: this.classes }, () =>
      Float32Array.from({ length: size }, () => this.random.normal()),
    );
  }

  /** Draw the next batch. */
  draw(): void {
    const { random } = this;
    const common = Math.sqrt(this.shares.brightness);
    const ofClass = Math.sqrt(this.shares.pattern);
    const noise = Math.sqrt(1 - this.shares.brightness - this.shares.pattern);
    for (let s = 0; s < this.batch; s++) {
      const label = Math.floor(random.uniform() * this.classes);
      this.labels[s] = label;
      const brightness = common * random.normal();
      for (const { tensor, mean, std, patterns } of this.sources) {
        const size = tensor.positions * tensor.units;
        const pattern = patterns[label]!;
        for (let i = 0; i < size; i++)
          tensor.values[s * size + i] =
            mean + std * (brightness + ofClass * pattern[i]! + noise * random.normal());
      }
      for (const t of this.targets) t.fill(s, label);
    }
  }
}
