// What a search asks for, in the language of FTS5.
import { readTerms, type Term, type Terms } from './terms.ts';

/**
 * The FTS5 expression for the text of a search, as a value for `MATCH` on the table `search`.
 * Undefined where the text has no word that must be there, and so finds nothing. Any text at all is valid.
 */
export function matchExpression(text: string): string | undefined {
  return expressionOf(readTerms(text));
}

/** As {@link matchExpression}, for a text that is read already. */
export function expressionOf({ wanted, unwanted }: Terms): string | undefined {
  if (wanted.length === 0) return undefined;
  const all = wanted.map(termExpression).join(' AND ');
  return unwanted.length === 0 ? all : `(${all}) NOT (${unwanted.map(termExpression).join(' OR ')})`;
}

/** The expression for one term. Words hold letters and digits only, so nothing in them is an operator. */
export function termExpression({ words, prefix }: Term): string {
  return `"${words.join(' ')}"${prefix ? ' *' : ''}`;
}
