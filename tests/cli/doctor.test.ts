// onrecord doctor: what is wrong with a set-up is found before the service needs it, and told with what to do.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { newDatabase } from '../postgres/database.ts';

vi.setConfig({ testTimeout: 2 * 60_000 });

interface Finding {
  readonly about: string;
  readonly result: string;
  readonly message: string;
}

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function run(...words: string[]) {
  let [out, err] = ['', ''];
  const nothing = () => undefined;
  const code = await main(words, {
    out: (text) => void (out += `${text}\n`),
    err: (text) => void (err += `${text}\n`),
    overwrite: undefined,
    onSignal: nothing,
    onReload: nothing,
  });
  return { code, out, err };
}

/** What is found of a set-up, without what depends on the machine. */
async function examine(...words: string[]) {
  const { code, out, err } = await run('doctor', '--json', '--port', '0', ...words);
  expect(err).toBe('');
  const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: Finding[] };
  expect(code).toBe(ok ? 0 : 1);
  return {
    code,
    of: (about: string) => findings.filter((each) => each.about === about),
    wrong: findings.filter(({ result }) => result === 'wrong').map(({ about }) => about),
  };
}

const good = { 'content/topics/talks.yaml': 'name: Talks\n' };

test('a set-up that will do is fine, and nothing is changed', async () => {
  const folder = folderOf(good);
  const words = ['--content', join(folder, 'content'), '--store', join(folder, 'new/corpus.db')];
  const { code, wrong, of } = await examine(...words);
  expect([code, wrong]).toEqual([0, []]);
  expect(of('content')[0]?.message).toMatch(/ has 1 topic\.$/);
  expect(of('store')[0]?.message).toMatch(/will be made at the first start/);
  expect(readdirSync(folder)).toEqual(['content']);

  await run('build', ...words);
  expect((await examine(...words)).of('store')[0]?.message).toMatch(/ has version [0-9a-f]{32}\.$/);
  const told = await run('doctor', '--port', '0', ...words);
  expect(told.out).toMatch(/^FINE +Node +\d+\.\d+\.\d+$/m);
  expect(told.out).toMatch(/^0 wrong, \d+ to be warned of, \d+ fine\.$/m);
});

test('content with problems, and a store that cannot be there, are wrong', async () => {
  const folder = folderOf({ 'content/topics/talks.yaml': 'nmae: Talks\n', file: '' });
  const { code, wrong, of } = await examine(
    '--content',
    join(folder, 'content'),
    '--store',
    join(folder, 'file/corpus.db'),
  );
  expect([code, wrong]).toEqual([1, ['content', 'store']]);
  expect(of('content')[0]?.message).toMatch(/2 problems in 1 file: "onrecord check" tells them\.$/);
  expect((await examine('--content', join(folder, 'none'))).of('content')[0]?.message).toMatch(
    /does not exist/,
  );
});

test('a damaged store is told of, and built anew', async () => {
  const folder = folderOf({ ...good, 'corpus.db': 'no corpus' });
  const { code, of } = await examine(
    '--content',
    join(folder, 'content'),
    '--store',
    join(folder, 'corpus.db'),
  );
  expect(code).toBe(0);
  expect(of('store')).toMatchObject([{ result: 'warning', message: expect.stringMatching(/built anew/) }]);
});

test('dangers are told: short tokens, secrets that others read, doors that are open', async () => {
  const folder = folderOf({
    ...good,
    'settings.yaml':
      'content: content\nstore: corpus.db\nhost: 0.0.0.0\nadminPort: 0\npreviewTokens: [short]\n',
  });
  const file = join(folder, 'settings.yaml');
  const open = await examine('--config', file);
  expect(open.wrong).toEqual(['preview tokens']);
  expect(open.of('proxies')[0]).toMatchObject({
    result: 'warning',
    message: expect.stringMatching(/TRUSTED_PROXIES/),
  });
  expect(open.of('admin port').at(-1)).toMatchObject({ result: 'warning' });
  expect(open.of('log')[0]?.message).toMatch(/ONRECORD_LOG=json/);
  expect(open.of('settings').at(-1)?.message).toMatch(/chmod 600/);

  chmodSync(file, 0o600);
  const token = 'a-token-that-nobody-guesses';
  writeFileSync(
    file,
    `content: content\nstore: corpus.db\nhost: 0.0.0.0\nlog: json\npreviewTokens: [${token}]\nlimits: { trustedProxies: 1 }\n`,
  );
  const closed = await examine('--config', file);
  expect(closed.wrong).toEqual([]);
  for (const about of ['proxies', 'settings', 'preview tokens'])
    for (const { result } of closed.of(about)) expect(result, about).toBe('fine');
});

test('a port that another program has is wrong, one that onrecord has is fine', async () => {
  const folder = folderOf(good);
  let isOnrecord = false;
  const other = createServer((_, response) => void response.end(isOnrecord ? 'alive\n' : 'hello')).listen(
    0,
    '127.0.0.1',
  );
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const words = ['--content', join(folder, 'content'), '--port', String(port)];
  expect((await examine(...words)).of('port')).toMatchObject([
    { result: 'wrong', message: expect.stringMatching(/Another program listens/) },
  ]);
  isOnrecord = true;
  expect((await examine(...words)).of('port')).toMatchObject([{ result: 'fine' }]);
});

test('settings that do not go together, and a manifest that is none, are wrong', async () => {
  const folder = folderOf({ ...good, 'documents.json': '[]' });
  const { wrong, of } = await examine(
    '--content',
    join(folder, 'content'),
    '--pool-size',
    '3',
    '--trusted-documents=only',
    '--trusted-documents-manifest',
    join(folder, 'documents.json'),
  );
  expect(wrong).toEqual(['settings', 'documents']);
  expect(of('settings')[0]?.message).toMatch(/^--pool-size is about connections to a database/);
});

