/** The table of `caffe-lint inspect` on the page. */
import { gradientBucket, stdBucket } from './buckets.js';
import type { LayerFacts, NetFacts } from './layer-facts.js';
import { showBytes, showCount } from '../inspect-table.js';
import { html } from './markup.js';
import type { Html } from './markup.js';
import { figure, whole } from './numbers.js';

/** More rows than this make a browser slow. */
const MOST_ROWS = 3000;

/** A table with a row for each layer; a cell that knows nothing is empty. */
export function layerTable(facts: NetFacts): Html {
  const { layers, totals } = facts;
  const shown = layers.slice(0, MOST_ROWS);
  const updates = layers.some((l) => l.update !== undefined);
  return html`${layers.length > shown.length && html`<p class="note">The table holds the first ${whole(shown.length)} of ${whole(layers.length)} layers; <code>caffe-lint inspect --format json</code> prints all.</p>`}
    <div class="scroll" tabindex="0" role="region" aria-labelledby="layers-caption">
      <table class="layers">
        <caption id="layers-caption">
          Layers as Caffe builds them in phase ${facts.phase}
        </caption>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Type</th>
            <th scope="col">Bottoms</th>
            <th scope="col">Tops</th>
            <th scope="col">Shape</th>
            <th scope="col" class="n">Parameters</th>
            <th scope="col" class="n">Multiply-adds</th>
            <th scope="col" class="n">Memory</th>
            <th scope="col" class="n">Std at the start</th>
            <th scope="col" class="n">Gradient</th>
            ${updates && html`<th scope="col" class="n">First update</th>`}
          </tr>
        </thead>
        <tbody>
          ${shown.map((layer) => row(layer, facts.strongest, updates))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <td>${whole(layers.length)} layers</td>
            <td></td>
            <td></td>
            <td>${totals.unknown > 0 && `${totals.unknown} not known`}</td>
            <td class="n">${showCount(totals.params)}</td>
            <td class="n">${showCount(totals.macs)}</td>
            <td class="n">${showBytes(totals.memory)}</td>
            <td></td>
            <td></td>
            ${updates && html`<td></td>`}
          </tr>
        </tfoot>
      </table>
    </div>`;
}

function row(layer: LayerFacts, strongest: number, updates: boolean): Html {
  const { node, params, macs, memory, std, gradient, update } = layer;
  return html`<tr id="layer-${node.index}" data-findings="${layer.findings.join(' ')}">
    <th scope="row">${layer.layer}</th>
    <td>${layer.type}</td>
    <td>${layer.bottoms.join(', ')}</td>
    <td>${layer.tops.join(', ')}</td>
    <td>${layer.shapes.join(', ')}</td>
    <td class="n">${params === 0 ? '' : showCount(params)}</td>
    <td class="n">${macs === 0 ? '' : showCount(macs)}</td>
    <td class="n">${memory === 0 ? 'in-place' : showBytes(memory)}</td>
    <td class="n"><span class="tint std-${stdBucket(std).id}">${figure(std)}</span></td>
    <td class="n">
      <span class="tint grad-${gradientBucket(gradient, strongest).id}">${figure(gradient)}</span>
    </td>
    ${updates && html`<td class="n">${figure(update)}${remark(update)}</td>`}
  </tr>`;
}

/** As `inspect` marks them: 1e-3 of the weights' size is usual, a whole size is none that can be followed. */
const remark = (update: number | undefined): string =>
  update === undefined
    ? ''
    : !(update < 0.3)
      ? ' large'
      : update === 0
        ? ' frozen'
        : update < 1e-7
          ? ' lost in rounding'
          : '';
