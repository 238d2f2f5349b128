// Rates that several processes count together, in a real database: what each takes the others know of, and one that is away stops nobody.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defaultLimits } from '../../src/server/limits.ts';
import { RateLimit } from '../../src/server/rate-limit.ts';
import { SharedAccounts } from '../../src/server/shared-accounts.ts';
import { PostgresAccounts } from '../../src/store/postgres/accounts.ts';
import { newDatabase, query } from '../postgres/database.ts';
import { until } from '../postgres/pause.ts';
import { serve } from '../postgres/program.ts';

// Services start one after the other.
vi.setConfig({ testTimeout: 5 * 60_000 });

const PER_MINUTE = 200;
const DEAR = '{ articles(first: 100) { nodes { related(first: 10) { nodes { id } } } } }';
const TOKEN = 'a-preview-token-of-tests';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'content/topics'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A service with a store of its own, which counts in a database. */
async function start(database: string) {
  const settings = {
    rateAccounts: database,
    previewTokens: [TOKEN],
    adminPort: 0,
    limits: { ratePointsPerMinute: PER_MINUTE, trustedProxies: 1 },
  };
  const folder = folderOf({
    'content/topics/talks.yaml': 'name: Talks\n',
    'onrecord.config.json': JSON.stringify(settings),
  });
  const config = join(folder, 'onrecord.config.json');
  const store = join(folder, 'corpus.db');
  const service = await serve('--config', config, '--content', join(folder, 'content'), '--store', store);
  const ask = async (from: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${service.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...headers },
      body: JSON.stringify({ query: DEAR }),
    });
    await response.text();
    return response.status;
  };
  const metrics = /(http:\S+\/metrics)/.exec(service.out())![1]!;
  const isShared = async () =>
    /^onrecord_rates_shared (\d)$/m.exec(await (await fetch(metrics)).text())?.[1] === '1';
  return { ...service, ask, isShared };
}

