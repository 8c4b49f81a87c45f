/** Two data layers of one net, of which one is meant for training and the other for testing. */
import type { Mend } from '../document/mend.js';
import type { Message } from '../document/message.js';
import type { Phase } from './state.js';

/** The `include` rules that tell the two apart, where their names or sources say which is which. */
export function dataPair(a: Message, b: Message): Mend | undefined {
  if ([a, b].some((layer) => layer.has('include') || layer.has('exclude'))) return undefined;
  const [first, second] = [purposeOf(a), purposeOf(b)];
  if (first === undefined || second === undefined || first === second) return undefined;
  return {
    title: `Include the first for ${first}, the second for ${second}`,
    sure: false,
    append: [
      { to: a, field: `include { phase: ${first} }` },
      { to: b, field: `include { phase: ${second} }` },
    ],
  };
}

/** What the words in a layer's name and in its source say; undefined where they say nothing, or both. */
function purposeOf(layer: Message): Phase | undefined {
  const sources = layer.names().flatMap((field) => layer.msgs(field).map((param) => sourceOf(param)));
  const words = [layer.str('name'), ...sources].join(' ').toLowerCase();
  const train = /(^|[^a-z])(train|training)([^a-z]|$)/.test(words);
  const test = /(^|[^a-z])(test|testing|val|valid|validation)([^a-z]|$)/.test(words);
  return train === test ? undefined : train ? 'TRAIN' : 'TEST';
}

const sourceOf = (param: Message): string => (param.has('source') ? param.str('source') : '');
