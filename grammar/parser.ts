/**
 * Text → syntax tree. The grammar (text-format.ebnf) is written so that it takes every sequence of
 * tokens: a missing or surplus part is a hole or a junk node in the tree plus one error, never an
 * exception. That is why one mistake is reported once, and why every file prints back unchanged.
 */
import { EmbeddedActionsParser } from 'chevrotain';
import type { IToken, TokenType } from 'chevrotain';
import * as t from './lexer.js';
import { endOf, inTests, lex } from './lexer.js';
import type { LexResult } from './lexer.js';
import type { Token } from './token.js';
import type {
  DocumentNode,
  EntryNode,
  FieldNode,
  JunkNode,
  ListNode,
  MessageNode,
  ScalarNode,
  SyntaxError,
  SyntaxTree,
  ValueNode,
} from './syntax.js';

/** Deeper nesting than any net has; beyond it the file is refused instead of the stack overflowing. */
const MAX_DEPTH = 200;

const junkTokens: TokenType[] = [
  t.NumberToken,
  t.StringToken,
  t.EscapedString,
  t.UnterminatedString,
  t.CurlyString,
  t.Colon,
  t.FullWidthColon,
  t.Equals,
  t.LeftBrace,
  t.LeftAngle,
  t.RightBracket,
  t.Comma,
  t.Semicolon,
  t.Minus,
  t.Dot,
  t.Slash,
  t.Junk,
];

class TextFormatParser extends EmbeddedActionsParser {
  problems: SyntaxError[] = [];
  /** There is junk, or a message that is not closed. */
  holes = false;

  /* State that the hoisted closures share. Closures made once instead of per call are what makes
     this parser three times as fast; see docs/architecture.md. */
  /** chevrotain learns the grammar by running it once without tokens; ACTION would take a closure per call. */
  private recording = true;
  private entries: EntryNode[] = [];
  private token!: Token;
  private strings: Token[] = [];
  private items: (ScalarNode | MessageNode)[] = [];
  private commas: Token[] = [];
  private nameTokens: Token[] = [];

  constructor() {
    super(t.allTokens, {
      // The grammar takes every sequence of tokens, so that there is nothing to recover from.
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !inTests,
    });
    this.performSelfAnalysis();
    this.recording = false;
  }

  /** @param occurrence Tells it from other places of the same rule that take the type. */
  private readonly take = (type: TokenType, occurrence = 0) => ({
    ALT: () => {
      this.token = this.consume(occurrence, type);
    },
  });

  private readonly fieldAlternative = { ALT: () => void this.entries.push(this.SUBRULE(this.field)) };
  private readonly extensionAlternative = {
    ALT: () => void this.entries.push(this.SUBRULE(this.extensionField)),
  };
  private readonly junkAlternatives = junkTokens.map((type) => ({
    ALT: () => this.addJunk(this.CONSUME(type)),
  }));
  private readonly innerAlternatives = [
    this.fieldAlternative,
    this.extensionAlternative,
    ...this.junkAlternatives,
  ];
  private readonly topAlternatives = [
    ...this.innerAlternatives,
    { ALT: () => this.addJunk(this.CONSUME1(t.RightBrace)) },
    { ALT: () => this.addJunk(this.CONSUME1(t.RightAngle)) },
  ];
  private readonly topEntry = () => void this.OR(this.topAlternatives);
  private readonly innerEntry = () => void this.OR(this.innerAlternatives);

  readonly document = this.RULE('document', (): EntryNode[] => {
    const entries: EntryNode[] = [];
    this.entries = entries;
    this.MANY(this.topEntry);
    return entries;
  });

  private readonly separatorAlternatives = [this.take(t.Comma), this.take(t.Semicolon)];
  private readonly separator = () => void this.OR1(this.separatorAlternatives);
  private readonly colonAlternatives = [this.take(t.Colon), this.take(t.FullWidthColon), this.take(t.Equals)];
  private readonly colonLike = () => void this.OR2(this.colonAlternatives);

