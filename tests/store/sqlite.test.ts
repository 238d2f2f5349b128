// SQLite as a store, and what only a store that is a file can do.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Kind, kinds } from '../../src/model/kind.ts';
import type { Entry } from '../../src/model/record.ts';
import { pageParts } from '../../src/store/pages.ts';
import { matchExpression } from '../../src/store/search/match.ts';
import { seal } from '../../src/store/seal.ts';
import { DamagedFile, openSqlite, pageQueries, writeSqlite } from '../../src/store/sqlite.ts';
import { sqliteDialect, sqliteValues } from '../../src/store/sqlite-dialect.ts';
import { type OrderField, ordersByKind } from '../../src/store/store.ts';
import { isThorough } from '../graphql/filters/runs.ts';
import { storeContract } from './contract.ts';
import { found, PUBLIC } from './corpora.ts';
import { newSqlitePlace } from './places.ts';
import { article, event, membership, outcome, person, statement, statusChange, topic } from './entries.ts';

storeContract('SQLite', newSqlitePlace, isThorough() ? 10 : 0.2);

/** A path in a folder of its own that is removed when the test ends. */
async function newFile(name = 'corpus.db'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onrecord-sqlite-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, name);
}

async function build(file: string, entries: readonly Entry[]): Promise<void> {
  const writer = writeSqlite(file);
  for (const entry of entries) expect(writer.put(entry)).toBeUndefined();
  await writer.publish({ version: 'v', stamp: 's' });
}

async function contents(file: string): Promise<readonly string[]> {
  const store = openSqlite(file);
  const records = await found(store!.reader(PUBLIC), ['Person:a', 'Person:b']);
  await store!.close();
  return records;
}

const talks = event('talks');
const truce = outcome(talks, 'truce');
const source = article('source', {
  memberships: [membership('topic.articles', 'Topic:war', 'Article:source')],
});
const mixed = [
  talks,
  truce,
  source,
  topic('war'),
  person('a'),
  statement(source, 's'),
  statusChange(truce, source, 'c'),
  ...Array.from({ length: 200 }, (_, index) => topic(`t${index}`)),
];

