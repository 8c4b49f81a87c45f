/**
 * The memory that the kernels and JavaScript share. A surrogate's arrays are given out one behind the other, and
 * taken back all at once when the next surrogate is built: one is in use at a time.
 */
import { KERNELS, type Kernels } from './kernels.gen.js';
import { Unsupported } from './unsupported.js';

const PAGE = 65536;
const FIRST_PAGES = 64;
const MOST_PAGES = 8192;
/** Nothing lies at 0, which stands for an array that there is none of. */
const START = 1024;
/** Arrays start at whole vectors. */
const ALIGNMENT = 16;

class Full extends Error {
  constructor(readonly needed: number) {
    super();
  }
}

let memory: WebAssembly.Memory | undefined;
let kernels: Kernels | undefined;
let next = START;

/** Throws Unsupported where there is no WebAssembly (`node --jitless`). */
function shared(): WebAssembly.Memory {
  if (typeof WebAssembly === 'undefined') throw new Unsupported('WebAssembly');
  return (memory ??= new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES }));
}

/** The compiled kernels. */
export function compiled(): Kernels {
  if (kernels) return kernels;
  const bytes = Uint8Array.from(atob(KERNELS), (c) => c.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: shared() } });
  return (kernels = instance.exports as unknown as Kernels);
}

/** An array of zeros in the shared memory. */
export function floats(length: number): Float32Array {
  const bytes = Math.ceil((length * 4) / ALIGNMENT) * ALIGNMENT;
  const { buffer } = shared();
  if (next + bytes > buffer.byteLength) throw new Full(next + bytes);
  const made = new Float32Array(buffer, next, length).fill(0);
  next += bytes;
  return made;
}

/** Where the kernels find an array of `floats`; 0 for none. */
export const at = (array: Float32Array | undefined): number => array?.byteOffset ?? 0;

/**
 * What `make` builds, with the whole memory at its disposal. Growth takes all arrays away, so it is made anew then.
 * Throws Unsupported for what needs half a gigabyte.
 */
export function fromEmpty<T>(make: () => T): T {
  for (;;) {
    next = START;
    try {
      return make();
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      const has = shared().buffer.byteLength / PAGE;
      const pages = Math.max(2 * has, Math.ceil(error.needed / PAGE));
      if (pages > MOST_PAGES) throw new Unsupported('memory');
      shared().grow(pages - has);
    }
  }
}
