// What tells a document from another, as far as it may be seen: what is hidden must leave no trace in it.
import { hash } from 'node:crypto';
import { kinds, typeNamesOf } from '../model/kind.ts';
import type { TextColumns } from './article-text.ts';

const TYPES = kinds.flatMap((kind) => typeNamesOf(kind)).join('|');
const NAMED = new RegExp(`"((?:${TYPES}):[a-z0-9/-]+)"`, 'g');

/** A short text that is another one for every other text. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

/** A document with what is stored of its text beside it, in one; of the body itself it has a digest. */
export function wholeDocument(document: string, text: Pick<TextColumns, 'data'> | undefined): string {
  return text ? `${document.slice(0, -1)},"text":${text.data}}` : document;
}

/** The global ids in a document, each once; its own is one of them. */
export function namedIn(document: string): readonly string[] {
  return [...new Set(Array.from(document.matchAll(NAMED), ([, id]) => id!))];
}

/** A document as it would be if it did not name the records with these ids. */
export function withoutHidden(document: string, hidden: ReadonlySet<string>): string {
  const parts = Object.entries(JSON.parse(document) as object).map(([key, value]) => [
    key,
    shownOf(value, hidden),
  ]);
  return JSON.stringify(Object.fromEntries(parts));
}

// A part of a record that is about one of these is not shown where that one is hidden: a party, a participant, an answer, an anchor.
const SUBJECTS = ['actor', 'statement', 'thing', 'article'];

/** What is shown of a value; undefined where nothing is. */
function shownOf(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return hidden.has(value) ? undefined : value;
  if (Array.isArray(value))
    return value.map((item) => shownOf(item, hidden)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key, named]) => SUBJECTS.includes(key) && hidden.has(named as string))) return undefined;
  return Object.fromEntries(entries.map(([key, part]) => [key, shownOf(part, hidden)]));
}