test('keys of preview tokens are read, and it is wrong where they cannot be', async () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const keys = JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] });
  const folder = folderOf({ ...good, 'jwks.json': keys, 'none.json': '{"keys": []}' });
  const look = async (jwks: string) => {
    const words = [
      '--preview-jwks',
      jwks,
      '--preview-issuer',
      'https://login.example/',
      '--preview-audience',
      'a',
    ];
    const { of } = await examine('--content', join(folder, 'content'), ...words);
    return [of('preview tokens'), of('preview keys').map(({ result, message }) => `${result}: ${message}`)];
  };
  expect(await look(join(folder, 'jwks.json'))).toEqual([
    [],
    [expect.stringMatching(/^fine: .* has 1, for tokens of https:\/\/login\.example\/\.$/)],
  ]);
  expect(await look(join(folder, 'none.json'))).toEqual([
    [],
    [expect.stringMatching(/^wrong: .* cannot be read: it has no public key/)],
  ]);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await look(`http://127.0.0.1:${port}/jwks?key=secret`)).toEqual([
    [],
    [expect.stringMatching(/^wrong: http:\/\/127\.0\.0\.1:\d+\/jwks\?… cannot be read: .*ECONNREFUSED/)],
  ]);
});

test('settings that cannot be read end with 2, as for serve', async () => {
  expect(await run('doctor', '--workers', '0')).toMatchObject({ code: 2, out: '' });
});

test('traces whose packages are missing are wrong, and it says which to install', async () => {
  const folder = folderOf(good);
  const { of } = await examine('--content', join(folder, 'content'), '--telemetry', 'http://127.0.0.1:1');
  expect(of('telemetry')[0]?.message).toMatch(
    /npm install @opentelemetry\/api@\S+ @opentelemetry\/sdk-trace-node@/,
  );
});

test('a database is asked what it is, and what it holds', async () => {
  const url = await newDatabase();
  const empty = await examine('--store', url);
  expect(empty.wrong).toEqual(['corpus']);
  expect(empty.of('database')[0]?.message).toMatch(/^127\.0\.0\.1:\d+\/\w+ is PostgreSQL 18/);
  await run('build', '--content', resolve(import.meta.dirname, '../../content'), '--store', url);
  const loaded = await examine('--store', url, '--replicas', url, '--pool-size', '500');
  expect(loaded.wrong).toEqual([]);
  expect(loaded.of('corpus')[0]?.message).toMatch(/ has version [0-9a-f]{32}\.$/);
  expect(loaded.of('replica')).toMatchObject([{ result: 'warning' }]);
  expect(loaded.of('connections')[0]).toMatchObject({
    result: 'warning',
    message: expect.stringMatching(/allows 400/),
  });
  expect(loaded.of('rights')).toMatchObject([{ result: 'fine' }]);
});

test('it is told where rates are counted, and that workers who count alone give out more', async () => {
  const url = await newDatabase();
  const folder = folderOf({
    ...good,
    'rates.yaml': 'limits: { ratePointsPerMinute: 100 }\n',
  });
  const look = async (...words: string[]) => {
    const { of } = await examine('--content', join(folder, 'content'), ...words);
    return of('rates').map(({ result, message }) => `${result}: ${message}`);
  };
  const counted = ['--config', join(folder, 'rates.yaml')];
  expect(await look()).toEqual([]);
  expect(await look('--rate-accounts', url)).toEqual([expect.stringMatching(/^warning: Nothing is counted/)]);
  expect(await look(...counted)).toEqual([expect.stringMatching(/^fine: .* counted by each process/)]);
  expect(await look(...counted, '--workers=2')).toEqual([
    expect.stringMatching(/^warning: Each of 2 workers counts by itself, .* up to 2 times 100 points/),
  ]);
  expect(await look(...counted, '--rate-accounts', url)).toEqual([
    expect.stringMatching(/^fine: 100 points in a minute, counted in 127\.0\.0\.1:\d+\/\w+\.$/),
  ]);
  expect(await look(...counted, '--rate-accounts', 'postgres://me:secret@127.0.0.1:1/news')).toEqual([
    expect.stringMatching(
      /^wrong: The database 127\.0\.0\.1:1\/news cannot be used: .* password of --rate-accounts\.$/,
    ),
  ]);
  expect(await run('doctor', '--rate-accounts=store')).toMatchObject({ code: 1 });
  expect(await run('doctor', '--rate-accounts=everywhere')).toMatchObject({
    code: 2,
    err: expect.stringContaining('give memory, store for the database of --store, or postgres://'),
  });
});

test('a database that is away, and a user who may read alone, are told of', async () => {
  const away = await examine('--store', 'postgres://someone:secret@127.0.0.1:1/news');
  expect(away.wrong).toEqual(['database']);
  expect(JSON.stringify(away.of('database'))).not.toContain('secret');

  const url = await newDatabase();
  const owner = new pg.Client(url);
  await owner.connect();
  await owner.query(`CREATE ROLE doctor_reader LOGIN PASSWORD 'reader'`);
  await owner.end();
  const reader = new URL(url);
  [reader.username, reader.password] = ['doctor_reader', 'reader'];
  expect((await examine('--store', reader.href)).of('rights')).toMatchObject([{ result: 'warning' }]);
  const config = join(folderOf({ 'rates.yaml': 'limits: { ratePointsPerMinute: 100 }\n' }), 'rates.yaml');
  const counting = await examine('--config', config, '--store', reader.href, '--rate-accounts=store');
  expect(counting.of('rates')).toMatchObject([
    { result: 'wrong', message: expect.stringMatching(/^The user may not make a table in /) },
  ]);
});
