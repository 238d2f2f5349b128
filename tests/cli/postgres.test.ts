// The command line with a database as the store: one process loads, others serve and change over.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newDatabase, query } from '../postgres/database.ts';
import { until } from '../postgres/pause.ts';
import { serve, type Serving, start } from '../postgres/program.ts';
import { run, serve as serveHere } from './calling.ts';

// Seven processes start, most of them one after the other.
vi.setConfig({ testTimeout: 5 * 60_000 });

function content(): { readonly folder: string; write(name: string): void } {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'topics'));
  const write = (name: string) => writeFileSync(join(folder, 'topics/talks.yaml'), `name: ${name}\n`);
  write('Talks');
  return { folder, write };
}

const wordsOfBuild = (folder: string, store: string) => ['build', '--content', folder, '--store', store];

/** Loads in this process. */
const build = (folder: string, store: string, ...words: string[]) =>
  run([...wordsOfBuild(folder, store), ...words]);

/** Loads in a process of its own. */
async function buildAlone(folder: string, store: string) {
  const built = start(...wordsOfBuild(folder, store));
  const code = await built.ended;
  return { code, out: built.out(), err: built.err() };
}

const name = '{ topic(slug: "talks") { name } }';
const named = (value: string) => ({ data: { topic: { name: value } } });

test('what one process loads, all that serve the database change over to', async () => {
  const url = await newDatabase();
  const place = /^postgres:\/\/…@127\.0\.0\.1:\d+\/test_\d+$/;
  const { folder, write } = content();
  const first = await buildAlone(folder, url);
  expect(first.code, first.err).toBe(0);
  expect(/^Built (\S+): 1 topic\. Version \S+\n$/.exec(first.out)?.[1]).toMatch(place);
  expect(await build(folder, url)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Nothing changed: /),
  });

  const services = await Promise.all([serve('--store', url), serve('--store', url)]);
  for (const service of services) expect(await service.ask(name)).toEqual(named('Talks'));
  expect(/serves (\S+)/.exec(services[0]!.out())?.[1]).toMatch(place);

  write('Peace talks');
  expect(await build(folder, url)).toMatchObject({ code: 0 });
  for (const service of services) {
    await until('it changes over', () => service.out().includes('is served from now on'));
    expect(await service.ask(name)).toEqual(named('Peace talks'));
  }
  // The same content again is another corpus: the one before will be dropped.
  expect(await build(folder, url, '--force')).toMatchObject({ code: 0 });
  for (const service of services)
    await until('it changes over', () => service.out().split('is served from now on').length === 3);
  // Content with problems never gets there.
  writeFileSync(join(folder, 'topics/talks.yaml'), 'nmae: Talks\n');
  const broken = await build(folder, url);
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(/postgres:\/\/…@127\.0\.0\.1:\d+\/test_\d+ is as it was\.\n$/);
  for (const service of services) {
    expect(await service.ask(name)).toEqual(named('Peace talks'));
    service.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(`${service.out()}${service.err()}`).not.toContain('secret');
  }
});

test('a process with the content at hand loads it before it serves', async () => {
  const url = await newDatabase();
  const service = await serveHere('--store', url, '--content', content().folder);
  expect(await service.ask(name)).toEqual(named('Talks'));
});

/** Asks on a connection of its own, which another worker than the last one gets. */
async function askAlone({ address }: Serving): Promise<unknown> {
  const response = await new Promise<IncomingMessage>((settle, fail) => {
    const url = `${address}/graphql?query=${encodeURIComponent(name)}`;
    get(url, { agent: false, headers: { accept: 'application/json' } }, settle).on('error', fail);
  });
  return JSON.parse(await text(response));
}

test('workers serve one database: all change over, and one that dies is replaced by one with the corpus of now', async () => {
  const url = await newDatabase();
  const { folder, write } = content();
  expect(await build(folder, url)).toMatchObject({ code: 0 });
  const service = await serve('--store', url, '--workers', '2');
  const workers = () =>
    readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8').split(' ').filter(Boolean);
  // Connections go round, so that many answers are those of every worker.
  const answers = () => Promise.all(Array.from({ length: 20 }, () => askAlone(service)));
  const allSay = (value: string) => Array.from({ length: 20 }, () => named(value));
  expect(workers()).toHaveLength(2);
  expect(await answers()).toEqual(allSay('Talks'));

  write('Peace talks');
  expect(await build(folder, url)).toMatchObject({ code: 0 });
  await until('every worker changes over', async () =>
    (await answers()).every((answer) => JSON.stringify(answer) === JSON.stringify(named('Peace talks'))),
  );

  const [victim, survivor] = workers();
  process.kill(Number(victim), 'SIGKILL');
  await until('another one takes its place', () => workers().length === 2 && !workers().includes(victim!));
  expect(workers()).toContain(survivor);
  await until('it was told', () => service.err().includes(`Worker ${victim} has ended (SIGKILL).`));
  expect(await answers()).toEqual(allSay('Peace talks'));

  service.kill('SIGTERM');
  expect(await service.ended).toBe(0);
});

test('a process reads by no more connections than the size of its pool', async () => {
  const url = await newDatabase();
  expect(await build(content().folder, url)).toMatchObject({ code: 0 });
  const service = await serveHere('--store', url, '--pool-size', '3');
  let asked = 0;
  await until('as many are held as may be', async () => {
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        // Each another question: an answer that was given before may be kept.
        const field = `name${(asked += 1)}`;
        expect(await service.ask(`{ topic(slug: "talks") { ${field}: name } }`)).toEqual({
          data: { topic: { [field]: 'Talks' } },
        });
      }),
    );
    const [row] = await query(
      url,
      `SELECT count(*) FILTER (WHERE query NOT LIKE 'LISTEN%' AND query NOT LIKE '%onrecord.generation%')::int AS readers
       FROM pg_stat_activity WHERE application_name = 'onrecord' AND datname = current_database()`,
    );
    expect(row!['readers']).toBeLessThanOrEqual(3);
    return row!['readers'] === 3;
  });
});

test('a database that nothing was loaded into is not served: how to load is told', async () => {
  const { code, err } = await run(['serve', '--port', '0', '--store', await newDatabase()]);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^postgres:\/\/…@127\.0\.0\.1:\d+\/test_\d+ holds no corpus that this version of onrecord can read\. Load one: onrecord build --content DIR --store postgres:\/\/…@127\.0\.0\.1:\d+\/test_\d+\n$/,
  );
});

test('a database that is not there is told without its password', async () => {
  const words = ['serve', '--port', '0', '--store', 'postgres://me:secret@127.0.0.1:1/news'];
  expect(await run(words)).toMatchObject({
    code: 1,
    err: 'The database 127.0.0.1:1/news cannot be used: connect ECONNREFUSED 127.0.0.1:1. Check that it runs, and the address, user and password of --store.\n',
  });
});
