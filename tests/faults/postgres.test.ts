// What befalls a database that is served and loaded, done for real: processes are killed, servers stopped, replicas taken away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openPostgres, writePostgres } from '../../src/store/postgres.ts';
import type { Store } from '../../src/store/store.ts';
import { query } from '../postgres/database.ts';
import { until } from '../postgres/pause.ts';
import { serve } from '../postgres/program.ts';
import { startReplica, startServer, type TestServer } from '../postgres/server.ts';
import { found, PUBLIC } from '../store/corpora.ts';
import { person } from '../store/entries.ts';

let server: TestServer;
let made = 0;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.remove());

async function newDatabase(): Promise<string> {
  const name = `fault_${(made += 1)}`;
  await server.createDatabase(name);
  return server.url(name);
}

async function load(url: string, slug: string): Promise<void> {
  const writer = writePostgres(url, { grace: 0 });
  expect(writer.put(person(slug))).toBeUndefined();
  await writer.publish({ version: slug, stamp: slug });
}

async function opened(url: string, replicas: readonly string[] = []): Promise<Store> {
  const store = await openPostgres(url, { replicas });
  onTestFinished(() => store!.close());
  return store!;
}

const slugs = ['Person:old', 'Person:new', 'Person:killed'];
const read = (store: Store) => found(store.reader(PUBLIC), slugs);

/** A load in a process of its own, of many records. */
function loading(url: string) {
  const href = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    const { writePostgres } = await import(${href('../../src/store/postgres.ts')});
    const { person } = await import(${href('../store/entries.ts')});
    const writer = writePostgres(${JSON.stringify(url)});
    writer.put(person('killed'));
    for (let index = 0; index < 40_000; index += 1) writer.put(person('p' + index, { name: 'N'.repeat(200) + index }));
    await writer.publish({ version: 'killed', stamp: '' });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const doing = async (url: string, pattern: string) => {
  const rows = await query(
    url,
    // Between two statements the last one is told; steps are too short to be met by chance on a busy machine.
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE query ~ $1 AND pid <> pg_backend_pid()`,
    [pattern],
  );
  return Number(rows[0]!['count']) > 0;
};

test.each([
  ['rows are copied', '^COPY document'],
  ['indexes are made', '^(ALTER TABLE|CREATE INDEX)'],
  ['it is about to switch', '^UPDATE onrecord.generation'],
])('a load that is killed while %s leaves the old corpus, and nothing to clear up', async (_, pattern) => {
  const url = await newDatabase();
  await load(url, 'old');
  const store = await opened(url);
  const holder = await held(url, pattern.startsWith('^UPDATE'));
  const child = loading(url);
  await until('it is so far', () => doing(url, pattern));
  child.kill('SIGKILL');
  await once(child, 'close');
  await holder.release();
  expect(await read(store)).toEqual(['Person:old']);
  await until('the server has noticed', async () => !(await doing(url, pattern)));
  const schemas = await query(url, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'onrecord_%'`);
  expect(schemas.map(({ nspname }) => nspname)).toEqual(['onrecord_1']);
  await load(url, 'new');
  expect(await read(await opened(url))).toEqual(['Person:new']);
});

