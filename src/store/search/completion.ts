// What the tables of search learn when all records are there.
import { listCode } from '../schema.ts';

const tagLists = [
  'topic.articles',
  'topic.statements',
  'topic.events',
  'topic.outcomes',
  'actor.articles',
  'actor.statements',
  'actor.events',
  'actor.outcomes',
] as const;

const ofArticle = 'genre = article.genre, language = article.language';

/** SQL that completes the tables of search, in order; the members of lists are known before it. */
export const completeSearch: readonly string[] = [
  `UPDATE searched SET ${ofArticle} FROM article WHERE article.ordinal = searched.ordinal`,
  `UPDATE searched SET ${ofArticle} FROM statement JOIN name ON name.id = statement.article
   JOIN article ON article.ordinal = name.ordinal WHERE statement.ordinal = searched.ordinal`,
  `INSERT OR IGNORE INTO search_tag SELECT member, owner FROM member
   WHERE list IN (${tagLists.map(listCode).join(', ')}) ORDER BY member, owner`,
  `INSERT OR IGNORE INTO search_tag SELECT ordinal, ordinal FROM record WHERE kind IN ('topic', 'actor')`,
  'INSERT INTO search_length SELECT coalesce(avg(words), 1) FROM searched',
];
