/** The net as boxes and links: rows are buttons, so that keyboard and screen reader have them for nothing. */
import { gradientBucket, gradientKey, stdBucket, stdKey } from './buckets.js';
import type { Bucket } from './buckets.js';
import type { LayerFacts, NetFacts } from './layer-facts.js';
import { column, placed } from './layout.js';
import { html } from './markup.js';
import type { Html } from './markup.js';
import { figure, whole } from './numbers.js';
import { stacksOf } from './stacks.js';

/** Boxes that dagre lays out in a few seconds; its recursion ends somewhere beyond 1,200. */
const MOST_BOXES = 600;
/** Layers that a browser still shows at once. */
const MOST_LAYERS = 3000;

export interface Drawn {
  markup: Html;
  /** Where each box stands, for the style sheet: the policy forbids styles in attributes. */
  style: string;
}

/** The drawing; of a net too large for one, a sentence that says so. */
export function graph(facts: NetFacts, severe: ReadonlySet<number>): Drawn {
  const { layers } = facts;
  if (layers.length > MOST_LAYERS)
    return {
      markup: html`<p class="note">
        The net has ${whole(layers.length)} layers; a drawing is made of at most ${whole(MOST_LAYERS)}.
      </p>`,
      style: '',
    };
  const { stacks, links } = stacksOf(layers);
  const large = stacks.length > MOST_BOXES;
  const plan = large ? column(stacks) : placed(stacks, links);
  const boxes = stacks.map(
    (stack, i) =>
      html`<div class="box" id="box-${i}">${stack.map((layer) => row(layer, facts.strongest, severe))}</div>`,
  );
  const { width, height } = plan;
  const markup = html`${large && html`<p class="note">The net has ${whole(layers.length)} layers, too many to lay out: they are shown in the order of the file, without the links between them.</p>`}
    ${controls()}
    <div class="graph-and-details">
      <div class="graph" id="graph">
        <div
          class="canvas"
          role="group"
          aria-label="Layers of the net, in the order of the file"
          aria-describedby="graph-keys"
        >
          <svg class="links" width="${width}" height="${height}" aria-hidden="true" focusable="false">
            <defs>
              <marker
                id="arrow"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto"
              >
                <path d="M0 0L8 4L0 8z" />
              </marker>
            </defs>
            ${plan.paths.map((d) => html`<path d="${d}" marker-end="url(#arrow)" />`)}
          </svg>
          ${boxes}
        </div>
      </div>
      <aside class="details" aria-label="The chosen layer">
        <div id="details" aria-live="polite">
          <p class="hint">Choose a layer to see its figures and findings.</p>
        </div>
      </aside>
    </div>`;
  const at = plan.boxes.map(({ x, y }, i) => `#box-${i}{left:${x}px;top:${y}px}`).join('');
  return { markup, style: `.canvas{width:${width}px;height:${height}px}${at}` };
}

function row(layer: LayerFacts, strongest: number, severe: ReadonlySet<number>): Html {
  const std = stdBucket(layer.std);
  const gradient = gradientBucket(layer.gradient, strongest);
  const found = layer.findings.length;
  const grave = layer.findings.some((f) => severe.has(f));
  const says = found === 0 ? '' : found === 1 ? '1 finding' : `${found} findings`;
  const badge =
    found > 0 &&
    html`<span class="badge ${grave ? 'error' : 'warn'}" title="${says}"
      ><span aria-hidden="true">${grave ? '✕' : '▲'} ${found}</span
      ><span class="unseen">, ${says}</span></span
    >`;
  return html`<button
    type="button"
    class="layer std-${std.id} grad-${gradient.id}"
    tabindex="-1"
    data-layer="${layer.node.index}"
  >
    <span class="name" title="${layer.layer}">${layer.layer === '' ? '(no name)' : layer.layer}</span
    >${badge}<span class="unseen">, </span
    ><span class="what"
      >${layer.type}<span class="unseen">, </span> <span class="shape">${layer.shapes[0] ?? ''}</span></span
    ><span class="unseen">, </span
    ><span class="value by-std"
      ><span class="unseen">standard deviation </span>${valueOf(layer.std, std)}</span
    ><span class="value by-gradient"
      ><span class="unseen">gradient </span>${valueOf(layer.gradient, gradient)}</span
    >
  </button>`;
}

const valueOf = (value: number | undefined, bucket: Bucket): string =>
  bucket.id === 'unknown' ? '–' : bucket.id === 'dead' ? '0' : figure(value);

/** What the colours show, what they mean, and how near one looks. */
const controls = (): Html =>
  html`<div class="controls">
      <fieldset class="switch">
        <legend>Colour by</legend>
        <label><input type="radio" name="colour" value="std" id="by-std" checked /> standard deviation</label>
        <label><input type="radio" name="colour" value="gradient" id="by-gradient" /> gradient</label>
      </fieldset>
      <div class="zoom" role="group" aria-label="Size of the drawing">
        <button type="button" data-zoom="out" aria-label="Smaller"><span aria-hidden="true">−</span></button
        ><button type="button" data-zoom="in" aria-label="Larger"><span aria-hidden="true">+</span></button
        ><button type="button" data-zoom="fit">Fit</button>
      </div>
      <button type="button" data-next-finding>Next layer with a finding</button>
    </div>
    ${key('by-std', 'Standard deviation that a layer’s output starts with', stdKey)}
    ${key('by-gradient', 'Root mean square of the gradient, over the strongest of the net', gradientKey)}
    <p class="hint" id="graph-keys">
      Arrow keys move between layers, Home and End to the first and last, Enter shows a layer’s figures.
      In-place layers stand on the layer whose blob they change.
    </p>`;

const key = (of: string, title: string, buckets: readonly Bucket[]): Html =>
  html`<div class="key ${of}">
    <span class="key-title">${title}</span>
    <ul>
      ${buckets.map((b) => html`<li><span class="swatch ${of === 'by-std' ? 'std' : 'grad'}-${b.id}" aria-hidden="true"></span>${b.name}</li>`)}
    </ul>
  </div>`;
