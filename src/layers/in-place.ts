/** CHECK_NE(top[0], bottom[0]): layers that refuse to write into their bottom. */
import type { SetupContext } from './layer-type.js';

export function refuseInPlace(c: SetupContext): void {
  const name = c.bottomNames[0];
  if (name === undefined || c.topNames[0] !== name) return;
  c.refuse(
    'in-place-refused',
    c.layer.at('top'),
    `${c.type} cannot work in-place, and its bottom and its top are both "${name}"; give the top a name of its own`,
  );
}
