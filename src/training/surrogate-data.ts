/** The surrogate's input: classes with a pattern each, brightness per image, noise per element. */
import type { Random } from './random.js';
import type { Tensor } from './tensor.js';

/** Shares of the variance: nothing is known of the data set, so the three are alike. */
const BRIGHTNESS = 1 / 3;
const PATTERN = 1 / 3;
const NOISE = 1 - BRIGHTNESS - PATTERN;

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
  ) {
    this.labels = new Int32Array(batch);
  }

  /** A blob of pixels with this mean and deviation. */
  add(tensor: Tensor, mean: number, std: number): void {
    const size = tensor.positions * tensor.units;
    this.sources.push({ tensor, mean, std, patterns: this.patterns(size) });
  }

  /** Regression targets: `per` of each sample, by class; the class number itself, or a pattern. */
  target(per: number, kind: 'class' | 'pattern', mean = 0, std = 1): Float32Array {
    const values = new Float32Array(this.batch * per);
    const patterns = this.patterns(per);
    const fill = (s: number, label: number): void => {
      for (let i = 0; i < per; i++)
        values[s * per + i] = kind === 'class' ? label : mean + std * patterns[label]![i]!;
    };
    this.targets.push({ values, fill });
    return values;
  }

  private patterns(size: number): Float32Array[] {
    return Array.from({ length: CLASSES }, () => Float32Array.from({ length: size }, () => this.random.normal()));
  }

  /** Draw the next batch. */
  draw(): void {
    const { random } = this;
    for (let s = 0; s < this.batch; s++) {
      const label = Math.floor(random.uniform() * CLASSES);
      this.labels[s] = label;
      const brightness = Math.sqrt(BRIGHTNESS) * random.normal();
      for (const { tensor, mean, std, patterns } of this.sources) {
        const size = tensor.positions * tensor.units;
        const pattern = patterns[label]!;
        for (let i = 0; i < size; i++)
          tensor.values[s * size + i] =
            mean +
            std * (brightness + Math.sqrt(PATTERN) * pattern[i]! + Math.sqrt(NOISE) * random.normal());
      }
      for (const t of this.targets) t.fill(s, label);
    }
  }
}
