// Parses documents that are neither too long nor too deep: both are looked at first, since the parser calls itself.
import { type DocumentNode, Lexer, parse, type ParseOptions, Source, TokenKind } from 'graphql';
import { type Limits, named } from './limits.ts';
import { refusal } from './refusal.ts';

// What the parser keeps for each token, roughly, and for the text.
const BYTES_PER_TOKEN = 600;

const weights = new WeakMap<DocumentNode, number>();

/** Roughly how many bytes a document takes that was parsed here. */
export function weightOf(document: DocumentNode): number {
  return weights.get(document) ?? 1;
}

/** Parses a text. Throws an error with a code where it is not a document, or goes beyond a limit. */
export function boundedParse(text: string, limits: Limits, options?: ParseOptions): DocumentNode {
  if (text.length > limits.documentLength) {
    throw refusal(
      'DOCUMENT_TOO_LARGE',
      `The document has ${text.length.toLocaleString('en')} characters, and ${named(limits, 'documentLength')} are the most: give values as variables, select less, or ask in several requests.`,
    );
  }
  const tokens = look(text, limits);
  const document = parse(text, options);
  weights.set(document, tokens * BYTES_PER_TOKEN + 2 * text.length);
  return document;
}

/** Counts the tokens. Throws where there are too many, or brackets too deep in one another. */
function look(text: string, limits: Limits): number {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let depth = 0;
  for (let kind = lexer.advance().kind; kind !== TokenKind.EOF; kind = lexer.advance().kind) {
    tokens += 1;
    if (tokens > limits.documentTokens) {
      const most = named(limits, 'documentTokens');
      throw refusal(
        'DOCUMENT_TOO_LARGE',
        `The document has more tokens than the most, ${most}: select less, or in several requests.`,
      );
    }
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) depth += 1;
    else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R)
      depth -= 1;
    if (depth > limits.documentNesting) {
      const most = named(limits, 'documentNesting');
      throw refusal(
        'DOCUMENT_TOO_DEEP',
        `The document has more brackets in one another than the most, ${most}: nest less.`,
      );
    }
  }
  return tokens;
}
