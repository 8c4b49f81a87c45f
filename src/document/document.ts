/** A file opened: its tree, what kind it is, its typed message, and what text format or schema refuse. */
import { parse } from '../../grammar/parser.js';
import type { SyntaxTree } from '../../grammar/syntax.js';
import type { Schema } from '../schema/descriptor.js';
import { builtInDialects } from '../schema/dialects.js';
import type { DialectSet } from '../schema/dialects.js';
import type { SourceText } from '../text/source-text.js';
import type { BindIssue } from './bind.js';
import { kindOf, rootOf } from './kinds.js';
import type { Kind } from './kinds.js';
import type { Message } from './message.js';
import { resolve } from './resolve.js';
import { upgradeNet, upgradeSolver } from './upgrade/index.js';
import type { UpgradeLoss, UpgradeRefusal, UpgradeStep } from './upgrade/index.js';

/** How to choose the schema: the smallest set of dialects, the named ones, or the user's own .proto. */
export type SchemaChoice = 'auto' | readonly string[] | Schema;

export interface TextDocument {
  source: SourceText;
  tree: SyntaxTree;
  kind: Kind;
  /** The message as the author wrote it; undefined when the kind is not Caffe's. */
  written: Message | undefined;
  /** The message after Caffe's own upgrade to today's format. Same as `written` where nothing is old. */
  message: Message | undefined;
  upgrade: { steps: UpgradeStep[]; refusals: UpgradeRefusal[]; losses: UpgradeLoss[] };
  issues: BindIssue[];
  /** Dialects of the schema in use, BVLC's first. */
  dialects: readonly string[];
  /** The user named the schema; by default the file itself decides, and a fork we do not know may fit it. */
  strict: boolean;
  /** The schema is the user's own .proto, whose program may register layers that nobody else knows. */
  ownSchema: boolean;
  /** The text does not parse or does not fit the schema: what is read from it is partial. */
  broken: boolean;
}

/** Read a file. Never throws on its content. */
export function openDocument(
  source: SourceText,
  choice: SchemaChoice,
  known: DialectSet = builtInDialects,
): TextDocument {
  const tree = parse(source.text);
  const kind = kindOf(tree.document);
  const none = { steps: [], refusals: [], losses: [] };
  if (kind === 'other' || kind === 'empty' || kind === 'label-map')
    return {
      source,
      tree,
      kind,
      written: undefined,
      message: undefined,
      upgrade: none,
      issues: [],
      dialects: [],
      strict: choice !== 'auto',
      ownSchema: typeof choice === 'object' && !Array.isArray(choice),
      broken: tree.errors.length > 0,
    };
  const { message: written, issues, dialects } = resolve(tree.document, rootOf(kind), choice, known);
  const problems = tree.conflicted ? [] : issues;
  const upgraded = kind === 'net' ? upgradeNet(written) : upgradeSolver(written);
  return {
    source,
    tree,
    kind,
    written,
    message: 'net' in upgraded ? upgraded.net : upgraded.solver,
    upgrade: { steps: upgraded.steps, refusals: upgraded.refusals, losses: upgraded.losses },
    issues: problems,
    dialects,
    strict: choice !== 'auto',
    ownSchema: typeof choice === 'object' && !Array.isArray(choice),
    broken: tree.errors.length > 0 || problems.length > 0,
  };
}