  private readonly field = this.RULE('field', (): FieldNode => {
    const name = this.CONSUME(t.Identifier);
    return this.tail([name]);
  });

  private readonly nameAlternatives = [t.Identifier, t.Dot, t.Slash, t.NumberToken, t.Minus].map((type) => ({
    ALT: () => void this.nameTokens.push(this.CONSUME4(type)),
  }));
  private readonly namePart = () => void this.OR3(this.nameAlternatives);
  private readonly closeName = () => void this.nameTokens.push(this.CONSUME(t.RightBracket));

  private readonly extensionField = this.RULE('extensionField', (): FieldNode => {
    const open = this.CONSUME(t.LeftBracket);
    this.nameTokens = [open];
    const nameTokens = this.nameTokens;
    this.MANY(this.namePart);
    this.OPTION3(this.closeName);
    return this.tail(nameTokens);
  });

  private readonly numberAlternatives = [this.take(t.Identifier, 2), this.take(t.NumberToken, 2)];
  private readonly number = () => void this.OR5(this.numberAlternatives);
  private readonly stringAlternatives = [
    t.StringToken,
    t.EscapedString,
    t.UnterminatedString,
    t.CurlyString,
  ].map((type) => ({
    ALT: () => void this.strings.push(this.CONSUME(type)),
  }));
  private readonly oneString = () => void this.OR4(this.stringAlternatives);
  private readonly scalarAlternatives = [
    { ALT: (): ScalarNode => this.finishScalar(undefined, this.CONSUME1(t.Identifier), []) },
    { ALT: (): ScalarNode => this.finishScalar(undefined, this.CONSUME1(t.NumberToken), []) },
    {
      ALT: (): ScalarNode => {
        this.strings = [];
        this.AT_LEAST_ONE(this.oneString);
        return this.finishScalar(undefined, undefined, this.strings);
      },
    },
    {
      ALT: (): ScalarNode => {
        const minus = this.CONSUME(t.Minus);
        this.token = undefined as unknown as Token;
        this.OPTION4(this.number);
        return this.finishScalar(minus, this.token as Token | undefined, []);
      },
    },
  ];

  /** A scalar in a list; the value of a field is one without this call. */
  private readonly scalar = this.RULE('scalar', (): ScalarNode => this.OR1(this.scalarAlternatives));

  private readonly valueAlternatives = [
    { ALT: (): ValueNode => this.SUBRULE(this.message) },
    { ALT: (): ValueNode => this.SUBRULE(this.list) },
    ...this.scalarAlternatives,
  ];
  private readonly value = (): ValueNode => this.OR(this.valueAlternatives);
  private colon: Token | undefined;

  /** `: value separator`, each part optional to the grammar. A part of two rules, since a rule of its own takes a call. */
  private tail(nameTokens: Token[]): FieldNode {
    this.token = undefined as unknown as Token;
    this.OPTION(this.colonLike);
    const colon = this.token as Token | undefined;
    this.colon = colon;
    // Not a GATE, for which chevrotain makes a closure per call.
    const value = this.valueIsMissing() ? undefined : this.OPTION1(this.value);
    this.token = undefined as unknown as Token;
    this.OPTION2(this.separator);
    const separator = this.token as Token | undefined;
    return this.recording ? (undefined as never) : this.finishField(nameTokens, colon, value, separator);
  }

  private readonly closeAlternatives = [this.take(t.RightBrace), this.take(t.RightAngle)];
  private readonly close = () => void this.OR1(this.closeAlternatives);
  private readonly openAlternatives = [this.take(t.LeftBrace, 1), this.take(t.LeftAngle, 1)];

  private readonly message = this.RULE('message', (): MessageNode => {
    const outer = this.entries;
    this.OR2(this.openAlternatives);
    const open = this.token;
    const entries: EntryNode[] = [];
    this.entries = entries;
    this.MANY(this.innerEntry);
    this.token = undefined as unknown as Token;
    this.OPTION(this.close);
    const close = this.token as Token | undefined;
    this.entries = outer;
    return this.recording ? (undefined as never) : this.finishMessage(open, entries, close);
  });

