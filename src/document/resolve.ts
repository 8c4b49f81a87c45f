// STUB by the lead until the dialect resolver lands; overwrite this file.
import type { DocumentNode } from '../../grammar/syntax.js';
import { composeSchema } from '../schema/descriptor.js';
import type { Schema } from '../schema/descriptor.js';
import { bvlc } from '../schema/tables/bvlc.js';
import { bind } from './bind.js';
import type { Bound } from './bind.js';
let schema: Schema | undefined;
export function resolve(tree: DocumentNode, root: string, choice: 'auto' | readonly string[] | Schema): Bound & { dialects: readonly string[] } {
  schema ??= composeSchema([['bvlc', bvlc]]);
  void choice;
  return { ...bind(tree, root, schema), dialects: ['bvlc'] };
}
