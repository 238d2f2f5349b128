// Searches as SQL: matching, filtering, ranking and counting on narrow tables, without a look at documents.
import { Failure } from '../../errors.ts';
import { parseId } from '../../model/kind.ts';
import type { FacetField, SearchFilter } from '../../model/search.ts';
import type { FacetsRequest, Position, SearchPageRequest, SearchRequest, View } from '../store.ts';
import { visible, visibleParameters } from '../visibility.ts';
import { expressionOf, termExpression } from './match.ts';
import { readTerms, type Terms } from './terms.ts';
import { spacedWords } from './words.ts';

/** SQL with named parameters and their values. */
export interface SearchQuery {
  readonly sql: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** One row: how many hits there are. Undefined where the text asks for nothing, and so there are none. */
export function countQuery(request: SearchRequest, view: View): SearchQuery | undefined {
  const values = hitValues(readTerms(request.text), request.where, view);
  return values && { sql: `SELECT count(*) ${hits(view)}`, values };
}

/**
 * Rows of ordinal, score and id from the end that is read, one more than the page holds; and a last row of null and two
 * numbers: whether there are hits on the other side of `after`, and of `before`. Undefined where there are no hits.
 * Throws BAD_CURSOR where a position is not one of a search.
 */
export function pageQuery(request: SearchPageRequest, view: View): SearchQuery | undefined {
  const { text, where, limit, backward, after, before } = request;
  const bounds = { ...boundValues('after', after, -Infinity), ...boundValues('before', before, Infinity) };
  const terms = readTerms(text);
  const values = hitValues(terms, where, view);
  if (!values) return undefined;
  const [order, low, high] = backward
    ? ['DESC', `${upToAfter} AND ${beforeBefore}`, fromBefore]
    : ['ASC', upToAfter, `${fromBefore} AND ${afterAfter}`];
  return {
    sql: `${rankedHits(view)} SELECT * FROM (SELECT ordinal, -rank, id FROM ranked
      WHERE ${afterAfter} AND ${beforeBefore} ORDER BY rank ${order}, id ${order} LIMIT :limit)
      UNION ALL SELECT NULL, EXISTS (SELECT 1 FROM ranked WHERE ${low}), EXISTS (SELECT 1 FROM ranked WHERE ${high})`,
    values: {
      ...values,
      ...bounds,
      limit: limit + 1,
      terms: JSON.stringify(terms.wanted.map(termExpression)),
      whole: wholeName(text, terms),
    },
  };
}

/** Rows of field, value, id of the record that the value stands for, and count. Undefined where there are no hits. */
export function facetsQuery(request: FacetsRequest, view: View): SearchQuery | undefined {
  const values = hitValues(readTerms(request.text), request.where, view);
  if (!values || request.fields.length === 0) return undefined;
  const counts = (Object.keys(facets) as FacetField[])
    .filter((field) => request.fields.includes(field))
    .map(
      (field) =>
        `SELECT * FROM (SELECT '${field}', ${facets[field](view)} ORDER BY count DESC, value LIMIT :limit)`,
    );
  return {
    sql: `WITH hit AS MATERIALIZED (SELECT k.ordinal, k.kind, d.genre, d.language, d.year ${hits(view)}) ${counts.join(' UNION ALL ')}`,
    values: { ...values, limit: request.limit },
  };
}

/** FROM and WHERE of all hits. Filters that are not given are passed over by their values, so that few statements serve all. */
function hits(view: View): string {
  const oneOf = (column: string, parameter: string) =>
    `(:${parameter} = 'null' OR ${column} IN (SELECT value FROM json_each(:${parameter})))`;
  const tagged = (parameter: string) =>
    `(:${parameter} = 'null' OR EXISTS (SELECT 1 FROM search_tag t WHERE t.ordinal = k.ordinal AND t.target IN (
      SELECT o.ordinal FROM json_each(:${parameter}) g JOIN name n ON n.id = g.value JOIN record o ON o.ordinal = n.ordinal
      WHERE ${visible('o', view)})))`;
  // Cross joins keep SQLite to this order: from the words to the records.
  return `FROM search s CROSS JOIN record k ON k.ordinal = s.rowid CROSS JOIN searched d ON d.ordinal = k.ordinal
    WHERE s.search MATCH :match AND ${visible('k', view)} AND ${oneOf('k.kind', 'kinds')}
    AND ${tagged('about')} AND ${tagged('actors')} AND ${oneOf('d.genre', 'genres')} AND ${oneOf('d.language', 'languages')}
    AND (:dated = 0 OR d.published BETWEEN :published_from AND :published_until)`;
}

function hitValues(terms: Terms, where: SearchFilter = {}, view: View): SearchQuery['values'] | undefined {
  const match = expressionOf(terms);
  if (match === undefined) return undefined;
  const { kinds, about, actors, genres, languages, published } = where;
  return {
    ...visibleParameters(view),
    match,
    kinds: list(kinds),
    about: list(about?.filter((id) => parseId(id)?.kind === 'topic')),
    actors: list(actors?.filter((id) => parseId(id)?.kind === 'actor')),
    genres: list(genres),
    languages: list(languages),
    dated: published ? 1 : 0,
    published_from: published?.from ?? -9e15,
    published_until: published?.until ?? 9e15,
  };
}

function list(values: readonly string[] | undefined): string {
  return JSON.stringify(values?.filter((value) => value.isWellFormed() && !value.includes('\0')) ?? null);
}

// The free parameters of bm25 as everybody sets them, and the length of a record that is neither favoured nor put back.
const [K1, B, USUAL_LENGTH] = [1.2, 0.75, 200];
const WEIGHTS = { title: 10, alternateName: 8, text: 1 } as const;

/**
 * Hits with their rank, the lowest best: the mean over the terms of how much of the record each is, between 0 and 1, plus 2
 * where the search is the name of the record and 1 where it is an alias.
 *
 * FTS5 offers bm25 alone, in which rare words count more by a measure taken over all records, hidden ones included: scores
 * would tell of what may not be seen, and words that half of the records have would count nothing. With weights beyond
 * measure bm25 is that measure; divided by it, what remains tells the frequency of the term, from which the score is made.
 */
function rankedHits(view: View): string {
  const { title, alternateName, text } = WEIGHTS;
  return `WITH hit AS MATERIALIZED (SELECT k.ordinal, k.id, d.words ${hits(view)}),
    share AS MATERIALIZED (
      SELECT s.rowid AS ordinal, bm25(search, ${title}, ${alternateName}, ${text}) / bm25(search, 1e15, 1e15, 1e15) AS share
      FROM json_each(:terms) t CROSS JOIN search s WHERE s.search MATCH t.value AND +s.rowid IN (SELECT ordinal FROM hit)),
    frequency AS (
      SELECT hit.ordinal, hit.id, hit.words,
        round(share / (1 - share) * ${K1} * (${1 - B} + ${B} * words / (SELECT average FROM search_length))) AS frequency
      FROM share JOIN hit ON hit.ordinal = share.ordinal),
    ranked AS MATERIALIZED (
      SELECT ordinal, id, -max(0.000001, round(avg(frequency / (frequency + ${K1} * (${1 - B} + ${B} * words / ${USUAL_LENGTH}.0))), 6))
        - coalesce((SELECT n.exactness FROM search_name n WHERE n.name = :whole AND n.ordinal = frequency.ordinal), 0) AS rank
      FROM frequency GROUP BY ordinal)`;
}

/** The name that a search is the whole of; empty where it asks for more than a name. */
function wholeName(text: string, { wanted, unwanted }: Terms): string {
  return unwanted.length === 0 && wanted.every(({ prefix }) => !prefix) ? spacedWords(text) : '';
}

const afterAfter = '(rank, id) > (:after_rank, :after_id)';
const upToAfter = '(rank, id) <= (:after_rank, :after_id)';
const beforeBefore = '(rank, id) < (:before_rank, :before_id)';
const fromBefore = '(rank, id) >= (:before_rank, :before_id)';

function boundValues(
  bound: 'after' | 'before',
  position: Position | undefined,
  none: number,
): SearchQuery['values'] {
  const [score, id, ...rest] = position ?? [-none, ''];
  const fits =
    rest.length === 0 && typeof score === 'number' && typeof id === 'string' && (id === '' || parseId(id));
  if (!fits) throw new Failure('BAD_CURSOR', 'The cursor is not one of this search.');
  return { [`${bound}_rank`]: -score, [`${bound}_id`]: id };
}

/** What each facet counts, as columns `value`, id of the record and `count`, up to GROUP BY. */
const facets: Readonly<Record<FacetField, (view: View) => string>> = {
  KIND: () => valueCounts('kind'),
  TOPIC: (view) => recordCounts('topic', view),
  ACTOR: (view) => recordCounts('actor', view),
  GENRE: () => valueCounts('genre'),
  LANGUAGE: () => valueCounts('language'),
  YEAR: () => valueCounts('year', 'CAST(year AS TEXT)'),
};

function valueCounts(column: string, value = column): string {
  return `${value} AS value, NULL, count(*) AS count FROM hit WHERE ${column} IS NOT NULL GROUP BY ${column}`;
}

function recordCounts(kind: 'topic' | 'actor', view: View): string {
  return (
    `substr(o.id, instr(o.id, ':') + 1) AS value, o.id, count(*) AS count FROM hit CROSS JOIN search_tag t ON t.ordinal = hit.ordinal ` +
    `CROSS JOIN record o ON o.ordinal = t.target WHERE o.kind = '${kind}' AND ${visible('o', view)} GROUP BY o.ordinal`
  );
}
