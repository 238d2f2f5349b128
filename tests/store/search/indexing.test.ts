// An index of words that a thread of its own makes is the one that is made at once.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Entry } from '../../../src/model/record.ts';
import { openToFill } from '../../../src/store/filling.ts';
import { Indexing } from '../../../src/store/search/indexing.ts';
import { SearchInserts, type SearchedRecord, searchedOf } from '../../../src/store/search/inserts.ts';
import { fullTextIndex, searchedTables } from '../../../src/store/search/tables.ts';
import { openSqlite, writeSqlite } from '../../../src/store/sqlite.ts';
import { sqliteTable } from '../../../src/store/table.ts';
import { PREVIEW } from '../corpora.ts';
import { article, person } from '../entries.ts';

// Texts are put in batches of a million characters, once there are two; these are some of each.
const LONG = 'Ceasefire talks in İstanbul — 東京都 and zéro don’t. '.repeat(2_000);
const entries: readonly Entry[] = [
  { ...person('umerov'), search: { title: 'Rustem Umerov', alternateName: ['Умєров'], text: [] } },
  ...Array.from({ length: 45 }, (_, index) => telling(`a${index}`, `Day ${index}`, `only${index} ${LONG}`)),
];
function telling(slug: string, title: string, text: string): Entry {
  return {
    ...article(slug, { file: `articles/${slug}.md`, headline: title }),
    search: { title, alternateName: [], text: [text] },
  };
}

const searched = entries.flatMap((entry, index) => searchedOf(index + 1, entry) ?? []);

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-indexing-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A database with the tables that are filled, in a transaction. */
function begun(): DatabaseSync {
  const database = openToFill('');
  onTestFinished(() => database.close());
  database.exec(['BEGIN', ...searchedTables.map(sqliteTable)].join(';'));
  return database;
}

/** All that an index is kept in, in one segment. */
function rowsOf(database: DatabaseSync): Readonly<Record<string, unknown>> {
  const tables = ['search_data', 'search_idx', 'search_docsize', 'searched', 'search_name'];
  return Object.fromEntries(tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]));
}

test('its tables are the same, to the last byte, and the thread leaves no file behind', async () => {
  const folder = newFolder();
  const apart = begun();
  const indexing = new Indexing(join(folder, 'words'));
  for (const each of searched) indexing.put(each);
  await indexing.complete(apart);
  expect(existsSync(join(folder, 'words')), 'a thread was at work').toBe(true);
  apart.exec('COMMIT');
  indexing.leave(apart);
  expect(readdirSync(folder)).toEqual([]);

  const atOnce = begun();
  atOnce.exec(fullTextIndex);
  const inserts = new SearchInserts(atOnce);
  for (const each of searched) inserts.put(each);
  atOnce.exec(`INSERT INTO search (search) VALUES ('optimize'); COMMIT`);
  expect(rowsOf(apart)).toEqual(rowsOf(atOnce));
  apart.exec(`INSERT INTO search (search) VALUES ('integrity-check')`);
});

test('a few texts need no thread', async () => {
  const folder = newFolder();
  const database = begun();
  const indexing = new Indexing(join(folder, 'words'));
  for (const each of searched.slice(0, 3)) indexing.put(each);
  await indexing.complete(database);
  database.exec('COMMIT');
  indexing.leave(database);
  expect(readdirSync(folder)).toEqual([]);
  expect(database.prepare(`SELECT rowid FROM search('only1')`).all()).toEqual([{ rowid: 3 }]);
});

test('a corpus that is kept can be revised after a thread made its index, and so can its copy be read', async () => {
  const file = join(newFolder(), 'corpus.db');
  const writer = writeSqlite(file);
  for (const entry of entries) expect(writer.put(entry)).toBeUndefined();
  const corpus = await writer.keep({ version: 'v', stamp: 's' });
  onTestFinished(() => corpus.close());
  expect(readdirSync(dirname(file)).filter((name) => name.includes('words'))).toEqual([]);
  const revision = corpus.revise();
  revision.takeOut('articles/a1.md');
  expect(revision.put(telling('a1', 'Prisoners', 'exchanged'))).toBeUndefined();
  revision.commit({ version: 'w', stamp: 's' });
  await corpus.copyTo(file);
  const store = openSqlite(file)!;
  onTestFinished(() => store.close());
  const words = ['only0', 'only1', 'only44', 'exchanged', 'умєров', 'ceasefire'];
  const counts = await store.reader(PREVIEW).searchCounts(words.map((text) => ({ text })));
  expect(counts).toEqual([1, 0, 1, 1, 1, 44]);
});

test('a build that is thrown away ends the thread and leaves nothing', async () => {
  const folder = newFolder();
  const writer = writeSqlite(join(folder, 'corpus.db'));
  for (const entry of entries) writer.put(entry);
  await writer.discard();
  await writer.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test('what keeps the thread from its work is told at the end, with the number by which SQLite knows it', async () => {
  const database = begun();
  const indexing = new Indexing(join(newFolder(), 'none', 'words'));
  for (const each of Array<readonly SearchedRecord[]>(20).fill(searched).flat()) indexing.put(each);
  await expect(indexing.complete(database)).rejects.toMatchObject({
    message: 'unable to open database file',
    errcode: 14,
  });
});
