// What is SQLite's own in the SQL of the stores: lists as JSON, and FTS5.
import type { Dialect, FullText, Value } from './dialect.ts';
import { expressionOf, termExpression } from './search/match.ts';
import { frequencyOf } from './search/score.ts';

const fullText: FullText = {
  ordinal: 's.rowid',

  matches: (terms, add) => `s.search MATCH ${add(expressionOf(terms)!)}`,

  /**
   * FTS5 offers bm25 alone, in which rare words count more by a measure taken over all records, hidden ones included: scores
   * would tell of what may not be seen, and words that half of the records have would count nothing. With weights beyond
   * measure bm25 is that measure; divided by it, what remains tells the frequency of the term, from which the score is made.
   */
  frequencies({ wanted }, { title, alternateName, text }, add) {
    const terms = add(wanted.map(termExpression));
    return `share AS MATERIALIZED (
      SELECT s.rowid AS ordinal, bm25(search, ${title}, ${alternateName}, ${text}) / bm25(search, 1e15, 1e15, 1e15) AS share
      FROM json_each(${terms}) t CROSS JOIN search s WHERE s.search MATCH t.value AND +s.rowid IN (SELECT ordinal FROM hit)),
    frequency AS (
      SELECT hit.ordinal, hit.id, hit.words, ${frequencyOf('share', '(SELECT average FROM search_length)')} AS frequency
      FROM share JOIN hit ON hit.ordinal = share.ordinal)`;
  },
};

/** The dialect of SQLite. */
export const sqliteDialect: Dialect = {
  join: 'CROSS JOIN',
  isOneOf: (text, parameter) => `${text} IN (SELECT value FROM json_each(${parameter}))`,
  each: (parameter, alias) => `json_each(${parameter}) ${alias}`,
  real: (parameter) => parameter,
  roundedAtLeast: (number, least) => `max(${least}, round(${number}, 6))`,
  colon: (text) => `instr(${text}, ':')`,
  fullText,
};

/** Values as SQLite takes them: lists are JSON. */
export function sqliteValues(values: Readonly<Record<string, Value>>): Record<string, number | string> {
  const taken: Record<string, number | string> = {};
  for (const name in values) {
    const value = values[name]!;
    taken[name] = typeof value === 'object' ? JSON.stringify(value) : value;
  }
  return taken;
}