/** Keeps the last step of a load waiting, where it is to be met there. */
async function held(url: string, isHeld: boolean): Promise<{ release(): Promise<void> }> {
  if (!isHeld) return { release: async () => undefined };
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN; SELECT * FROM onrecord.generation FOR UPDATE');
  return {
    async release() {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

test('a server that is restarted under load: requests fail with a code, and the same store recovers by itself', async () => {
  const url = await newDatabase();
  await load(url, 'old');
  const store = await opened(url);
  const outcomes: unknown[] = [];
  let isOver = false;
  const reader = async () => {
    while (!isOver) {
      outcomes.push(await read(store).catch((error: unknown) => error));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const readers = Promise.all(Array.from({ length: 20 }, reader));
  await until('requests are answered', () => outcomes.length > 200);
  await server.stop();
  const failures = () => outcomes.filter((outcome) => outcome instanceof Error);
  await until('requests fail', () => failures().length > 100);
  await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await server.start();
  const before = outcomes.length;
  await until('requests are answered again', () =>
    outcomes.slice(before).some((outcome) => !(outcome instanceof Error)),
  );
  isOver = true;
  await readers;
  for (const outcome of outcomes) {
    if (outcome instanceof Error)
      expect(outcome).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: 'The store of this service does not answer at the moment. Ask again in a few seconds.',
      });
    else expect(outcome).toEqual(['Person:old']);
  }
  await expect(store.ping()).resolves.toBeUndefined();
});

test('a service outlives its database: clients get a code, and what was loaded when it came back', async () => {
  const url = await newDatabase();
  await load(url, 'old');
  const service = await serve('--store', url);
  const name = '{ actor(slug: "old") { name } }';
  const data = { data: { actor: { name: expect.any(String) } } };
  expect(await service.ask(name)).toMatchObject(data);
  await server.stop();
  // What was answered before may be kept, so other questions are asked.
  let asked = 0;
  const another = () => `{ actor(slug: "old") { name another${(asked += 1)}: name } }`;
  expect(await service.ask(another())).toMatchObject({
    errors: [
      {
        message: 'The store of this service does not answer at the moment. Ask again in a few seconds.',
        extensions: { code: 'STORE_UNAVAILABLE' },
      },
    ],
  });
  expect(await service.status('/readyz')).toBe(503);
  expect(await service.status('/livez')).toBe(200);
  expect(await service.status('/')).toBe(503);
  // However many requests fail, the log says it once; and once more when it is over.
  for (let request = 0; request < 100; request += 1) await service.ask(another());
  const outage = () => service.err().match(/^The store .*$/gm);
  expect(outage()![0]).toMatch(
    /^The store does not answer, and requests fail\. The first is [\w-]+: .*ECONNREFUSED/,
  );
  expect(
    outage()!
      .slice(1)
      .every((line) => line.startsWith('The store still does not answer')),
  ).toBe(true);
  expect(service.err()).not.toContain('Internal error');
  await server.start();
  await until('it is ready', async () => (await service.status('/readyz')) === 200);
  expect(await service.ask(another())).toMatchObject(data);
  await until('the end is told', () =>
    /^The store answers again\. 1\d\d requests failed in \d+ s\.$/m.test(service.out()),
  );
  await load(url, 'new');
  await until('it changes over', () => service.out().includes('Version new is served from now on'));
  expect(service.err()).toMatch(/The database 127\.0\.0\.1:\d+\/fault_\d+ does not answer: /);
  expect(service.out()).toMatch(/The database 127\.0\.0\.1:\d+\/fault_\d+ answers again\./);
  expect(`${service.out()}${service.err()}`).not.toContain('secret');
  service.kill('SIGTERM');
  expect(await service.ended).toBe(0);
});

test('a replica answers while it is there; gone or behind, the primary does, and no request fails', async () => {
  const url = await newDatabase();
  const replica = await startReplica(server);
  onTestFinished(() => replica.remove());
  const replicaUrl = replica.url(new URL(url).pathname.slice(1));
  await load(url, 'old');
  const clients = async (at: string) => {
    const [row] = await query(
      at,
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'onrecord' AND datname = current_database()`,
    );
    return Number(row!['count']);
  };
  const store = await opened(url, [replicaUrl]);
  await until('the replica is asked', async () => {
    expect(await read(store)).toEqual(['Person:old']);
    return (await clients(replicaUrl)) > 0;
  });

  // Behind: the new corpus is not there yet.
  await query(replicaUrl, 'SELECT pg_wal_replay_pause()');
  await load(url, 'new');
  const fresh = await opened(url, [replicaUrl]);
  for (let time = 0; time < 50; time += 1) expect(await read(fresh)).toEqual(['Person:new']);
  await query(replicaUrl, 'SELECT pg_wal_replay_resume()');

  // Gone.
  await replica.stop();
  for (let time = 0; time < 50; time += 1) expect(await read(fresh)).toEqual(['Person:new']);
  await replica.start();
  await until('the replica is asked again', async () => {
    expect(await read(fresh)).toEqual(['Person:new']);
    return (await clients(replicaUrl)) > 0;
  });
});