/** A way to a server that can be cut, or that takes everything and answers nothing. */
async function wayTo(url: string) {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const state = { isSilent: false };
  const way = createServer((socket) => {
    const other = connect(Number(port), hostname);
    for (const each of [socket, other]) {
      open.add(each);
      each.on('error', () => undefined).once('close', () => open.delete(each));
    }
    socket.on('data', (data) => state.isSilent || other.write(data));
    other.on('data', (data) => state.isSilent || socket.write(data));
    socket.once('close', () => other.destroy());
    other.once('close', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  const address = new URL(url);
  address.port = String((way.address() as AddressInfo).port);
  const cut = () => {
    way.close();
    for (const socket of open) socket.destroy();
  };
  onTestFinished(cut);
  const mend = () => new Promise<void>((resolve) => way.listen(Number(address.port), '127.0.0.1', resolve));
  return { url: address.href, state, cut, mend };
}

test('two services on one database share what a client may take, and go on alone while it is away', async () => {
  const database = await newDatabase();
  const way = await wayTo(database);
  const [one, two] = await Promise.all([start(way.url), start(way.url)]);
  // It costs more than there is: whoever asked so is refused for a minute, wherever he asks.
  expect(await one.ask('1.1.1.1')).toBe(200);
  await until('what was taken is settled', async () => {
    const rows = await query(database, 'SELECT 1 FROM onrecord_rates.account WHERE points <= 0');
    return rows.length === 1;
  });
  expect([await two.ask('1.1.1.1'), await one.ask('1.1.1.1')]).toEqual([429, 429]);
  expect([await two.ask('2.2.2.2'), await one.ask('3.3.3.3')]).toEqual([200, 200]);

  // Whoever brings a token has an account of his own, wherever he comes from, and neither stands in the database as it is.
  const authorization = `Bearer ${TOKEN}`;
  expect(await one.ask('1.1.1.1', { authorization })).toBe(200);
  await until(
    'the token has used up its points',
    async () => (await two.ask('5.5.5.5', { authorization })) === 429,
  );
  expect(await two.ask('5.5.5.5')).toBe(200);
  const keys = await query(
    database,
    `SELECT encode(key, 'escape') AS text, length(key) AS length FROM onrecord_rates.account`,
  );
  expect(keys).toHaveLength(5);
  for (const { text, length } of keys) {
    expect(length).toBe(16);
    expect(text).not.toMatch(/\d\.\d\.\d\.\d|preview/);
  }

  expect([await one.isShared(), await two.isShared()]).toEqual([true, true]);
  way.cut();
  // Nobody is refused or kept waiting for it: each counts by itself.
  for (const service of [one, two])
    expect([await service.ask('6.6.6.6'), await service.ask('6.6.6.6')]).toEqual([200, 429]);
  await until('both notice', async () => !(await one.isShared()) && !(await two.isShared()));
  expect([await one.ask('7.7.7.7'), await two.ask('7.7.7.7')]).toEqual([200, 200]);
  await way.mend();
  await until('both come back', async () => (await one.isShared()) && (await two.isShared()));
  for (const { out, err } of [one, two]) {
    expect(err().match(/Rates cannot be counted in /g)).toHaveLength(1);
    expect(out().match(/Rates are counted in \S+ again/g)).toHaveLength(1);
    expect(out() + err()).not.toMatch(/secret|a-preview-token/);
  }
});

/** Accounts as two processes have them, and what is told of their database. */
async function accountsIn(url: string) {
  const told: unknown[] = [];
  const limits = { ...defaultLimits, ratePointsPerMinute: PER_MINUTE };
  const store = new PostgresAccounts(url, PER_MINUTE);
  const shared = new SharedAccounts(store, (problem) => told.push(problem));
  onTestFinished(() => shared.end());
  const rate = new RateLimit(limits, shared);
  const from = (remoteAddress: string) => ({ socket: { remoteAddress }, headers: {} }) as never;
  return {
    told,
    store,
    shared,
    async ask(address: string, points: number) {
      await rate.look(from(address));
      if (rate.refusal(from(address))) return 'refused';
      rate.charge(from(address), points);
      return 'answered';
    },
  };
}

test('a database that says nothing keeps nobody waiting for long', async () => {
  const way = await wayTo(await newDatabase());
  const { ask, told, shared } = await accountsIn(way.url);
  expect(await ask('1.1.1.1', 1)).toBe('answered');
  way.state.isSilent = true;
  const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => ask(`10.0.0.${at}`, 1)));
  expect(new Set(answers)).toEqual(new Set(['answered']));
  await until('it is noticed', () => !shared.isShared);
  // Then it is not even asked.
  expect(await ask('1.1.1.1', 2 * PER_MINUTE)).toBe('answered');
  expect(await ask('1.1.1.1', 1)).toBe('refused');
  way.state.isSilent = false;
  await until('it is asked again', () => shared.isShared);
  expect(told).toEqual([expect.any(Error), undefined]);
});

test('what one client asks for again and again is settled a few times, not for each request', async () => {
  const { ask, store } = await accountsIn(await newDatabase());
  const settle = vi.spyOn(store, 'settle');
  for (let at = 0; at < 2_000; at += 1) expect(await ask(`1.1.1.${at % 2}`, 0.01)).toBe('answered');
  expect(settle.mock.calls.length).toBeLessThan(200);
});

test('accounts fill up again, go no deeper than a minute, and are removed when they are full', async () => {
  const url = await newDatabase();
  const { store } = await accountsIn(url);
  const key = 'ab'.repeat(16);
  const settle = async (points: number) => (await store.settle(new Map([[key, points]]))).get(key)!;
  // They fill up while this runs, too.
  const expectAbout = (points: number, least: number) => {
    expect(points).toBeGreaterThanOrEqual(least);
    expect(points).toBeLessThan(least + PER_MINUTE / 4);
  };
  const age = (seconds: number) =>
    query(url, `UPDATE onrecord_rates.account SET at = at - ${seconds} * interval '1 second'`);
  expect(await settle(0)).toBe(PER_MINUTE);
  expectAbout(await settle(150), 50);
  await age(15);
  expectAbout(await settle(0), 100);
  expect(await settle(100_000)).toBe(1 - PER_MINUTE);
  await age(60);
  expectAbout(await settle(0), 1);
  await age(3_600);
  expect(await settle(0)).toBe(PER_MINUTE);
  await store.sweep();
  expect(await query(url, 'SELECT 1 FROM onrecord_rates.account')).toHaveLength(1);
  await age(181);
  await store.sweep();
  expect(await query(url, 'SELECT 1 FROM onrecord_rates.account')).toHaveLength(0);
});

test('many processes settle the same accounts at once, and no point is lost', async () => {
  const url = await newDatabase();
  const stores = await Promise.all(Array.from({ length: 6 }, () => accountsIn(url)));
  const keys = Array.from({ length: 50 }, (_, at) => at.toString(16).padStart(32, '0'));
  // Made at once by all of them, too.
  await Promise.all(
    stores.map(async ({ store }, index) => {
      const ordered = index % 2 === 0 ? keys : keys.toReversed();
      for (let round = 0; round < 5; round += 1)
        await store.settle(new Map(ordered.map((key) => [key, PER_MINUTE / 10])));
    }),
  );
  const [row] = await query(
    url,
    'SELECT count(*)::int AS count, max(points) AS most FROM onrecord_rates.account',
  );
  // 600 of 200 points were taken, while some seconds have brought some back.
  expect(row?.['count']).toBe(50);
  expect(Number(row?.['most'])).toBeLessThan(0);
});
