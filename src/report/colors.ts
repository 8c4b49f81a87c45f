/** The few colours a report uses; identity functions where output is no terminal. */
import pc from 'picocolors';

export type Colors = Record<
  'red' | 'yellow' | 'green' | 'dim' | 'bold' | 'underline' | 'cyan',
  (text: string) => string
>;

/** Colours switched on or off. */
export const makeColors = (enabled: boolean): Colors => pc.createColors(enabled);

/** Whether to colour a stream: flags first, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal. */
export function colorWanted(
  flag: boolean | undefined,
  stream: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (flag !== undefined) return flag;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  if (env['TERM'] === 'dumb') return false;
  return stream.isTTY === true;
}
