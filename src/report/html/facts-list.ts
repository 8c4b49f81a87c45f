/** A few figures in a row. */
import { html } from './markup.js';
import type { Html } from './markup.js';

/** Names with values; those without a value are left out. */
export const factsList = (facts: readonly (readonly [string, string | number | undefined])[]): Html =>
  html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        value !== undefined &&
        value !== '' &&
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
