/** How far a long run is: one line on the terminal, rewritten in place and gone before anything is reported. */

/** Shorter runs show nothing: a line that flashes up tells nobody anything. */
const WAIT_MS = 500;
/** Between two writings of the line. */
const PAUSE_MS = 100;
/** Back to the start of the line, and erase it (ECMA-48). */
const ERASE = '\r\u001b[K';

export interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

export class Progress {
  private next: number;
  private shown = false;

  /** @param now A clock in milliseconds. */
  constructor(
    private readonly stream: Terminal,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.next = now() + WAIT_MS;
  }

  /** Whether a line can be rewritten there, and somebody watches it. */
  static fits(stream: Terminal, env: NodeJS.ProcessEnv): boolean {
    return stream.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'];
  }

  /** So many units (a solver with its net, or a net) of a pass are done. */
  readonly step = (done: number, total: number): void => {
    const time = this.now();
    if (time < this.next) return;
    this.next = time + PAUSE_MS;
    this.shown = true;
    this.stream.write(`${ERASE}linting ${done} of ${total} …`);
  };

  /** Take the line away. */
  clear(): void {
    if (this.shown) this.stream.write(ERASE);
    this.shown = false;
  }
}
