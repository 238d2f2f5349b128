// The articles that are related to one, each with a score: what tells them is shared things, so nothing is computed ahead.
import type { Dialect } from './dialect.ts';
import { listCode } from './schema.ts';
import { RELATING_LIMIT, relatednessWeights as weights, type View } from './store.ts';
import { visible } from './visibility.ts';

/**
 * A table with the columns `ordinal` and `score` of the articles that are related to the article `:owner`; it uses the
 * parameters of visibility too. Hidden articles are in it, and add nothing to the scores of others.
 */
export function relatedArticles(view: View, { join }: Dialect): string {
  const [events, ofEvent] = [listCode('article.events'), listCode('event.articles')];
  const [subjects, figures, translations] = [
    listCode('subject.articles'),
    listCode('figure.articles'),
    listCode('article.translations'),
  ];
  // Counted no further than the limit, so that a topic of everything costs no more than others.
  const members =
    `SELECT count(*) FROM (SELECT 1 FROM member c JOIN article a ON a.ordinal = c.member ` +
    `WHERE c.list = s.list AND c.owner = s.owner AND ${visible('a', view)} LIMIT ${RELATING_LIMIT + 1}) counted`;
  return `(WITH self (ordinal) AS (
      SELECT o.ordinal FROM name n JOIN record o ON o.ordinal = n.ordinal WHERE n.id = :owner AND ${visible('o', view)}
    ), original (ordinal) AS (
      SELECT o.ordinal FROM self JOIN member p ON p.list = ${translations} AND p.member = self.ordinal
      JOIN record o ON o.ordinal = p.owner WHERE ${visible('o', view)}
    ), same (ordinal) AS (
      SELECT ordinal FROM self UNION SELECT ordinal FROM original
      UNION SELECT p.member FROM self JOIN member p ON p.list = ${translations} AND p.owner = self.ordinal
      UNION SELECT p.member FROM original JOIN member p ON p.list = ${translations} AND p.owner = original.ordinal
    ), shared (list, owner, weight) AS (
      SELECT ${ofEvent}, p.member, ${weights.event} FROM self JOIN member p ON p.list = ${events} AND p.owner = self.ordinal
      UNION ALL SELECT ${subjects}, p.owner, ${weights.topic} FROM self
      JOIN member p ON p.list = ${subjects} AND p.member = self.ordinal
      UNION ALL SELECT ${figures}, p.owner, ${weights.figure} FROM self
      JOIN member p ON p.list = ${figures} AND p.member = self.ordinal
    )
    SELECT m.member AS ordinal, sum(s.weight) AS score FROM shared s JOIN record o ON o.ordinal = s.owner
    ${join} member m ON m.list = s.list AND m.owner = s.owner
    WHERE ${visible('o', view)} AND (${members}) <= ${RELATING_LIMIT} AND m.member NOT IN (SELECT ordinal FROM same)
    GROUP BY m.member)`;
}
