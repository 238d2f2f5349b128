// Searches as SQL: matching, filtering, ranking and counting on narrow tables, without a look at documents.
import { Failure } from '../../errors.ts';
import { parseId } from '../../model/kind.ts';
import type { FacetField, SearchFilter } from '../../model/search.ts';
import type { Dialect, Query, Value, Values } from '../dialect.ts';
import type { FacetsRequest, Position, SearchPageRequest, SearchRequest, View } from '../store.ts';
import { topicsAbove, withNarrower } from '../narrower.ts';
import { visible, visibleParameters } from '../visibility.ts';
import { shareOf, WEIGHTS } from './score.ts';
import { readTerms, type Terms } from './terms.ts';
import { spacedWords } from './words.ts';

/** One row: how many hits there are. Undefined where the text asks for nothing, and so there are none. */
export function countQuery(request: SearchRequest, view: View, dialect: Dialect): Query | undefined {
  const found = hits(readTerms(request.text), request.where, view, dialect);
  return found && { sql: `SELECT count(*) AS count ${found.sql}`, values: found.values };
}

/**
 * Rows of ordinal, score and id from the end that is read, one more than the page holds, and two numbers of no meaning; and
 * a last row of three nulls and two numbers: whether there are hits on the other side of `after`, and of `before`.
 * Undefined where there are no hits. Throws BAD_CURSOR where a position is not one of a search.
 */
export function pageQuery(request: SearchPageRequest, view: View, dialect: Dialect): Query | undefined {
  const { text, where, limit, backward, after, before } = request;
  const bounds = { ...boundValues('after', after, -Infinity), ...boundValues('before', before, Infinity) };
  const terms = readTerms(text);
  const found = hits(terms, where, view, dialect);
  if (!found) return undefined;
  const is = placesOf(dialect);
  const [order, low, high] = backward
    ? ['DESC', `${is.upToAfter} AND ${is.beforeBefore}`, is.fromBefore]
    : ['ASC', is.upToAfter, `${is.fromBefore} AND ${is.afterAfter}`];
  const any = (condition: string) =>
    `CASE WHEN EXISTS (SELECT 1 FROM ranked WHERE ${condition}) THEN 1 ELSE 0 END`;
  const ranked = rankedHits(terms, found, dialect);
  return {
    sql: `${ranked.sql} SELECT * FROM (SELECT ordinal, -rank AS score, id, 0 AS low, 0 AS high FROM ranked
      WHERE ${is.afterAfter} AND ${is.beforeBefore} ORDER BY rank ${order}, id ${order} LIMIT :limit) page
      UNION ALL SELECT NULL, NULL, NULL, ${any(low)}, ${any(high)}`,
    values: { ...ranked.values, ...bounds, limit: limit + 1, whole: wholeName(text, terms) },
  };
}

/** Rows of field, value, id of the record that the value stands for, and count. Undefined where there are no hits. */
export function facetsQuery(request: FacetsRequest, view: View, dialect: Dialect): Query | undefined {
  const found = hits(readTerms(request.text), request.where, view, dialect);
  if (!found || request.fields.length === 0) return undefined;
  const counts = (Object.keys(facets) as FacetField[])
    .filter((field) => request.fields.includes(field))
    .map(
      (field) =>
        `SELECT * FROM (SELECT '${field}' AS field, ${facets[field](view, dialect)} ORDER BY count DESC, value LIMIT :limit) counted`,
    );
  return {
    sql: `WITH RECURSIVE hit AS MATERIALIZED (SELECT k.ordinal, k.kind, d.genre, d.language, d.year ${found.sql}),
      ${topicsAbove('above', view, dialect)} ${counts.join(' UNION ALL ')}`,
    values: { ...found.values, limit: request.limit },
  };
}

/** FROM and WHERE of all hits; undefined where there can be none. */
function hits(terms: Terms, where: SearchFilter = {}, view: View, dialect: Dialect): Query | undefined {
  if (terms.wanted.length === 0) return undefined;
  const { join, fullText } = dialect;
  const values: Values = { ...visibleParameters(view) };
  const add = (value: Value) => addTo(values, 'm', value);
  const conditions = [fullText.matches(terms, add), visible('k', view)];
  const oneOf = (column: string, parameter: string, allowed: readonly string[] | undefined) => {
    if (!allowed) return;
    values[parameter] = allowed.filter((value) => value.isWellFormed() && !value.includes('\0'));
    conditions.push(dialect.isOneOf(column, `:${parameter}`));
  };
  const tagged = (
    parameter: string,
    ids: readonly string[] | undefined,
    isMeant: (named: string) => string,
  ) => {
    if (!ids) return;
    values[parameter] = ids;
    const named = `SELECT o.ordinal FROM name n JOIN record o ON o.ordinal = n.ordinal
      WHERE ${dialect.isOneOf('n.id', `:${parameter}`)} AND ${visible('o', view)}`;
    conditions.push(`EXISTS (SELECT 1 FROM search_tag t WHERE t.ordinal = k.ordinal AND ${isMeant(named)})`);
  };
  const { kinds, about, actors, genres, languages, published } = where;
  oneOf('k.kind', 'kinds', kinds);
  tagged(
    'about',
    about?.filter((id) => parseId(id)?.kind === 'topic'),
    // A topic is about itself, and not about one that it is a part of.
    (named) => `t.target IN ${withNarrower(named, view)} AND (k.kind <> 'topic' OR t.target IN (${named}))`,
  );
  tagged(
    'actors',
    actors?.filter((id) => parseId(id)?.kind === 'actor'),
    (named) => `t.target IN (${named})`,
  );
  oneOf('d.genre', 'genres', genres);
  oneOf('d.language', 'languages', languages);
  if (published) {
    values['published_from'] = published.from ?? -9e15;
    values['published_until'] = published.until ?? 9e15;
    conditions.push('d.published BETWEEN :published_from AND :published_until');
  }
  return {
    // From the words to the records.
    sql: `FROM search s ${join} record k ON k.ordinal = ${fullText.ordinal} ${join} searched d ON d.ordinal = k.ordinal
    WHERE ${conditions.join(' AND ')}`,
    values,
  };
}

