// What is PostgreSQL's own in the SQL of the stores: lists as arrays, and an index of our own words.
import type { Dialect, FullText } from '../dialect.ts';
import type { Term } from '../search/terms.ts';
import { BLOCK } from './frequencies.ts';
import { LONGEST_BEGINNING, pairNumbers, written } from './words.ts';

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
    const pairs = [...pairNumbers(...wanted.map(whole))];
    if (pairs.length > 0) conditions.push(`s.pairs @> ${add(pairs)}::smallint[]`);
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
    // Of words alone that are frequent in a block of records, the tables know it; else the texts tell.
    const words = wanted.map((term) => (term.words.length === 1 && !term.prefix ? term.words[0]! : ''));
    const [sought, known] = [add(wanted.map(written)), add(words)];
    const block = `hit.ordinal / ${BLOCK}`;
    return `counted AS (
      SELECT f.block * ${BLOCK} + one.place AS ordinal, one.frequency
      FROM search_frequency f CROSS JOIN unnest(f.places, f.frequencies) AS one (place, frequency)
      WHERE f.word = ANY(${known}::text[]) AND f.block IN (SELECT ${block} FROM hit)),
    frequency AS (
      SELECT hit.ordinal, hit.id, hit.words, counted.frequency::float8 AS frequency
      FROM hit JOIN counted ON counted.ordinal = hit.ordinal
      UNION ALL SELECT hit.ordinal, hit.id, hit.words, (${sum})::float8
      FROM hit CROSS JOIN unnest(${sought}::text[], ${known}::text[]) AS u (sought, word)
      JOIN search s ON s.ordinal = hit.ordinal
      WHERE NOT EXISTS (SELECT 1 FROM search_frequency f WHERE f.word = u.word AND f.block = ${block}))`;
  },
};

/** The dialect of PostgreSQL. Lists are given as arrays. */
export const postgresDialect: Dialect = {
  join: 'JOIN',
  isOneOf: (text, parameter) => `${text} = ANY(${parameter}::text[])`,
  each: (parameter, alias, type) =>
    // From a query of its own: what the planner cannot see does not keep it from planning once for all lists.
    `(SELECT value, key - 1 AS key FROM unnest((SELECT ${parameter}::${type === 'text' ? 'text' : 'bigint'}[])) ` +
    `WITH ORDINALITY AS u (value, key)) ${alias}`,
  real: (parameter) => `${parameter}::float8`,
  roundedAtLeast: (number, least) => `greatest(${least}, round((${number})::numeric, 6))::float8`,
  colon: (text) => `strpos(${text}, ':')`,
  fullText,
};

/** The words of a term that are written to their ends. */
function whole({ words, prefix }: Term): string {
  return (prefix ? words.slice(0, -1) : words).join(' ');
}

/** What the index has of a term. */
function indexed({ words, prefix }: Term): string[] {
  if (!prefix) return [...words];
  return [...words.slice(0, -1), `${[...words.at(-1)!].slice(0, LONGEST_BEGINNING).join('')}*`];
}

/** Whether the index alone tells that a term stands somewhere. */
function isIndexed({ words, prefix }: Term): boolean {
  return words.length === 1 && (!prefix || [...words[0]!].length <= LONGEST_BEGINNING);
}
