/** Reproducible random numbers: the same text gives the same prognosis on every machine. */
import { at, compiled } from './memory.js';

const STEP = 0x6d2b79f5;

/** Looked up once: where a module runs in a context of its own, as in jest, every look at a global costs more than a draw. */
const { ceil, imul, log, sqrt } = Math;

export class Random {
  /** 32 bits, signed: that is what an engine keeps without an allocation. */
  private state: number;
  private spare = 0;
  private hasSpare = false;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Uniform in [0, 1) (mulberry32). */
  uniform(): number {
    this.state = (this.state + STEP) | 0;
    let t = this.state;
    t = imul(t ^ (t >>> 15), t | 1);
    t ^= t + imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Set each element to `kept`, or with probability `ratio` to 0: `uniform() < ratio`, many at a time. */
  mask(array: Float32Array, ratio: number, kept: number): void {
    compiled().randomMask(at(array), array.length, this.state, ceil(ratio * 2 ** 32), kept);
    this.state = (this.state + imul(STEP, array.length)) | 0;
  }

  /** Standard normal (Marsaglia's polar method). */
  normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const f = sqrt((-2 * log(s)) / s);
      this.spare = v * f;
      this.hasSpare = true;
      return u * f;
    }
  }
}
