/** The author's text, edited into today's format. */
import { parse } from '../../../../grammar/parser.js';
import type { DocumentNode, FieldNode, MessageNode, SyntaxTree } from '../../../../grammar/syntax.js';
import { applyEdits } from '../../../text/edit.js';
import type { Edit } from '../../../text/edit.js';
import { sniffStyle } from '../../../text/indent.js';
import { bind } from '../../bind.js';
import type { Message } from '../../message.js';
import { isOldBatchNorm, notZero, zeroed } from '../batchnorm.js';
import { sameMessage, targetOf } from '../build.js';
import { needsInputUpgrade } from '../input.js';
import { upgradeNet, upgradeSolver } from '../net.js';
import type { LossId } from '../types.js';
import { isV0 } from '../v0.js';
import { bodyOf } from './body.js';
import type { Context } from './body.js';
import { BodyEditor } from './editor.js';
import { inputEdits } from './input.js';
import { quoted, replaceItem } from './items.js';
import { line } from './lines.js';
import { v0Edits } from './v0.js';
import { v1Edits } from './v1.js';

/** Losses that make the upgraded text another net than the author's, rather than the one Caffe reads. */
const unwritten: ReadonlySet<LossId> = new Set(['v0-dropped-layer', 'no-v2-field', 'fork-type']);

/**
 * Edits after which the text reads as exactly the message that `upgradeNet` or `upgradeSolver` answers;
 * comments and order are kept. None where nothing is old, where Caffe refuses the upgrade or would lose
 * whole layers, where a fork's fields have no home in V2, or where the text does not parse or fit its schema.
 */
export function upgradeEdits(tree: SyntaxTree, message: Message): Edit[] {
  if (tree.errors.length > 0 || !message.node) return [];
  const solver = message.type.fields.has('solver_type');
  const upgraded = solver ? upgradeSolver(message) : upgradeNet(message);
  if (upgraded.steps.length === 0 || upgraded.refusals.length > 0) return [];
  if (upgraded.losses.some((l) => unwritten.has(l.id))) return [];
  const root = message.type.name;
  if (!message.schema.messages.has(root) || bind(tree.document, root, message.schema).issues.length > 0)
    return [];
  const ctx: Context = { tree, text: tree.text, style: sniffStyle(tree) };
  const edits =
    'solver' in upgraded
      ? solverEdits(ctx, message, upgraded.solver)
      : netEdits(ctx, message, upgraded.net, message.node);
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const expected = 'solver' in upgraded ? upgraded.solver : upgraded.net;
  return readsAs(applyEdits(tree.text, edits), expected, message) ? edits : [];
}

/** The edited text is what the upgrade answers; a text that is not is never handed out. */
function readsAs(text: string, expected: Message, before: Message): boolean {
  const tree = parse(text);
  if (tree.errors.length > 0) return false;
  const after = bind(tree.document, before.type.name, before.schema);
  return after.issues.length === 0 && sameMessage(expected, after.message);
}

function netEdits(ctx: Context, net: Message, upgraded: Message, node: DocumentNode | MessageNode): Edit[] {
  if (!targetOf(net).native) return [];
  const top = new BodyEditor(ctx, bodyOf(ctx.text, node));
  const v0 = isV0(net);
  const edits = v0 ? v0Edits(ctx, net, top, upgraded) : v1Edits(ctx, net);
  if (needsInputUpgrade(net)) inputEdits(ctx, net, top, new Set(v0 ? ['input_shape'] : []));
  for (const layer of net.msgs('layer')) edits.push(...batchNormEdits(ctx, layer));
  for (const piece of top.body.pieces)
    if (piece.entry.name === 'layers' && !top.isReplaced(piece)) edits.push(renamed(piece.entry, 'layer'));
  return [...edits, ...top.edits()];
}

function renamed(field: FieldNode, name: string): Edit {
  const token = field.nameTokens[0]!;
  return { start: token.startOffset, end: token.startOffset + token.image.length, text: name };
}

/** UpgradeNetBatchNorm on the text. */
function batchNormEdits(ctx: Context, layer: Message): Edit[] {
  if (!isOldBatchNorm(layer)) return [];
  const edits: Edit[] = [];
  for (const spec of layer.msgs('param')) {
    const wrong = notZero(spec);
    const body = new BodyEditor(ctx, bodyOf(ctx.text, spec.node as MessageNode));
    for (const name of zeroed) {
      if (!wrong.includes(name)) continue;
      const written = spec.all(name)[0];
      if (written) edits.push(replaceItem(ctx, written.item, '0'));
      else body.append([line(`${name}: 0`)]);
    }
    edits.push(...body.edits());
  }
  return edits;
}

/** UpgradeSolverType on the text. */
function solverEdits(ctx: Context, solver: Message, upgraded: Message): Edit[] {
  const old = solver.all('solver_type')[0]!;
  return [renamed(old.node, 'type'), replaceItem(ctx, old.item, quoted(ctx, upgraded.str('type')))];
}
