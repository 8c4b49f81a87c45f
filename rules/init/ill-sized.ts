/** What the rules about fillers of the wrong size share. */
import { fillerEdit, suitableFiller } from '../../src/analysis/filler-choice.js';
import type { Fix } from '../../src/engine/finding.js';
import type { Rule, RuleMeta } from '../../src/engine/rule.js';
import type { ViewAnalysis } from '../../src/analysis/net-analysis.js';
import type { TextDocument } from '../../src/document/document.js';
import { withAssumedShapes } from '../../src/training/assumed.js';
import { oddFillers, type Gain } from '../../src/training/anomalies.js';
import { startInWords } from '../../src/training/words.js';
import { listNames } from '../net-rule.js';
import { causeRule } from '../prognosis-rule.js';

export type FillerDefect =
  | 'gaussian-filler-without-std'
  | 'uniform-filler-default-range'
  | 'symmetric-init'
  | 'exploding-init'
  | 'vanishing-init';

/** The one defect of fillers that is told of a net, with the weights that show it. */
export function fillerDefect(view: ViewAnalysis): { id: FillerDefect; gains: Gain[] } | undefined {
  // The first layer's number of inputs is often open in the text; those that are told come first.
  const told = new Set(oddFillers(view).map((g) => g.param.layer.node));
  const odd = oddFillers(withAssumedShapes(view) ?? view).sort(
    (a, b) => Number(told.has(b.param.layer.node)) - Number(told.has(a.param.layer.node)),
  );
  const bare = (type: string, fields: string[]): Gain[] =>
    odd.filter(({ param: { blob } }) => {
      const { filler } = blob;
      return filler?.node && filler.str('type') === type && !fields.some((f) => filler.has(f));
    });
  const of = (kind: Gain['kind']): Gain[] => odd.filter((g) => g.kind === kind);
  const found: [FillerDefect, Gain[]][] = [
    ['gaussian-filler-without-std', bare('gaussian', ['std']).filter((g) => g.kind === 'exploding')],
    ['uniform-filler-default-range', bare('uniform', ['min', 'max']).filter((g) => g.kind === 'exploding')],
    ['exploding-init', of('exploding')],
    ['symmetric-init', of('symmetric')],
    ['vanishing-init', of('vanishing')],
  ];
  const hit = found.find(([, gains]) => gains.length > 0);
  return hit && { id: hit[0], gains: hit[1] };
}

/** What a message about such a defect is made of. */
export interface ToldFillers {
  gains: readonly Gain[];
  first: Gain;
  /** The layers, as messages list them. */
  layers: string;
  /** How the logits start, where that is out of the ordinary; else empty. */
  start: string;
  fate: string;
  /** A filler that would suit the first of them. */
  suitable: string;
}

/** A rule that tells one of these defects, where the prognosis blames the fillers. */
export function fillerRule(
  meta: RuleMeta & { id: FillerDefect },
  message: (told: ToldFillers) => string,
): Rule {
  return causeRule(meta, ['filler'], ({ view, netDoc, editable, fate, report }) => {
    const defect = fillerDefect(view);
    if (defect?.id !== meta.id) return;
    const { gains } = defect;
    const first = gains[0]!;
    const { layer, blob } = first.param;
    report({
      doc: netDoc,
      at: blob.filler?.here() ?? layer.node.message.here(),
      message: message({
        gains,
        first,
        layers: listNames(gains.map((g) => g.param.layer.node.name)),
        start: startInWords(view),
        fate,
        suitable: `weight_filler ${suitableFiller(view, first.param)}`,
      }),
      ...fillerFix(netDoc, view, gains, editable),
    });
  });
}

/** Fillers that keep the size, for all of them. */
function fillerFix(
  doc: TextDocument,
  view: ViewAnalysis,
  gains: readonly Gain[],
  editable: boolean,
): { fix?: Fix } {
  const edits = gains.flatMap((g) => fillerEdit(doc.tree, g.param, suitableFiller(view, g.param)) ?? []);
  if (!editable || edits.length === 0) return {};
  const title = `Fill ${edits.length === 1 ? 'the layer' : `${edits.length} layers`} by the number of inputs`;
  return { fix: { title, applicability: 'unsafe', edits } };
}
