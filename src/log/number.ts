/** Numbers as C++ streams print them, on Linux, macOS and Windows. */

/**
 * Read a printed float. `nan`, `-nan`, `nan(ind)` and MSVC's `1.#QNAN`, `-1.#IND` give NaN; `inf` and
 * `1.#INF` an infinity. Undefined when it is no number, as at the end of a log that was cut.
 */
export function readNumber(text: string): number | undefined {
  const plain = Number(text);
  if (text !== '' && !Number.isNaN(plain)) return plain;
  const word = text.toLowerCase();
  if (/^[+-]?(nan|nan\(.*\)|1\.#(qnan|snan|ind|nan)0*)$/.test(word)) return NaN;
  const infinite = /^([+-]?)(inf|infinity|1\.#inf0*)$/.exec(word);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return undefined;
}

/** A number for people: six digits at most, as Caffe itself prints. */
export function shown(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e6))
    return value.toExponential(2).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(4)));
}
