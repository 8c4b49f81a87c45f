/** Where the first backward pass of training aborts. */
import type { GradientFlow } from '../net/gradient.js';
import type { LayerNode, NetView } from '../net/graph.js';
import type { GraphIssueId, Issue } from '../net/issues.js';

/**
 * Layers whose Backward Caffe calls though it is not implemented, or with a gradient asked for a
 * bottom that gets none (labels). Only where it is certain, and only in a net that trains on a loss.
 */
export function backwardIssues(view: NetView, flow: GradientFlow): Issue<GraphIssueId>[] {
  const trains = view.layers.some((layer) => layer.tops.some((top) => top.lossWeight));
  if (view.phase !== 'TRAIN' || !trains) return [];
  return view.layers.flatMap((layer, i): Issue[] => {
    if (flow.layers[i] !== true) return [];
    const asked = flow.bottoms[i]!.flatMap((need, bottom) => (need === true ? [bottom] : []));
    if (layer.signature?.noBackward === 'aborts' && asked.length > 0)
      return [notImplemented(layer, asked[0]!)];
    return asked
      .filter((bottom) => layer.signature?.noGradientTo?.includes(bottom))
      .map((bottom) => towardsLabel(layer, bottom));
  });
}

function notImplemented(layer: LayerNode, bottom: number): Issue {
  return {
    id: 'backward-not-implemented',
    range: layer.message.at('bottom', bottom),
    stage: 'backward',
    layer,
    message: `training needs a gradient through layer "${layer.name}", and ${layer.type} has no backward pass: Caffe aborts in the first iteration; take it off the path between weights and loss`,
  };
}

function towardsLabel(layer: LayerNode, bottom: number): Issue {
  const name = layer.bottomNames[bottom]!;
  const forced = layer.message.has('propagate_down');
  const why = forced
    ? `its propagate_down asks for one`
    : `"${name}" depends on learned parameters, so a gradient is asked for`;
  const item = layer.message.all('propagate_down')[bottom]?.item;
  const asked = item && { start: item.start, end: item.end };
  const mend = forced
    ? `set that propagate_down to false`
    : `feed the label from the data layer, or set propagate_down: false for this bottom`;
  return {
    id: 'label-backprop',
    range: layer.message.at('bottom', bottom),
    stage: 'backward',
    layer,
    ...(asked && {
      mend: { title: 'Ask for no gradient there', sure: false, replace: [{ range: asked, text: 'false' }] },
    }),
    message: `layer "${layer.name}" cannot send a gradient to bottom "${name}": ${why}, and ${layer.type} aborts there; ${mend}`,
  };
}