describe('the file of a corpus', () => {
  test('is alone in its folder when it is published, and the same for the same records', async () => {
    const file = await newFile();
    await build(file, mixed);
    const first = await readFile(file);
    await build(file, mixed);
    expect(await readdir(dirname(file))).toEqual(['corpus.db']);
    expect(first.equals(await readFile(file))).toBe(true);
  });

  test('may have any name', async () => {
    const file = await newFile('a corpus? 100% #1 ☃.db');
    await build(file, [person('a')]);
    await build(file, [person('b')]);
    expect(await contents(file)).toEqual(['Person:b']);
    expect(await readdir(dirname(file))).toEqual(['a corpus? 100% #1 ☃.db']);
  });

  test('is left as it was, and nothing beside it, when a build is discarded or cannot be completed', async () => {
    const file = await newFile();
    await build(file, [person('a')]);
    const writer = writeSqlite(file);
    writer.put(person('b'));
    expect(await readdir(dirname(file))).not.toEqual(['corpus.db']);
    await writer.discard();
    expect(await readdir(dirname(file))).toEqual(['corpus.db']);

    const late = writeSqlite(file);
    late.put(person('b'));
    const other = await newFile();
    await mkdir(other);
    await expect(build(other, [person('b')])).rejects.toThrow(/EISDIR/);
    expect(await readdir(dirname(other))).toEqual(['corpus.db']);
    await late.discard();
    expect(await contents(file)).toEqual(['Person:a']);
  });

  test('is not touched by a process that dies while it builds, and the next writer clears up after it', async () => {
    const file = await newFile();
    await build(file, [person('a')]);
    const crash = `
      const { writeSqlite } = await import(${JSON.stringify(new URL('../../src/store/sqlite.ts', import.meta.url).href)});
      const writer = writeSqlite(${JSON.stringify(file)});
      writer.put(${JSON.stringify(person('b'))});
      process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, ['--input-type=module', '--eval', crash]).signal).toBe('SIGKILL');
    expect(await readdir(dirname(file))).toHaveLength(3);
    expect(await contents(file)).toEqual(['Person:a']);
    await build(file, [person('b')]);
    expect(await readdir(dirname(file))).toEqual(['corpus.db']);
    expect(await contents(file)).toEqual(['Person:b']);
  });

  test('is built beside what living processes build, and beside files that are none of its business', async () => {
    const file = await newFile();
    const others = [
      `${file}.building-${process.ppid}-x`,
      `${file}.building-notes`,
      `${file}.building-`,
      `${file}-old`,
    ];
    const leftOver = `${file}.building-${process.pid}-x`;
    for (const each of [...others, leftOver]) await writeFile(each, '');
    await utimes(leftOver, 0, 0);
    const [first, second] = [writeSqlite(file), writeSqlite(file)];
    first.put(person('a'));
    second.put(person('b'));
    await first.publish({ version: 'first', stamp: '' });
    await second.publish({ version: 'second', stamp: '' });
    expect(await contents(file)).toEqual(['Person:b']);
    expect((await readdir(dirname(file))).map((name) => join(dirname(file), name))).toEqual(
      [file, ...others].toSorted(),
    );
  });

  test('is as good as missing where another version of the program built it', async () => {
    const file = await newFile();
    await build(file, [person('a')]);
    const database = new DatabaseSync(file);
    database.exec(`UPDATE corpus SET value = 'other' WHERE key = 'format'`);
    database.close();
    seal(file);
    expect(openSqlite(file)).toBeUndefined();
  });

  test('is known to be damaged where any byte of it is another one, is missing or is one too many', async () => {
    const file = await newFile();
    await build(file, mixed);
    const whole = await readFile(file);
    const refused = (isOurs: boolean) =>
      expect(() => openSqlite(file)).toThrow(
        expect.objectContaining({
          constructor: DamagedFile,
          message: expect.stringMatching(new RegExp(`^${file} is (damaged|no corpus) \\(.+\\)$`)),
          isOurs,
        }),
      );
    for (const length of [0, 100, 4095, 4096, 10_000, whole.length - 4096, whole.length - 1]) {
      await writeFile(file, whole);
      await truncate(file, length);
      refused(true);
    }
    await writeFile(file, Buffer.concat([whole, Buffer.alloc(4096)]));
    refused(true);
    for (let at = 0; at < whole.length; at += 4_999) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      await writeFile(file, flipped);
      refused(true);
    }
    for (const text of ['notes', 'not a database at all, '.repeat(1000)]) {
      await writeFile(file, text);
      refused(false);
    }
  });

  test('is refused where it is the database of something else, or no file: that must not be replaced unasked', async () => {
    const file = await newFile();
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE accounts (id)');
    database.close();
    expect(() => openSqlite(file)).toThrow(
      new Error(
        `${file} is the database of something else (no such table: corpus): name another file with --store.`,
      ),
    );
    await rm(file);
    await mkdir(file);
    expect(() => openSqlite(file)).toThrow(new Error(`${file} is not a file: name one with --store.`));
  });

  test('answers nothing any more once it turns out to be damaged, and says why', async () => {
    const file = await newFile();
    await build(file, mixed);
    const store = openSqlite(file)!;
    onTestFinished(() => store.close());
    expect(await found(store.reader(PUBLIC), ['Person:a'])).toEqual(['Person:a']);
    const bytes = await readFile(file);
    bytes[bytes.length - 100]! ^= 1;
    await writeFile(file, bytes);
    await expect
      .poll(() =>
        store.ping().then(
          () => 'sound',
          (error) => error.code,
        ),
      )
      .toBe('STORE_UNAVAILABLE');
    await expect(store.reader(PUBLIC).summary()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect((await store.damaged)?.message).toBe(
      `${file} is damaged (its checksum is not the one it was built with)`,
    );
  });

  test('is served on where somebody wrote to it, and it is the same', async () => {
    const file = await newFile();
    await build(file, mixed);
    const store = openSqlite(file)!;
    onTestFinished(() => store.close());
    await utimes(file, 0, 0);
    await store.ping();
    let isDamaged = false;
    void store.damaged!.then(() => (isDamaged = true));
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    expect([isDamaged, await found(store.reader(PUBLIC), ['Person:a'])]).toEqual([false, ['Person:a']]);
  });
});

describe('the tables of a corpus', () => {
  async function open(entries: readonly Entry[]): Promise<DatabaseSync> {
    const file = await newFile();
    await build(file, entries);
    const database = new DatabaseSync(file, { readOnly: true });
    onTestFinished(() => database.close());
    return database;
  }

  test('find records by words without their diacritics, in titles, other names and texts', async () => {
    const zelenskyy = person('zelenskyy', { name: 'Володимир Зеленський' });
    const lula = person('lula', { name: 'Luiz Inácio Lula da Silva' });
    const named = {
      ...person('peng'),
      search: { title: 'Peng', alternateName: ['彭丽媛', 'Péng Lìyuán'], text: ['Née in Yùnchéng.'] },
    };
    const database = await open([zelenskyy, lula, named, topic('other')]);
    const search = (words: string) =>
      database
        .prepare(
          'SELECT id FROM search JOIN record ON record.ordinal = search.rowid WHERE search MATCH ? ORDER BY id',
        )
        .all(matchExpression(words)!)
        .map((row) => row['id']);
    expect(search('inacio')).toEqual(['Person:lula']);
    expect(search('PENG LIYUAN')).toEqual(['Person:peng']);
    expect(search('yuncheng')).toEqual(['Person:peng']);
    expect(search('ЗЕЛЕНСЬКИЙ')).toEqual(['Person:zelenskyy']);
    expect(search('nobody')).toEqual([]);
  });

  test('give every page of a whole kind from an index, without sorting', async () => {
    const database = await open(mixed);
    const plan = (kind: Kind, field: OrderField, direction: 'ASC' | 'DESC', backward: boolean) => {
      const request = { kind, order: { field, direction }, limit: 20, backward } as const;
      const { sql, values } = pageQueries(pageParts(request, PUBLIC, sqliteDialect), 20).scan;
      return database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(sqliteValues(values))
        .map((row) => String(row['detail']));
    };
    for (const kind of kinds) {
      for (const field of ordersByKind[kind]) {
        if (field === 'LAST_CHANGE') continue;
        for (const direction of ['ASC', 'DESC'] as const) {
          for (const backward of [false, true]) {
            const steps = plan(kind, field, direction, backward);
            expect(steps[0], `${kind} ${field} ${direction}`).toMatch(/^SCAN k USING INDEX/);
            expect(steps.join()).not.toContain('TEMP B-TREE');
          }
        }
      }
    }
  });

  test('give the next page from an index too, starting at its place', async () => {
    const many = Array.from({ length: 100 }, (_, index) => article(`a${index}`));
    const database = await open([
      ...many,
      ...many.map((each) => statement(each, 's')),
      ...many.map((_, index) => event(`e${index}`)),
    ]);
    const orders = [
      ['article', 'DATE_PUBLISHED', [1, 'Article:a']],
      ['article', 'DATE_MODIFIED', [1, 1, 'Article:a']],
      ['statement', 'DATE_UTTERED', [1, 1, 1, 'Statement:a']],
      ['statement', 'READING_ORDER', [1, 'Article:a', 1, 'Statement:a']],
      ['event', 'START_DATE', [1, 1, 1, 'Event:a']],
    ] as const;
    for (const [kind, field, after] of orders) {
      for (const direction of ['ASC', 'DESC'] as const) {
        const request = { kind, order: { field, direction }, limit: 20, backward: false, after } as const;
        const queries = pageQueries(pageParts(request, PUBLIC, sqliteDialect), request.limit);
        for (const { sql, values } of [queries.scan, queries.behind!]) {
          const steps = database
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all(sqliteValues(values))
            .map((row) => String(row['detail']))
            .join('\n');
          expect(steps).toMatch(/SEARCH k USING INDEX \w+ \(\(.*,id\)[<>]/);
          expect(steps).not.toContain('TEMP B-TREE');
        }
      }
    }
  });
});
