/** Upgrading a text, and what came out against what was meant. */
import { expect } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import { upgradeEdits } from '../../src/document/upgrade/index.js';
import { composeSchema } from '../../src/schema/descriptor.js';
import { bvlc } from '../../src/schema/tables/bvlc.js';
import { applyEdits } from '../../src/text/edit.js';

const schema = composeSchema([['bvlc', bvlc]]);

/** The text after the edits that upgrade it. */
export function fix(text: string, root = 'NetParameter'): string {
  const tree = parse(text);
  return applyEdits(text, upgradeEdits(tree, bind(tree.document, root, schema).message));
}

/** Text written with the indentation of this file, taken back to its own. */
function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').replace(/\n *$/, '\n').split('\n');
  const margin = Math.min(...lines.filter((l) => l.trim()).map((l) => /^ */.exec(l)![0].length));
  return lines.map((l) => l.slice(margin)).join('\n');
}

/** The edits make the second text of the first, and nothing more of the second. */
export function expectFix(before: string, after: string): void {
  const fixed = fix(dedent(before));
  expect(fixed).toBe(dedent(after));
  expect(fix(fixed)).toBe(fixed);
}
