/** The syntax tree: plain nodes over tokens. Trivia is what lies between two tokens. */
import type { Token } from './token.js';

interface Span {
  /** Offset of the first character. */
  start: number;
  /** Offset behind the last character. */
  end: number;
}

/** A number, identifier, or one or more adjacent strings. */
export interface ScalarNode extends Span {
  kind: 'scalar';
  minus: Token | undefined;
  /** One token; several only where strings are concatenated. */
  tokens: Token[];
}

/** `{ … }` or `< … >`. */
export interface MessageNode extends Span {
  kind: 'message';
  open: Token;
  entries: EntryNode[];
  close: Token | undefined;
}

/** `[ a, b ]`. */
export interface ListNode extends Span {
  kind: 'list';
  open: Token;
  items: (ScalarNode | MessageNode)[];
  commas: Token[];
  close: Token | undefined;
}

export type ValueNode = ScalarNode | MessageNode | ListNode;

/** `name: value`, `name { … }`, `[extension.name] { … }`; parts that are missing are undefined. */
export interface FieldNode extends Span {
  kind: 'field';
  /** The identifier, or the tokens of an extension name with its brackets. */
  nameTokens: Token[];
  name: string;
  colon: Token | undefined;
  value: ValueNode | undefined;
  /** `,` or `;` behind the value. */
  separator: Token | undefined;
}

/** Tokens that fit nowhere; kept so that the tree prints back every byte. */
export interface JunkNode extends Span {
  kind: 'junk';
  tokens: Token[];
}

export type EntryNode = FieldNode | JunkNode;

export interface DocumentNode extends Span {
  kind: 'document';
  entries: EntryNode[];
}

export interface SyntaxError {
  message: string;
  start: number;
  end: number;
  /** A replacement that has one reading. */
  fix?: { start: number; end: number; text: string; title: string };
}

export interface SyntaxTree {
  text: string;
  document: DocumentNode;
  comments: Token[];
  errors: SyntaxError[];
  /** Both sides of a merge conflict stand in the text; nothing else that is found in it means anything. */
  conflicted: boolean;
}

/** The fields among a node's entries. */
export function fieldsOf(node: MessageNode | DocumentNode): FieldNode[] {
  return node.entries.filter((e): e is FieldNode => e.kind === 'field');
}