  private readonly itemAlternatives = [
    { ALT: () => void this.items.push(this.SUBRULE(this.message)) },
    { ALT: () => void this.items.push(this.SUBRULE(this.scalar)) },
  ];
  private readonly item = () => void this.OR(this.itemAlternatives);
  private readonly laterItemAlternatives = [
    { ALT: () => void this.items.push(this.SUBRULE1(this.message)) },
    { ALT: () => void this.items.push(this.SUBRULE1(this.scalar)) },
  ];
  private readonly laterItem = () => void this.OR1(this.laterItemAlternatives);
  private readonly nextItem = () => {
    this.commas.push(this.CONSUME(t.Comma));
    this.OPTION1(this.laterItem);
  };
  private readonly closeList = () => {
    this.token = this.CONSUME(t.RightBracket);
  };

  private readonly list = this.RULE('list', (): ListNode => {
    const [outerItems, outerCommas] = [this.items, this.commas];
    const open = this.CONSUME(t.LeftBracket);
    const items: (ScalarNode | MessageNode)[] = [];
    const commas: Token[] = [];
    this.items = items;
    this.commas = commas;
    this.OPTION(this.item);
    this.MANY(this.nextItem);
    this.token = undefined as unknown as Token;
    this.OPTION2(this.closeList);
    const close = this.token as Token | undefined;
    [this.items, this.commas] = [outerItems, outerCommas];
    return this.recording ? (undefined as never) : this.finishList(open, items, commas, close);
  });

  /** After `name:` an identifier that itself begins a field is not the value: the value is missing. */
  private valueIsMissing(): boolean {
    const next = this.LA(1);
    if (next.tokenType !== t.Identifier) return false;
    if (this.colon === undefined) return true;
    const after = this.LA(2).tokenType;
    return after === t.Colon || after === t.LeftBrace;
  }

  private addJunk(token: Token): void {
    if (this.recording) return;
    const last = this.entries.at(-1);
    if (last?.kind === 'junk' && !this.lineBreakBetween(last.end, token.startOffset)) {
      last.tokens.push(token);
      last.end = endOf(token);
      return;
    }
    const junk: JunkNode = { kind: 'junk', tokens: [token], start: token.startOffset, end: endOf(token) };
    this.entries.push(junk);
    this.holes = true;
  }

  text = '';
  private lineBreakBetween(from: number, to: number): boolean {
    // Only the gap is searched: a text of one line may be long.
    return this.text.slice(from, to).includes('\n');
  }

  private problem(start: number, end: number, message: string, fix?: SyntaxError['fix']): void {
    this.problems.push(fix ? { message, start, end, fix } : { message, start, end });
  }

  private finishField(
    nameTokens: Token[],
    colon: Token | undefined,
    value: ValueNode | undefined,
    separator: Token | undefined,
  ): FieldNode {
    const first = nameTokens[0]!;
    const lastName = nameTokens.at(-1)!;
    const extension = first.tokenType === t.LeftBracket;
    const name = nameTokens.length === 1 ? first.image : nameTokens.map((n) => n.image).join('');
    const nameEnd = endOf(lastName);
    if (extension && lastName.tokenType !== t.RightBracket)
      this.problem(first.startOffset, nameEnd, 'this extension name is not closed: "]" is missing');
    if (colon && colon.tokenType !== t.Colon)
      this.problem(
        colon.startOffset,
        endOf(colon),
        colon.tokenType === t.Equals
          ? `text format separates "${name}" and its value by ":", not "="`
          : 'this colon is the full-width character U+FF1A; text format knows only the plain ":"',
        { start: colon.startOffset, end: endOf(colon), text: ':', title: 'Write a plain colon' },
      );
    if (!value) {
      const at = colon ? endOf(colon) : nameEnd;
      this.problem(
        first.startOffset,
        at,
        colon ? `"${name}:" has no value` : `"${name}" has neither a value nor a "{ … }" behind it`,
      );
    } else if (!colon && value.kind !== 'message') {
      const listOfMessages = value.kind === 'list' && value.items.every((i) => i.kind === 'message');
      if (!listOfMessages)
        this.problem(first.startOffset, nameEnd, `":" is missing between "${name}" and its value`, {
          start: nameEnd,
          end: nameEnd,
          text: ':',
          title: 'Insert the missing colon',
        });
    }
    const end = separator ? endOf(separator) : value ? value.end : colon ? endOf(colon) : nameEnd;
    return {
      kind: 'field',
      nameTokens,
      name,
      colon,
      value,
      separator,
      start: first.startOffset,
      end,
    };
  }

