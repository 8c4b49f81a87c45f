/**
 * Edits in terms of fields and messages. What is inserted follows the file's own habits, what is
 * removed takes its comment along, and nothing outside an edit's range changes.
 */
import { Comment, endOf } from '../../grammar/lexer.js';
import type { DocumentNode, FieldNode, MessageNode, SyntaxTree } from '../../grammar/syntax.js';
import { fieldsOf } from '../../grammar/syntax.js';
import type { Edit } from '../text/edit.js';
import { lineIndent, lineStart, sniffStyle } from '../text/indent.js';
import type { Message } from './message.js';

/** Text as this file writes: its quotes, its colons in front of messages, its brackets. */
export function inHabit(tree: SyntaxTree, text: string): string {
  const { quote, colon, angle } = sniffStyle(tree);
  if (quote === '"' && !colon && !angle) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(\w) \{|[{}]/g, (part, letter: string) => {
    if (/^["']/.test(part)) return quote === "'" && !/['\\]/.test(part) ? `'${part.slice(1, -1)}'` : part;
    const open = `${letter && colon ? `${letter}:` : (letter ?? '')}${letter ? ' ' : ''}`;
    if (part.endsWith('}')) return angle ? '>' : '}';
    return open + (angle ? '<' : '{');
  });
}

/** Replace what stands in a range. */
export const replace = (range: { start: number; end: number }, text: string): Edit => ({
  start: range.start,
  end: range.end,
  text,
});

/** Replace a field's value. */
export const replaceValue = (field: FieldNode, text: string): Edit =>
  field.value ? replace(field.value, text) : { start: field.end, end: field.end, text: ` ${text}` };

/**
 * Remove a field. Alone on its line, the line goes with its trailing comment, and with the comment lines above
 * that are about nothing else; among others, the field with one space.
 */
export function removeField(tree: SyntaxTree, field: FieldNode): Edit {
  const { text } = tree;
  const from = lineStart(text, field.start);
  const before = text.slice(from, field.start);
  const after = /^[ \t]*(#[^\n]*)?(\r?\n|$)/.exec(text.slice(field.end));
  if (/^[ \t]*$/.test(before) && after) {
    const end = field.end + after[0].length;
    return { start: commentAbove(text, from, end), end, text: '' };
  }
  const space = /^[ \t]+/.exec(text.slice(field.end))?.[0].length ?? 0;
  if (/[ \t{<]$/.test(before) && space > 0) return { start: field.start, end: field.end + space, text: '' };
  const lead = /[ \t]+$/.exec(before)?.[0].length ?? 0;
  return { start: field.start - (lead > 0 && !/^[ \t]*$/.test(before) ? lead : 0), end: field.end, text: '' };
}

/**
 * Where the comment lines directly above a line begin, when no other field stands below them up to the next empty
 * line, comment or bracket; else the line itself. What a file begins with is about the file.
 */
function commentAbove(text: string, from: number, end: number): number {
  if (!/^[ \t]*(\r?\n|[#}>]|$)/.test(text.slice(end))) return from;
  let start = from;
  for (let at = from; at > 0; at = start) {
    const line = lineStart(text, at - 1);
    if (!/^[ \t]*#/.test(text.slice(line, at))) return start;
    start = line;
  }
  return from;
}

/** Remove a field, and with it the message that holds nothing else. */
export function removeWithEmptyParent(tree: SyntaxTree, parent: Message, field: FieldNode): Edit {
  const holder = parent.fieldNode;
  const alone = parent.node?.kind === 'message' && parent.node.entries.length === 1;
  return removeField(tree, alone && holder ? holder : field);
}

/**
 * Insert a field as the last one of a message. `written` is text on one line, such as
 * `weight_filler { type: "msra" }`; in a file that spreads messages over lines it is spread too.
 */
export function appendField(tree: SyntaxTree, node: MessageNode | DocumentNode, written: string): Edit {
  const { text } = tree;
  const field = inHabit(tree, written);
  const { eol } = sniffStyle(tree);
  const last = node.entries.at(-1);
  if (node.kind === 'document') {
    const end = text.length;
    const glue = text === '' || text.endsWith('\n') ? '' : eol;
    return { start: end, end, text: glue + spread(tree, field, '') + eol };
  }
  if (!last) {
    const inside = text.slice(endOf(node.open), node.close?.startOffset ?? node.end);
    if (inside.trim() === '')
      return { start: endOf(node.open), end: node.close?.startOffset ?? node.end, text: ` ${field} ` };
    const indent = lineIndent(text, node.start) + sniffStyle(tree).unit;
    return {
      start: endOf(node.open),
      end: endOf(node.open),
      text: eol + indent + spread(tree, field, indent),
    };
  }
  const ownLine = text.slice(lineStart(text, last.start), last.start).trim() === '';
  if (!ownLine) return { start: last.end, end: last.end, text: ` ${field}` };
  const indent = lineIndent(text, last.start);
  const at = behindComment(tree, last.end);
  return { start: at, end: at, text: eol + indent + spread(tree, field, indent) };
}

/** Insert a field behind another one of the same message. */
export function insertAfter(tree: SyntaxTree, sibling: FieldNode, written: string): Edit {
  const { text } = tree;
  const field = inHabit(tree, written);
  const indent = lineIndent(text, sibling.start);
  const ownLine = text.slice(lineStart(text, sibling.start), sibling.start).trim() === '';
  if (!ownLine) return { start: sibling.end, end: sibling.end, text: ` ${field}` };
  const at = behindComment(tree, sibling.end);
  return { start: at, end: at, text: sniffStyle(tree).eol + indent + spread(tree, field, indent) };
}

/** Set a field of a message that stands in the text: its value replaced, or the field appended. */
export function setField(tree: SyntaxTree, message: Message, name: string, value: string): Edit | undefined {
  const written = message.all(name)[0];
  if (written)
    return written.node.value?.kind === 'list'
      ? replace(written.item, value)
      : replaceValue(written.node, value);
  return message.node ? appendField(tree, message.node, `${name}: ${value}`) : undefined;
}

/** Where a line ends, behind a comment that trails the given offset. */
function behindComment(tree: SyntaxTree, offset: number): number {
  const comment = tree.comments.find((c) => c.startOffset >= offset && c.tokenType === Comment);
  if (!comment || !/^[ \t]*$/.test(tree.text.slice(offset, comment.startOffset))) return offset;
  const end = endOf(comment);
  return tree.text[end - 1] === '\r' ? end - 1 : end;
}

/** `a { b: 1 c { d: 2 } }` on one line, or over several where the file writes messages so. */
function spread(tree: SyntaxTree, field: string, indent: string): string {
  const multiline = writesMessagesOverLines(tree);
  if (!multiline || !/[{<]/.test(field)) return field;
  const { eol, unit } = sniffStyle(tree);
  const tokens = field.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}<>]|[^\s{}<>]+/g) ?? [];
  const lines: string[] = [];
  let depth = 0;
  let line = '';
  const flush = (): void => {
    if (line !== '')
      lines.push((lines.length > 0 ? indent : '') + unit.repeat(lines.length > 0 ? depth : 0) + line);
    line = '';
  };
  for (const token of tokens) {
    if (token === '{' || token === '<') {
      line += ` ${token}`;
      flush();
      depth++;
    } else if (token === '}' || token === '>') {
      flush();
      depth--;
      line = token;
      flush();
    } else if (token.endsWith(':')) {
      flush();
      line = token;
    } else if (line.endsWith(':')) line += ` ${token}`;
    else {
      flush();
      line = token;
    }
  }
  flush();
  return lines.join(eol);
}

/** Most inner messages of this file are written over several lines. */
function writesMessagesOverLines(tree: SyntaxTree): boolean {
  let over = 0;
  let within = 0;
  for (const layer of fieldsOf(tree.document)) {
    if (layer.value?.kind !== 'message') continue;
    for (const field of fieldsOf(layer.value)) {
      if (field.value?.kind !== 'message') continue;
      if (tree.text.slice(field.value.start, field.value.end).includes('\n')) over++;
      else within++;
    }
    if (over + within > 50) break;
  }
  return over > within;
}
