/** A net on the page: the drawing, the profile of its numbers through the depth, and the table. */
import type { Chart } from './charts.js';
import { chartFrame } from './charts.js';
import { graph } from './graph.js';
import type { LayerFacts, NetFacts } from './layer-facts.js';
import { layerTable } from './layer-table.js';
import { html } from './markup.js';
import type { Html } from './markup.js';

export interface NetSection {
  markup: Html;
  style: string;
  charts: Chart[];
}

/** More layers than this are no curve that a browser draws at once. */
const MOST_POINTS = 20_000;

/**
 * The section.
 * @param severe indices of the page's findings that are errors
 */
export function netSection(facts: NetFacts, severe: ReadonlySet<number>): NetSection {
  const { markup, style } = graph(facts, severe);
  const profile = profileOf(facts);
  return {
    style,
    charts: profile ? [profile] : [],
    markup: html`<section id="net" aria-labelledby="net-title">
      <h2 id="net-title">The net${facts.name !== '' && html` <span class="of">${facts.name}</span>`}</h2>
      ${markup} ${profile && chartFrame(profile)}
      <details class="wide">
        <summary>All layers as a table</summary>
        ${layerTable(facts)}
      </details>
    </section>`,
  };
}

/** Standard deviation and gradient from the data to the loss, by logarithm: where a signal dies is a cliff. */
function profileOf({ layers }: NetFacts): Chart | undefined {
  if (layers.length < 3 || layers.length > MOST_POINTS) return undefined;
  const curve = (of: (layer: LayerFacts) => number | undefined) =>
    layers.flatMap((layer, iteration) => {
      const value = of(layer);
      return value === undefined || !(value > 0) ? [] : [{ iteration, value }];
    });
  const curves = [
    { name: 'standard deviation', look: 'std' as const, points: curve((l) => l.std) },
    { name: 'gradient', look: 'gradient' as const, points: curve((l) => l.gradient) },
  ].filter((c) => c.points.length > 1);
  if (curves.length === 0) return undefined;
  return {
    id: 'profile',
    title: 'Signal and gradient through the net',
    along: 'layer',
    height: 220,
    curves,
    logarithmic: true,
    names: layers.map((l) => l.layer),
  };
}
