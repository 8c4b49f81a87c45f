/**
 * Tokens of protobuf's text format as Caffe's parser (google::protobuf::TextFormat) reads them.
 *
 * The lexer never fails: whatever no other token takes becomes `Junk`, so that every byte of a file
 * is either in a token or in the white space between two. Tokens carry offsets only; lines and
 * columns are computed when a finding is printed.
 */
import { createToken, Lexer } from 'chevrotain';
import type { TokenType } from 'chevrotain';
import type { Token } from './token.js';

/** The grammar is checked where it is tested; a browser has no `process`. */
export const inTests = globalThis.process?.env['JEST_WORKER_ID'] !== undefined;

const punctuation = (name: string, image: string): TokenType =>
  createToken({ name, pattern: image, line_breaks: false });

export const WhiteSpace = createToken({
  name: 'WhiteSpace',
  pattern: /[ \t\r\n\v\f]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});
export const Comment = createToken({
  name: 'Comment',
  pattern: /#[^\n]*/,
  group: 'comments',
  line_breaks: false,
});
export const Identifier = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  line_breaks: false,
});
/** Any spelling that starts like a number; whether it is a legal one is decided where its type is known. */
export const NumberToken = createToken({
  name: 'NumberToken',
  pattern: /0[xX][0-9A-Fa-f]*|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]*)?[fF]?/,
  line_breaks: false,
});
export const StringToken = createToken({
  name: 'StringToken',
  pattern: /"[^"\\\n]*"|'[^'\\\n]*'/,
  line_breaks: false,
});
/**
 * A string with escapes, or over several lines, which TextFormat allows. It is scanned by hand: a
 * regular expression that loops over escapes overflows the stack on a string of megabytes.
 */
function matchEscapedString(text: string, offset: number): [string] | null {
  const quote = text.charCodeAt(offset);
  if (quote !== 34 && quote !== 39) return null;
  for (let at = offset + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 92) at++;
    else if (c === quote) return [text.slice(offset, at + 1)];
  }
  return null;
}
export const EscapedString = createToken({
  name: 'EscapedString',
  pattern: (text, offset) => matchEscapedString(text, offset) as RegExpExecArray | null,
  start_chars_hint: ['"', "'"],
  line_breaks: true,
});
/** A quote that is never closed takes the rest of its line. */
export const UnterminatedString = createToken({
  name: 'UnterminatedString',
  pattern: /["'][^\n]*/,
  line_breaks: false,
});
/** Typographic and full-width quotes, as word processors and input methods write them. */
export const CurlyString = createToken({
  name: 'CurlyString',
  pattern: /[“”„‟＂][^“”„‟＂"\n]*[“”„‟＂"]|[‘’‚‛＇][^‘’‚‛＇'\n]*[‘’‚‛＇']/,
  line_breaks: false,
});
/** White space that is not white space to protobuf: no-break and ideographic spaces, a byte order mark. */
export const OddSpace = createToken({
  name: 'OddSpace',
  pattern: /[\u0085\u00A0\u2000-\u200B\u202F\u205F\u2060\u3000\uFEFF]+/,
  group: 'oddSpaces',
  line_breaks: false,
});
const conflictStart = /(?:<{7}|={7}|>{7}|\|{7})(?![<=>|])[^\n]*/y;
/** A line that version control left behind. It is kept out of the parser's way and reported once. */
export const ConflictMarker = createToken({
  name: 'ConflictMarker',
  pattern: (text: string, offset: number) => {
    if (offset > 0 && text.charCodeAt(offset - 1) !== 10) return null;
    conflictStart.lastIndex = offset;
    return conflictStart.exec(text);
  },
  start_chars_hint: ['<', '=', '>', '|'],
  group: 'conflicts',
  line_breaks: false,
});

export const Colon = punctuation('Colon', ':');
export const LeftBrace = punctuation('LeftBrace', '{');
export const RightBrace = punctuation('RightBrace', '}');
export const LeftAngle = punctuation('LeftAngle', '<');
export const RightAngle = punctuation('RightAngle', '>');
export const LeftBracket = punctuation('LeftBracket', '[');
export const RightBracket = punctuation('RightBracket', ']');
export const Comma = punctuation('Comma', ',');
export const Semicolon = punctuation('Semicolon', ';');
export const Minus = punctuation('Minus', '-');
export const Dot = punctuation('Dot', '.');
export const Slash = punctuation('Slash', '/');
/** Not text format, but often written for a colon. */
export const Equals = punctuation('Equals', '=');
export const FullWidthColon = createToken({ name: 'FullWidthColon', pattern: /[：﹕]/, line_breaks: false });
/** A character that can start no other token. Neighbours are joined by the parser into one report. */
export const Junk = createToken({
  name: 'Junk',
  pattern: /[!$%&()*+?@\\^`|~\x00-\x08\x0E-\x1F\x7F-\uFFFF]/,
  line_breaks: false,
});

/** In order of frequency; a longer alternative stands before the one it begins with. */
export const allTokens: TokenType[] = [
  WhiteSpace,
  Comment,
  Identifier,
  Colon,
  NumberToken,
  StringToken,
  EscapedString,
  UnterminatedString,
  LeftBrace,
  RightBrace,
  ConflictMarker,
  LeftAngle,
  RightAngle,
  LeftBracket,
  RightBracket,
  Comma,
  Semicolon,
  Minus,
  Dot,
  Slash,
  Equals,
  FullWidthColon,
  CurlyString,
  OddSpace,
  Junk,
];

export interface LexResult {
  tokens: Token[];
  comments: Token[];
  oddSpaces: Token[];
  conflicts: Token[];
}

let lexer: Lexer | undefined;

/** Split a text into tokens. Never throws and never drops a character. */
export function lex(text: string): LexResult {
  lexer ??= new Lexer(allTokens, {
    positionTracking: 'onlyOffset',
    ensureOptimizations: true,
    skipValidations: !inTests,
  });
  const { tokens, groups } = lexer.tokenize(text);
  return {
    tokens,
    comments: groups['comments'] ?? [],
    oddSpaces: groups['oddSpaces'] ?? [],
    conflicts: groups['conflicts'] ?? [],
  };
}

/** Offset just behind a token (tokens carry no end of their own). */
export const endOf = (token: Token): number => token.startOffset + token.image.length;
