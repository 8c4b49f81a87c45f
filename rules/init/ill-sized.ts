/** What the rules about fillers of the wrong size share. */
import { fillerEdit, suitableFiller } from '../../src/analysis/filler-choice.js';
import type { Fix } from '../../src/engine/finding.js';
import type { ViewAnalysis } from '../../src/analysis/net-analysis.js';
import type { TextDocument } from '../../src/document/document.js';
import { withAssumedShapes } from '../../src/training/assumed.js';
import { oddFillers, type Gain } from '../../src/training/anomalies.js';

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

/** Fillers that keep the size, for all of them. */
export function fillerFix(
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
