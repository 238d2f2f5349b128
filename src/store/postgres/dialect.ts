// What is PostgreSQL's own in the SQL of the stores: lists as arrays, and an index of our own words.
import type { Dialect, FullText } from '../dialect.ts';
import type { Term } from '../search/terms.ts';
import { LONGEST_BEGINNING, written } from './words.ts';

/** Whether each of the texts in a list stands in one of the columns; with `NOT`, whether none does. */
function stand(parameter: string, not: '' | 'NOT'): string {
  const columns = ['title', 'alternate_name', 'text'];
  const places = columns.map((column) => `strpos(s.${column}, sought) > 0`).join(' OR ');
  const opposite = not === 'NOT' ? `(${places})` : `NOT (${places})`;
  return `NOT EXISTS (SELECT 1 FROM unnest(${parameter}::text[]) AS u (sought) WHERE ${opposite})`;
}

const fullText: FullText = {
  ordinal: 's.ordinal',

  // The index finds rows with all words, in whatever order; texts are read only for what it does not tell.
  matches({ wanted, unwanted }, add) {
    const conditions = [`s.terms @> ${add([...new Set(wanted.flatMap(indexed))])}::text[]`];
    const unsure = wanted.filter((term) => !isIndexed(term));
    if (unsure.length > 0) conditions.push(stand(add(unsure.map(written)), ''));
    if (unwanted.length > 0) conditions.push(stand(add(unwanted.map(written)), 'NOT'));
    return conditions.join(' AND ');
  },

  frequencies({ wanted }, weights, add) {
    // A phrase that overlaps itself (`a b a` in `a b a b a`) is counted once where SQLite counts it twice.
    const count = (column: string) =>
      `(octet_length(s.${column}) - octet_length(replace(s.${column}, sought, ''))) / octet_length(sought)`;
    const sum =
      `${weights.title} * ${count('title')} + ${weights.alternateName} * ${count('alternate_name')} ` +
      `+ ${weights.text} * ${count('text')}`;
    return `frequency AS (
      SELECT hit.ordinal, hit.id, hit.words, (${sum})::float8 AS frequency
      FROM hit JOIN search s ON s.ordinal = hit.ordinal CROSS JOIN unnest(${add(wanted.map(written))}::text[]) AS u (sought))`;
  },
};

/** The dialect of PostgreSQL. Lists are given as arrays. */
export const postgresDialect: Dialect = {
  join: 'JOIN',
  isOneOf: (text, parameter) => `${text} = ANY(${parameter}::text[])`,
  each: (parameter, alias, type) =>
    `(SELECT value, key - 1 AS key FROM unnest(${parameter}::${type === 'text' ? 'text' : 'bigint'}[]) ` +
    `WITH ORDINALITY AS u (value, key)) ${alias}`,
  real: (parameter) => `${parameter}::float8`,
  roundedAtLeast: (number, least) => `greatest(${least}, round((${number})::numeric, 6))::float8`,
  colon: (text) => `strpos(${text}, ':')`,
  fullText,
};

/** What the index has of a term. */
function indexed({ words, prefix }: Term): string[] {
  if (!prefix) return [...words];
  return [...words.slice(0, -1), `${[...words.at(-1)!].slice(0, LONGEST_BEGINNING).join('')}*`];
}

/** Whether the index alone tells that a term stands somewhere. */
function isIndexed({ words, prefix }: Term): boolean {
  return words.length === 1 && (!prefix || [...words[0]!].length <= LONGEST_BEGINNING);
}
