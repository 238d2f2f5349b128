// Loading into a database: what is kept, what is dropped, what is told, and what is refused.
import { expect, onTestFinished, test } from 'vitest';
import pg from 'pg';
import { type LoadProgress, openPostgres, writePostgres } from '../../src/store/postgres.ts';
import { LOADING_LOCK } from '../../src/store/postgres/schema.ts';
import type { Entry } from '../../src/model/record.ts';
import { newDatabase, query } from '../postgres/database.ts';
import { found, onePage, PUBLIC } from './corpora.ts';
import { article, membership, person, topic } from './entries.ts';

async function load(url: string, entries: readonly Entry[], version: string, grace?: number): Promise<void> {
  const writer = writePostgres(url, grace === undefined ? {} : { grace });
  for (const entry of entries) expect(writer.put(entry)).toBeUndefined();
  await writer.publish({ version, stamp: version });
}

async function schemas(url: string): Promise<unknown[]> {
  const rows = await query(
    url,
    `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'onrecord_%' ORDER BY oid`,
  );
  return rows.map(({ nspname }) => nspname);
}

test('a database in which nothing was ever loaded holds no corpus', async () => {
  expect(await openPostgres(await newDatabase())).toBeUndefined();
});

test('a corpus that was replaced is kept for a while, and dropped by a later load', async () => {
  const url = await newDatabase();
  await load(url, [person('a')], 'first');
  const first = await openPostgres(url);
  onTestFinished(() => first!.close());
  await load(url, [person('b')], 'second');
  expect(await schemas(url)).toEqual(['onrecord_1', 'onrecord_2']);
  expect(await found(first!.reader(PUBLIC), ['Person:a', 'Person:b'])).toEqual(['Person:a']);

  await load(url, [person('c')], 'third', 0);
  expect(await schemas(url)).toEqual(['onrecord_3']);
  // Whoever still reads it is told so, and the database is asked for the new one.
  await expect(found(first!.reader(PUBLIC), ['Person:a'])).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
});

test('how far a load has come is told: tables and rows, then keys and indexes', async () => {
  const url = await newDatabase();
  const told: LoadProgress[] = [];
  const writer = writePostgres(url, { onLoad: (progress) => void told.push(progress) });
  for (let index = 0; index < 500; index += 1) writer.put(person(`p${index}`));
  await writer.publish({ version: 'first', stamp: 'first' });
  const copied = told.filter((progress) => progress.step === 'copy');
  const completed = told.filter((progress) => progress.step === 'complete');
  expect(told).toEqual([...copied, ...completed]);
  expect(copied.map(({ done }) => done)).toEqual(copied.map(({ done }) => done).toSorted((a, b) => a - b));
  expect(copied.at(-1)!.done).toBe(copied[0]!.of - 1);
  // Each has a row at least in the tables of names, records, documents, actors and words.
  expect(copied.at(-1)!.rows).toBeGreaterThan(500 * 5);
  expect(completed.map(({ done }) => done)).toEqual(completed.map((_, index) => index));
  expect(completed).toHaveLength(completed[0]!.of);
});

test('two loads at once do not undo each other: the second is refused, in words, and changes nothing', async () => {
  const url = await newDatabase();
  await load(url, [person('a')], 'first');
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query('SELECT pg_advisory_lock($1)', [LOADING_LOCK]);
  const refused = load(url, [person('b')], 'second');
  await expect(refused).rejects.toThrow(
    /^The corpus could not be loaded into the database 127\.0\.0\.1:\d+\/test_\d+: another process is loading a corpus into it\. Wait until that is done, then try again\. It serves what it served before\.$/,
  );
  expect(await schemas(url)).toEqual(['onrecord_1']);
  await other.end();
  await load(url, [person('b')], 'second', 0);
  const store = await openPostgres(url);
  expect(store!.version).toBe('second');
  await store!.close();
});

test('a load may take longer than a reader may wait', async () => {
  const url = await newDatabase();
  await load(url, [person('a')], 'first');
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query('BEGIN; LOCK TABLE onrecord.generation');
  const slow = load(`${url}?statement_timeout=1000&lock_timeout=1000`, [person('b')], 'second');
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await other.query('COMMIT');
  await other.end();
  await slow;
  const store = await openPostgres(url);
  expect(store!.version).toBe('second');
  await store!.close();
});

