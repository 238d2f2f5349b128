// What the tables of search learn when all records are there.
import type { DatabaseSync } from 'node:sqlite';
import { listCode } from '../schema.ts';

/** Lists that say what a record is about or belongs to. */
export const tagLists = [
  'topic.articles',
  'topic.statements',
  'topic.events',
  'topic.outcomes',
  'actor.articles',
  'actor.statements',
  'actor.events',
  'actor.outcomes',
] as const;

/**
 * Tells how long records are that are searched, as FTS5 knows it: scores are worked out of its measure, which goes on
 * counting records that were removed.
 */
export function measureSearch(database: DatabaseSync): void {
  database.exec(`INSERT INTO search (search) VALUES ('flush')`);
  const averages = database.prepare('SELECT block FROM search_data WHERE id = 1').get()?.['block'];
  const [records = 0, ...words] = integersIn(averages instanceof Uint8Array ? averages : []);
  const average = words.reduce((sum, each) => sum + each, 0) / records;
  database.exec('DELETE FROM search_length');
  database.prepare('INSERT INTO search_length VALUES (?)').run(average > 0 ? average : 1);
}

/** Integers as SQLite writes them one behind the other: seven bits a byte, the high bit where more follow. */
function integersIn(bytes: Iterable<number>): number[] {
  const integers: number[] = [];
  let integer = 0;
  for (const byte of bytes) {
    integer = integer * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    integers.push(integer);
    integer = 0;
  }
  return integers;
}

const ofArticle = 'genre = article.genre, language = article.language';

/** SQL that gives what is searched the genre and the language of its article. */
export const searchedArticles: readonly string[] = [
  `UPDATE searched SET ${ofArticle} FROM article WHERE article.ordinal = searched.ordinal`,
  `UPDATE searched SET ${ofArticle} FROM statement JOIN name ON name.id = statement.article
   JOIN article ON article.ordinal = name.ordinal WHERE statement.ordinal = searched.ordinal`,
];

/** SQL that completes the tables of search, in order; the members of lists are known before it. */
export const completeSearch: readonly string[] = [
  ...searchedArticles,
  `INSERT OR IGNORE INTO search_tag SELECT member, owner FROM member
   WHERE list IN (${tagLists.map(listCode).join(', ')}) ORDER BY member, owner`,
  `INSERT OR IGNORE INTO search_tag SELECT ordinal, ordinal FROM record WHERE kind IN ('topic', 'actor')`,
  'INSERT INTO search_length SELECT coalesce(avg(words), 1) FROM searched',
];