  private finishMessage(open: Token, entries: EntryNode[], close: Token | undefined): MessageNode {
    if (close && (open.tokenType === t.LeftBrace) !== (close.tokenType === t.RightBrace)) {
      const right = open.tokenType === t.LeftBrace ? '}' : '>';
      this.problem(
        close.startOffset,
        endOf(close),
        `opened by "${open.image}" but closed by "${close.image}"`,
        {
          start: close.startOffset,
          end: endOf(close),
          text: right,
          title: `Close by "${right}"`,
        },
      );
    }
    if (!close) this.holes = true;
    const end = close ? endOf(close) : (entries.at(-1)?.end ?? endOf(open));
    return { kind: 'message', open, entries, close, start: open.startOffset, end };
  }

  private finishList(
    open: Token,
    items: (ScalarNode | MessageNode)[],
    commas: Token[],
    close: Token | undefined,
  ): ListNode {
    const end = close
      ? endOf(close)
      : Math.max(endOf(open), items.at(-1)?.end ?? 0, commas.length ? endOf(commas.at(-1)!) : 0);
    if (!close) this.problem(open.startOffset, end, 'this list is not closed: "]" is missing');
    else if (commas.length > 0 && items.length !== commas.length + 1)
      this.problem(open.startOffset, end, 'between two commas of this list a value is missing');
    return { kind: 'list', open, items, commas, close, start: open.startOffset, end };
  }

  private finishScalar(minus: Token | undefined, token: Token | undefined, strings: Token[]): ScalarNode {
    if (this.recording) return undefined as never;
    const tokens = token ? [token] : strings;
    const start = (minus ?? tokens[0]!).startOffset;
    const last = tokens.at(-1) ?? minus!;
    const end = endOf(last);
    if (tokens.length === 0) this.problem(start, end, 'a number must follow "-"');
    for (const s of strings) {
      if (s.tokenType === t.UnterminatedString)
        this.problem(s.startOffset, endOf(s), `this string is not closed: ${s.image[0]} is missing`);
      else if (s.tokenType === t.CurlyString)
        this.problem(
          s.startOffset,
          endOf(s),
          'these are typographic quotes; text format knows only " and \'',
          {
            start: s.startOffset,
            end: endOf(s),
            text: `"${s.image.slice(1, -1)}"`,
            title: 'Write plain quotes',
          },
        );
    }
    return { kind: 'scalar', minus, tokens, start, end };
  }
}

let parser: TextFormatParser | undefined;

/** Parse a text. Always returns a tree that holds every token; what is wrong is in `errors`, by offset. */
export function parse(text: string): SyntaxTree {
  const lexed = lex(text);
  const { tokens, comments } = lexed;
  const tooDeep = firstTooDeep(tokens);
  parser ??= new TextFormatParser();
  parser.problems = [];
  parser.holes = false;
  parser.text = text;
  parser.input = tooDeep ? [] : (tokens as IToken[]);
  const entries: EntryNode[] = tooDeep ? [junkOf(tokens)] : parser.document();
  const document: DocumentNode = { kind: 'document', entries, start: 0, end: text.length };
  const errors = parser.problems;
  parser.problems = [];
  parser.text = '';
  parser.input = [];
  if (tooDeep)
    errors.push({
      message: `messages are nested more than ${MAX_DEPTH} deep here; no net is`,
      start: tooDeep.startOffset,
      end: endOf(tooDeep),
    });
  else if (parser.holes) collectHoles(document.entries, errors, text);
  charErrors(lexed, errors);
  errors.sort((a, b) => a.start - b.start);
  return { text, document, comments, errors, conflicted: lexed.conflicts.length > 0 };
}