function addTo(values: Values, prefix: string, value: Value): string {
  const name = `${prefix}${Object.keys(values).length}`;
  values[name] = value;
  return `:${name}`;
}

/**
 * Hits with their rank, the lowest best: the mean over the terms of how much of the record each is, between 0 and 1, plus 2
 * where the search is the name of the record and 1 where it is an alias.
 */
function rankedHits(terms: Terms, found: Query, dialect: Dialect): Query {
  const values: Values = { ...found.values };
  const frequencies = dialect.fullText.frequencies(terms, WEIGHTS, (value) => addTo(values, 'r', value));
  const score = dialect.roundedAtLeast(`avg(${shareOf('frequency', 'words')})`, '0.000001');
  return {
    sql: `WITH hit AS MATERIALIZED (SELECT k.ordinal, k.id, d.words ${found.sql}),
    ${frequencies},
    ranked AS MATERIALIZED (
      SELECT ordinal, id, -${score}
        - coalesce((SELECT n.exactness FROM search_name n WHERE n.name = :whole AND n.ordinal = frequency.ordinal), 0) AS rank
      FROM frequency GROUP BY ordinal, id)`,
    values,
  };
}

/** The name that a search is the whole of; empty where it asks for more than a name. */
function wholeName(text: string, { wanted, unwanted }: Terms): string {
  return unwanted.length === 0 && wanted.every(({ prefix }) => !prefix) ? spacedWords(text) : '';
}

function placesOf({ real }: Dialect) {
  const [after, before] = ['after', 'before'].map((bound) => `(${real(`:${bound}_rank`)}, :${bound}_id)`);
  return {
    afterAfter: `(rank, id) > ${after}`,
    upToAfter: `(rank, id) <= ${after}`,
    beforeBefore: `(rank, id) < ${before}`,
    fromBefore: `(rank, id) >= ${before}`,
  };
}

function boundValues(bound: 'after' | 'before', position: Position | undefined, none: number): Values {
  const [score, id, ...rest] = position ?? [-none, ''];
  const fits =
    rest.length === 0 && typeof score === 'number' && typeof id === 'string' && (id === '' || parseId(id));
  if (!fits) throw new Failure('BAD_CURSOR', 'The cursor is not one of this search.');
  return { [`${bound}_rank`]: -score, [`${bound}_id`]: id };
}

/** What each facet counts, as columns `value`, id of the record and `count`, up to GROUP BY. */
const facets: Readonly<Record<FacetField, (view: View, dialect: Dialect) => string>> = {
  KIND: () => valueCounts('kind'),
  TOPIC: (view, dialect) => recordCounts('topic', topicTags(dialect), view, dialect),
  ACTOR: (view, dialect) => recordCounts('actor', ownTags(dialect), view, dialect),
  GENRE: () => valueCounts('genre'),
  LANGUAGE: () => valueCounts('language'),
  YEAR: () => valueCounts('year', 'CAST(year AS TEXT)'),
};

function valueCounts(column: string, value = column): string {
  return `${value} AS value, NULL AS id, count(*) AS count FROM hit WHERE ${column} IS NOT NULL GROUP BY ${column}`;
}

function ownTags({ join }: Dialect): string {
  return `SELECT t.target FROM hit ${join} search_tag t ON t.ordinal = hit.ordinal`;
}

function topicTags(dialect: Dialect): string {
  return `${ownTags(dialect)} WHERE hit.kind NOT IN ('event', 'outcome') UNION ALL SELECT target FROM above`;
}

function recordCounts(kind: 'topic' | 'actor', tags: string, view: View, { join, colon }: Dialect): string {
  // Counted before they are looked up: hits have many tags, and few different ones.
  return (
    `substr(o.id, ${colon('o.id')} + 1) AS value, o.id AS id, t.count AS count ` +
    `FROM (SELECT target, count(*) AS count FROM (${tags}) tags GROUP BY target) t ` +
    `${join} record o ON o.ordinal = t.target WHERE o.kind = '${kind}' AND ${visible('o', view)}`
  );
}