test('a load that fails half-way leaves the old corpus, and nothing else', async () => {
  const url = await newDatabase();
  await load(url, [person('a')], 'first');
  // A column too wide for its index is refused when most of the work is done.
  const wide = person('b', {
    name: Array.from({ length: 40_000 }, (_, index) => index.toString(36)).join(''),
  });
  await expect(load(url, [wide], 'second')).rejects.toThrow(/could not be loaded .* index row/);
  expect(await schemas(url)).toEqual(['onrecord_1']);
  await load(url, [person('c')], 'third');
  const store = await openPostgres(url);
  expect(await found(store!.reader(PUBLIC), ['Person:a', 'Person:b', 'Person:c'])).toEqual(['Person:c']);
  await store!.close();
});

test('a database that is not there is named without its password, with what to do', async () => {
  const url = 'postgres://me:se%40cret@127.0.0.1:1/news?options=-c%20a%3Db';
  const words =
    'The database 127.0.0.1:1/news cannot be used: connect ECONNREFUSED 127.0.0.1:1. Check that it runs, and the address, user and password of --store.';
  await expect(openPostgres(url)).rejects.toThrow(words);
  await expect(load(url, [], 'v')).rejects.toThrow(words);
});

test('a wrong password and a database that does not exist are told as what they are', async () => {
  const url = new URL(await newDatabase());
  url.password = 'guessed';
  await expect(openPostgres(url.href)).rejects.toThrow(/cannot be used: password authentication failed/);
  url.password = 'secret';
  url.pathname = '/nowhere';
  await expect(openPostgres(url.href)).rejects.toThrow(/cannot be used: database "nowhere" does not exist/);
});

test('options in the URL go along with those of the store', async () => {
  const url = `${await newDatabase()}?options=-c%20statement_timeout%3D7s&application_name=mine`;
  await load(url, [person('a')], 'first');
  const store = await openPostgres(url);
  expect(await found(store!.reader(PUBLIC), ['Person:a'])).toEqual(['Person:a']);
  await store!.close();
});

test('a corpus that another version of the program loaded is as good as none', async () => {
  const url = await newDatabase();
  await load(url, [person('a')], 'first');
  await query(url, `UPDATE onrecord.generation SET format = 'other'`);
  expect(await openPostgres(url)).toBeUndefined();
});

test('hot questions are answered from indexes, without going through whole tables', async () => {
  const url = await newDatabase();
  const articles = Array.from({ length: 10_000 }, (_, index) =>
    article(`a${index}`, {
      published: index,
      memberships: [membership('topic.articles', `Topic:t${index % 200}`, `Article:a${index}`)],
    }),
  );
  await load(url, [...Array.from({ length: 200 }, (_, index) => topic(`t${index}`)), ...articles], 'first');
  const store = await openPostgres(url);
  onTestFinished(() => store!.close());
  const reader = store!.reader(PUBLIC);
  const order = { field: 'DATE_PUBLISHED', direction: 'DESC' } as const;
  const scans = async () => {
    const rows = await query(
      url,
      `SELECT relname, seq_scan FROM pg_stat_user_tables WHERE schemaname = 'onrecord_1' AND relname IN ('article', 'name', 'record', 'document', 'member', 'search')`,
    );
    return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, Number(seq_scan)]));
  };
  const before = await scans();
  for (let time = 0; time < 8; time += 1) {
    await reader.records(Array.from({ length: 50 }, (_, index) => `Article:a${index * 7 + time}`));
    const page = await onePage(reader, { kind: 'article', order, limit: 20, backward: false });
    await reader.pages(
      [0, 1, 2].map((index) => ({
        list: 'topic.articles',
        owner: `Topic:t${index + time}`,
        order,
        limit: 20,
        backward: false,
      })),
    );
    await onePage(reader, {
      kind: 'article',
      order,
      limit: 20,
      backward: false,
      after: page.rows.at(-1)!.position,
    });
    await reader.searchCounts([{ text: 'nothing' }]);
  }
  await query(url, 'SELECT pg_stat_force_next_flush()');
  await store!.close();
  expect(await scans()).toEqual(before);
});
