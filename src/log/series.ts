/** One printed quantity over the iterations, in bounded memory. */

export interface Point {
  iteration: number;
  /** A value as printed. Where several points became one, the first of them, so that noise keeps its size. */
  value: number;
  /** Smallest and largest finite value of the points this one stands for; NaN when there is none. */
  min: number;
  max: number;
  /** How many printed points this one stands for, and how many of them were NaN or infinite. */
  count: number;
  bad: number;
}

/**
 * The recent points exactly, older ones thinned: when the older part is full, neighbours are joined,
 * so that a log of any length costs the same memory. A joined point keeps one real sample with the
 * extremes of what it covers; means would hide both spikes and noise.
 */
export class Series {
  private readonly old: Point[] = [];
  private readonly recent: Point[] = [];
  private stride = 1;
  /** Points pushed, and those among them that were NaN or infinite. */
  count = 0;
  bad = 0;
  first: Point | undefined;
  last: Point | undefined;
  /** Smallest and largest finite values, over everything ever pushed. */
  min = Infinity;
  max = -Infinity;
  /** First NaN or infinite point of an unbroken row of them that reaches the end. */
  badSince: Point | undefined;

  constructor(
    private readonly oldCapacity = 2048,
    private readonly recentCapacity = 1024,
  ) {}

  push(iteration: number, value: number): void {
    const finite = Number.isFinite(value);
    const point: Point = {
      iteration,
      value,
      min: finite ? value : NaN,
      max: finite ? value : NaN,
      count: 1,
      bad: finite ? 0 : 1,
    };
    this.count++;
    this.first ??= point;
    this.last = point;
    if (finite) {
      this.min = Math.min(this.min, value);
      this.max = Math.max(this.max, value);
      this.badSince = undefined;
    } else {
      this.bad++;
      this.badSince ??= point;
    }
    this.recent.push(point);
    // Twice the capacity before moving, so that the array is not shifted once per point.
    if (this.recent.length >= 2 * this.recentCapacity)
      for (const moved of this.recent.splice(0, this.recentCapacity)) this.retire(moved);
  }

  /** Correct the value of the last point, for an output whose elements are printed one by one. */
  replaceLast(value: number): void {
    const point = this.recent.at(-1);
    if (!point || !Number.isFinite(value) || !Number.isFinite(point.value)) return;
    point.value = point.min = point.max = value;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  private retire(point: Point): void {
    const into = this.old.at(-1);
    if (into && into.count < this.stride) join(into, point);
    else this.old.push(this.stride > 1 ? { ...point } : point);
    if (this.old.length <= this.oldCapacity) return;
    const joined: Point[] = [];
    for (let i = 0; i < this.old.length; i += 2) {
      const a = { ...this.old[i]! };
      const b = this.old[i + 1];
      if (b) join(a, b);
      joined.push(a);
    }
    this.old.length = 0;
    this.old.push(...joined);
    this.stride *= 2;
  }

  /** All points that are kept, oldest first. */
  points(): Point[] {
    return [...this.old, ...this.recent];
  }

  /** Whether some of the points stand for several. */
  get thinned(): boolean {
    return this.stride > 1;
  }
}

function join(into: Point, point: Point): void {
  into.min = least(into.min, point.min);
  into.max = most(into.max, point.max);
  into.count += point.count;
  into.bad += point.bad;
}

const least = (a: number, b: number) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b));
const most = (a: number, b: number) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b));

/**
 * At most `limit` points, spread evenly over the iterations: the first point of each of `limit` equal
 * stretches. Statistics over a series whose old part is thinned need this; else the recent part weighs more.
 */
export function spread(points: readonly Point[], limit: number): Point[] {
  if (points.length <= limit && !points.some((p) => p.count > 1)) return [...points];
  const from = points[0]?.iteration ?? 0;
  const span = (points.at(-1)?.iteration ?? 0) - from;
  if (span <= 0) return points.slice(-limit);
  const out: Point[] = [];
  let bin = -1;
  for (const point of points) {
    const now = Math.min(limit - 1, Math.floor(((point.iteration - from) / span) * limit));
    if (now === bin) continue;
    bin = now;
    out.push(point);
  }
  return out;
}