function junkOf(tokens: Token[]): JunkNode {
  return { kind: 'junk', tokens, start: tokens[0]!.startOffset, end: endOf(tokens.at(-1)!) };
}

function firstTooDeep(tokens: Token[]): Token | undefined {
  let depth = 0;
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === t.LeftBrace || type === t.LeftAngle || type === t.LeftBracket) {
      if (++depth > MAX_DEPTH) return token;
    } else if (type === t.RightBrace || type === t.RightAngle || type === t.RightBracket) depth--;
  }
  return undefined;
}

/** Junk and messages that the end of the file cut off, each reported once. */
function collectHoles(entries: EntryNode[], errors: SyntaxError[], text: string): void {
  const unclosed: FieldNode[] = [];
  const visit = (list: EntryNode[]): void => {
    for (const entry of list) {
      if (entry.kind === 'junk') {
        errors.push(junkError(entry, text));
        continue;
      }
      const value = entry.value;
      if (value?.kind === 'message') {
        if (!value.close) unclosed.push(entry);
        visit(value.entries);
      } else if (value?.kind === 'list')
        for (const item of value.items)
          if (item.kind === 'message') {
            if (!item.close) unclosed.push(entry);
            visit(item.entries);
          }
    }
  };
  visit(entries);
  const outermost = unclosed[0];
  if (!outermost) return;
  const end = text.trimEnd().length;
  const line = text.slice(0, outermost.start).split('\n').length;
  const names = unclosed.length > 1 ? ` (${unclosed.length} are missing)` : '';
  errors.push({
    message: `the file ends before "${outermost.name} {" of line ${line} is closed: "}" is missing${names}`,
    start: Math.max(0, end - 1),
    end,
  });
}

function junkError(junk: JunkNode, text: string): SyntaxError {
  const first = junk.tokens[0]!;
  const shown = text.slice(junk.start, Math.min(junk.end, junk.start + 30));
  const closer = first.tokenType === t.RightBrace || first.tokenType === t.RightAngle;
  return {
    message: closer
      ? `this "${first.image}" closes nothing`
      : first.tokenType === t.UnterminatedString
        ? 'this string is not closed and stands where a field name should'
        : `expected a field name, found ${JSON.stringify(shown)}`,
    start: junk.start,
    end: junk.end,
  };
}

function charErrors(lexed: LexResult, errors: SyntaxError[]): void {
  for (const space of lexed.oddSpaces) {
    const bom = space.startOffset === 0 && space.image.startsWith('\uFEFF');
    const code = space.image.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    errors.push({
      message: bom
        ? 'the file begins with a byte order mark (U+FEFF), which protobuf does not take for white space'
        : `this space is the character U+${code}, which protobuf does not take for white space`,
      start: space.startOffset,
      end: endOf(space),
      fix: {
        start: space.startOffset,
        end: endOf(space),
        text: bom ? '' : ' ',
        title: bom ? 'Remove the byte order mark' : 'Write a plain space',
      },
    });
  }
  if (lexed.conflicts.length > 0) {
    const first = lexed.conflicts[0]!;
    // Both sides of the conflict are still in the file, so everything else said of it would be noise.
    errors.length = 0;
    errors.push({
      message: `merge conflict markers (${lexed.conflicts.length} lines) are left in this file; resolve the conflict first`,
      start: first.startOffset,
      end: endOf(first),
    });
  }
}
