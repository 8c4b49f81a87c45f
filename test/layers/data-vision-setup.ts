/** Set up one layer from its text, as the analysis does. */
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import { Refusal } from '../../src/layers/layer-type.js';
import type { RefusalId, SetupResult } from '../../src/layers/layer-type.js';
import { registry } from '../../src/layers/registry.js';
import { schemaOf } from '../../src/schema/dialects.js';
import type { Shape } from '../../src/shapes/shape.js';

export interface Setting {
  /** Shapes of the bottoms, in order. */
  bottoms?: Shape[];
  given?: Record<string, Shape>;
  dialects?: readonly string[];
  phase?: 'TRAIN' | 'TEST';
}

export interface Outcome extends SetupResult {
  refused?: RefusalId;
  message?: string;
  /** The text that the refusal points at. */
  at?: string;
}

/** `text` is what stands between the braces of `layer { … }`. */
export function setUp(text: string, setting: Setting = {}): Outcome {
  const source = `layer { name: "l" ${text} }`;
  const tree = parse(source);
  const schema = schemaOf(setting.dialects ?? []);
  const { message, issues } = bind(tree.document, 'NetParameter', schema);
  if (tree.errors.length > 0 || issues.length > 0)
    throw new Error(`the test's text does not fit the schema: ${issues[0]?.message ?? 'syntax'}`);
  const layer = message.msgs('layer')[0]!;
  const type = registry.find(layer.str('type'), schema.dialects);
  if (!type) throw new Error(`no layer type ${layer.str('type')} in ${schema.dialects.join(', ')}`);
  const topNames = layer.strs('top');
  try {
    return type.setup({
      name: 'l',
      type: layer.str('type'),
      phase: setting.phase ?? 'TRAIN',
      layer,
      bottoms: setting.bottoms ?? [],
      bottomNames: layer.strs('bottom'),
      topNames,
      lossWeights: topNames.map(() => 0),
      given: (name) => setting.given?.[name],
      refuse(id, range, text2): never {
        throw new Refusal(id, range, text2);
      },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const at = source.slice(error.range.start, error.range.end);
    return { tops: [], refused: error.id, message: error.message, at };
  }
}

/** A layer with one bottom "x" and one top "y". */
export const one = (type: string, params: string, bottom: Shape, dialects: readonly string[] = []): Outcome =>
  setUp(`type: "${type}" bottom: "x" top: "y" ${params}`, { bottoms: [bottom], dialects });
