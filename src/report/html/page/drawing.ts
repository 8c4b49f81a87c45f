/** The drawing of the net: one stop for the tab key, arrows between layers, figures of the chosen one. */

const all = <T extends Element>(selector: string): T[] => [...document.querySelectorAll<T>(selector)];

let layers: HTMLButtonElement[] = [];
let chosen: HTMLButtonElement | undefined;

/** Make the drawing answer. */
export function openDrawing(): void {
  const graph = document.getElementById('graph');
  layers = all<HTMLButtonElement>('.layer');
  if (!graph || layers.length === 0) return;
  layers[0]!.tabIndex = 0;
  graph.addEventListener('click', (e) => {
    const layer = (e.target as Element).closest<HTMLButtonElement>('.layer');
    if (layer) choose(layer);
  });
  graph.addEventListener('focusin', (e) => {
    const layer = (e.target as Element).closest<HTMLButtonElement>('.layer');
    if (layer) stopAt(layer);
  });
  graph.addEventListener('keydown', (e) => {
    const from = (e.target as Element).closest<HTMLButtonElement>('.layer');
    const to = from && !e.ctrlKey && !e.altKey && !e.metaKey ? reached(from, e.key) : undefined;
    if (!to) return;
    e.preventDefault();
    go(to);
  });
  openZoom(graph);
  const troubled = layers.filter((l) => findingsOf(l).length > 0);
  for (const button of all<HTMLButtonElement>('[data-next-finding]')) {
    button.hidden = troubled.length === 0;
    button.addEventListener('click', () => {
      const at = chosen ? layers.indexOf(chosen) : -1;
      const next = troubled.find((l) => layers.indexOf(l) > at) ?? troubled[0];
      if (!next) return;
      go(next);
      choose(next);
    });
  }
}

/** Show the layer at a place in the net. */
export function pickLayer(index: number): void {
  const layer = layers.find((l) => l.dataset['layer'] === String(index));
  if (!layer) return;
  choose(layer);
  layer.scrollIntoView({ block: 'center', inline: 'center' });
}

function stopAt(layer: HTMLButtonElement): void {
  for (const other of layers) if (other.tabIndex === 0) other.tabIndex = -1;
  layer.tabIndex = 0;
}

function go(layer: HTMLButtonElement): void {
  stopAt(layer);
  layer.focus({ preventScroll: true });
  layer.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Up and down in the order of the net, left and right to what stands beside. */
function reached(from: HTMLButtonElement, key: string): HTMLButtonElement | undefined {
  const at = layers.indexOf(from);
  switch (key) {
    case 'ArrowDown':
      return layers[at + 1];
    case 'ArrowUp':
      return layers[at - 1];
    case 'Home':
      return layers[0];
    case 'End':
      return layers.at(-1);
    case 'ArrowLeft':
      return beside(from, -1);
    case 'ArrowRight':
      return beside(from, 1);
    default:
      return undefined;
  }
}

function beside(from: HTMLButtonElement, side: -1 | 1): HTMLButtonElement | undefined {
  const here = from.getBoundingClientRect();
  let best: HTMLButtonElement | undefined;
  let least = Infinity;
  for (const layer of layers) {
    const there = layer.getBoundingClientRect();
    const across = (there.left - here.left) * side;
    if (across < here.width / 2) continue;
    const far = across + 3 * Math.abs(there.top - here.top);
    if (far < least) [best, least] = [layer, far];
  }
  return best;
}

const rowOf = (layer: HTMLButtonElement): HTMLTableRowElement | null =>
  document.querySelector(`#layer-${layer.dataset['layer']}`);

const findingsOf = (layer: HTMLButtonElement): string[] =>
  (rowOf(layer)?.dataset['findings'] ?? '').split(' ').filter((id) => id !== '');

/** The row of the table, upright, and the findings about the layer. */
function choose(layer: HTMLButtonElement): void {
  chosen?.removeAttribute('aria-current');
  chosen = layer;
  layer.setAttribute('aria-current', 'true');
  const details = document.getElementById('details');
  const row = rowOf(layer);
  if (!details || !row) return;
  const heads = [...row.closest('table')!.querySelectorAll('thead th')].map((th) => th.textContent ?? '');
  const title = document.createElement('h3');
  title.textContent = row.cells[0]!.textContent || '(no name)';
  const list = document.createElement('dl');
  heads.slice(1).forEach((head, i) => {
    const text = row.cells[i + 1]?.textContent ?? '';
    if (text === '') return;
    const pair = document.createElement('div');
    const name = document.createElement('dt');
    const value = document.createElement('dd');
    name.textContent = head;
    value.textContent = text;
    pair.append(name, value);
    list.append(pair);
  });
  details.replaceChildren(title, list, ...findingsOf(layer).map(digest));
}

/** A finding in short, with the way to the whole of it. */
function digest(id: string): HTMLElement {
  const card = document.getElementById(`finding-${id}`);
  const box = document.createElement('div');
  box.className = `digest ${card?.classList.contains('error') ? 'error' : 'warn'}`;
  const message = document.createElement('p');
  message.textContent = card?.querySelector('.message')?.textContent ?? 'This finding is not on the page.';
  const link = document.createElement('a');
  link.href = `#finding-${id}`;
  link.textContent = card?.querySelector('h3 code')?.textContent ?? 'finding';
  box.append(link, message);
  return box;
}

const LEAST = 0.25;
const MOST = 2;

function openZoom(graph: HTMLElement): void {
  const canvas = graph.querySelector<HTMLElement>('.canvas')!;
  const width = canvas.offsetWidth;
  let size = 1;
  const set = (to: number): void => {
    size = Math.min(MOST, Math.max(LEAST, to));
    canvas.style.zoom = String(size);
  };
  const fit = (): void => set(Math.min(1, (graph.clientWidth - 2) / width));
  const does: Record<string, () => void> = { in: () => set(size * 1.25), out: () => set(size / 1.25), fit };
  for (const button of all<HTMLButtonElement>('[data-zoom]'))
    button.addEventListener('click', () => does[button.dataset['zoom'] ?? '']?.());
  // As much as can still be read.
  set(Math.max(0.6, Math.min(1, (graph.clientWidth - 2) / width)));
  graph.scrollLeft = (graph.scrollWidth - graph.clientWidth) / 2;
}
