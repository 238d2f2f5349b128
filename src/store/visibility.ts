// The one rule of what may be seen: how a corpus knows it for every record, and how queries ask.
import type { View } from './store.ts';

/** What stands for the ends of a span without a bound; farther than any date can be. */
export const ALWAYS = { from: -9e15, until: 9e15 } as const;

/** A span that holds no moment. */
export const NEVER = { from: ALWAYS.until, until: ALWAYS.from } as const;

/** A condition on the row `alias` of a table with the columns of visibility; it uses the parameter `now`. */
export function visible(alias: string, { preview }: View): string {
  if (preview) return 'TRUE';
  return (
    `${alias}.visible_from <= :now AND :now < ${alias}.visible_until AND (${alias}.gaps = 0 OR NOT EXISTS (` +
    `SELECT 1 FROM visibility_gap g WHERE g.ordinal = ${alias}.ordinal AND g.gap_from <= :now AND :now < g.gap_until))`
  );
}

/** The value of the parameter of {@link visible}. */
export function visibleParameters({ now, preview }: View): { readonly now?: number } {
  return preview ? {} : { now };
}

/**
 * The first moment after the parameter `now` at which anything is shown or hidden, or NULL. All spans and gaps are made of
 * the ends of those of articles, so their narrow table is all that has to be looked at.
 */
export const nextVisibilityChange = (() => {
  // Each is the first of an index.
  const first = (moment: string) =>
    `SELECT min(${moment}) AS moment FROM article WHERE ${moment} > :now AND ${moment} < ${ALWAYS.until} AND visible_from < visible_until`;
  return `SELECT min(moment) FROM (${first('visible_from')} UNION ALL ${first('visible_until')}) changes`;
})();

/** What that is found by. Each has only what no other query says that it asks for, so that none goes by them instead of its order. */
export const visibilityIndexes: readonly string[] = [
  'CREATE INDEX article_by_visible_from ON article (visible_from) WHERE visible_from < visible_until',
  `CREATE INDEX article_by_visible_until ON article (visible_until) WHERE visible_from < visible_until AND visible_until < ${ALWAYS.until}`,
];

/**
 * SQL that turns the spans of articles into those of all records, in order.
 * Before it, `record` holds the spans of articles, and all others are always visible.
 */
export const spreadVisibility: readonly string[] = [
  // What exists through an article is visible when the article is.
  `UPDATE record SET visible_from = spans.visible_from, visible_until = spans.visible_until FROM (${spansOf('through')}) spans
   WHERE record.ordinal = spans.ordinal`,

  // Everything else is visible when one of the articles that name it is, if any does. Of those that are hidden at the same moment
  // the one that is shown first says it all.
  `CREATE TABLE staging.appearance AS
   SELECT thing.ordinal, min(part.visible_from) AS visible_from, part.visible_until FROM staging.reference
   JOIN record part ON part.ordinal = staging.reference.ordinal
   JOIN name ON name.id = staging.reference.target
   JOIN record thing ON thing.ordinal = name.ordinal
   WHERE (part.kind = 'article' OR EXISTS (
     SELECT 1 FROM staging.origin WHERE origin.ordinal = part.ordinal AND origin.through IS NOT NULL))
   AND thing.kind IN ('actor', 'outcome', 'event', 'place', 'topic', 'source')
   GROUP BY thing.ordinal, part.visible_until`,
  `UPDATE record SET visible_from = spans.visible_from, visible_until = spans.visible_until FROM (
     SELECT ordinal, coalesce(min(visible_from) FILTER (WHERE visible_from < visible_until), ${NEVER.from}) AS visible_from,
     coalesce(max(visible_until) FILTER (WHERE visible_from < visible_until), ${NEVER.until}) AS visible_until
     FROM staging.appearance GROUP BY ordinal) spans
   WHERE record.ordinal = spans.ordinal`,
  `INSERT INTO visibility_gap SELECT ordinal, covered, visible_from FROM (
     SELECT ordinal, visible_from, max(visible_until) OVER (
       PARTITION BY ordinal ORDER BY visible_from, visible_until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
     FROM staging.appearance WHERE visible_from < visible_until)
   WHERE covered < visible_from`,

  // An outcome is hidden with its event, and a change of status with its outcome: in that order.
  ...['outcome', 'statusChange'].flatMap((kind) => [
    `UPDATE record SET visible_from = max(record.visible_from, spans.visible_from),
     visible_until = min(record.visible_until, spans.visible_until) FROM (${spansOf('whole')}) spans
     WHERE record.ordinal = spans.ordinal AND record.kind = '${kind}'`,
    `INSERT OR IGNORE INTO visibility_gap SELECT origin.ordinal, gap.gap_from, gap.gap_until FROM staging.origin
     JOIN record ON record.ordinal = origin.ordinal AND record.kind = '${kind}'
     JOIN name ON name.id = origin.whole JOIN visibility_gap gap ON gap.ordinal = name.ordinal`,
  ]),
  'UPDATE record SET gaps = 1 WHERE ordinal IN (SELECT ordinal FROM visibility_gap)',
];

// Without a record of that id there is nothing to be seen through it.
function spansOf(column: 'through' | 'whole'): string {
  return (
    `SELECT origin.ordinal, coalesce(other.visible_from, ${NEVER.from}) AS visible_from, ` +
    `coalesce(other.visible_until, ${NEVER.until}) AS visible_until FROM staging.origin ` +
    `LEFT JOIN name ON name.id = origin.${column} LEFT JOIN record other ON other.ordinal = name.ordinal ` +
    `WHERE origin.${column} IS NOT NULL`
  );
}
