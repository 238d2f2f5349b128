// The command line as a child process, as its users meet it: streams, exit codes and signals. tests/cli/ has what each command does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { call, environmentWithoutSettings, folderOf, save, write } from './cli/calling.ts';

const program = resolve(import.meta.dirname, '../src/onrecord.js');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(words: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}) {
  const env = { ...environmentWithoutSettings(), ...environment };
  const child = spawn(process.execPath, [program, ...words], { cwd, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(words: readonly string[], cwd = folderOf()): Promise<Ended> {
  const child = start(words, cwd);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: code as number | null, out, err };
}

interface Serving {
  readonly url: string;
  readonly ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
  out(): string;
  err(): string;
  ask(query: string): Promise<unknown>;
}

/** Starts `onrecord serve` on a free port and waits until it says where. */
async function serve(cwd: string, ...words: string[]): Promise<Serving> {
  const child = start(['serve', '--port', '0', ...words], cwd);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part) => (err += part));
  const ended = once(child, 'close').then(([code]): Ended => ({ code, out, err }));
  const url = await Promise.race([
    expect
      .poll(() => /(http:\S+)\/graphql/.exec(out)?.[1])
      .toBeDefined()
      .then(() => /(http:\S+)\/graphql/.exec(out)![1]!),
    ended.then(() => Promise.reject(new Error(`It ended:\n${out}${err}`))),
  ]);
  return {
    url,
    ended,
    signal: (name) => void child.kill(name),
    out: () => out,
    err: () => err,
    async ask(query) {
      const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`);
      return response.json();
    },
  };
}

const good = { 'content/topics/talks.yaml': 'name: Talks\n' };
const broken = { 'content/topics/talks.yaml': 'nmae: Talks\n' };

test('every command ends with its exit code: 0 where all is well, 1 where something is wrong, 2 where the words are', async () => {
  const cwd = folderOf(good);
  // Each a process of its own, side by side.
  const [version, check, built, config, doctor, unknown] = await Promise.all([
    run(['--version'], cwd),
    run(['check'], folderOf(broken)),
    run(['build'], cwd),
    run(['config'], cwd),
    run(['doctor', '--port', '0'], folderOf(good)),
    run(['serve', '--prot', '1'], cwd),
  ]);
  expect(version).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  expect(check).toEqual({
    code: 1,
    out: expect.stringMatching(
      /^content\/topics\/talks\.yaml:1:1 {2}MISSING_KEY {2}[^]*\n2 problems in 1 file\.\n$/,
    ),
    err: '',
  });
  expect(built).toEqual({
    code: 0,
    out: expect.stringMatching(/^Built \.onrecord\/corpus\.db: 1 topic\. Version [0-9a-f]{32}\n$/),
    err: '',
  });
  expect(config).toEqual({ code: 0, out: expect.stringMatching(/^port +4000 +the default$/m), err: '' });
  expect(doctor).toEqual({
    code: 0,
    out: expect.stringMatching(/\n0 wrong, \d+ to be warned of, \d+ fine\.\n$/),
    err: '',
  });
  expect(unknown).toEqual({
    code: 2,
    out: '',
    err: '"serve" has no option --prot (did you mean "--port"?).\n"onrecord serve --help" tells more.\n',
  });
});

/** Builds in this process what another one serves. */
const build = (cwd: string) =>
  call(['build', '--content', join(cwd, 'content'), '--store', join(cwd, '.onrecord/corpus.db')]).ended;

describe('without a command', () => {
  test('a sample is served where there is nothing, and nothing is left behind', async () => {
    const cwd = folderOf();
    const child = start([], cwd, { PORT: '0', ONRECORD_WORKERS: '2' });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
    await expect.poll(() => out).toMatch(/http:\S+\/graphql/);
    const ended = once(child, 'close');
    const url = /(http:\S+\/graphql)/.exec(out)![1]!;
    const answer = await fetch(
      `${url}?query=${encodeURIComponent('{ articles(first: 1) { nodes { slug } } }')}`,
    );
    expect(await answer.json()).toMatchObject({
      data: { articles: { nodes: [{ slug: expect.any(String) }] } },
    });
    expect(out).toMatch(/^There is no content here, so a sample is served/);
    const sample = /cp -R '(.+)' content/.exec(out)![1]!;
    expect(existsSync(join(sample, 'articles'))).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('what is there is served', async () => {
    const child = start([], folderOf(good), { PORT: '0', ONRECORD_WORKERS: '1' });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
    await expect.poll(() => out).toMatch(/http:\S+\/graphql/);
    expect(out).toMatch(/^onrecord \S+ serves content$/m);
    const url = /(http:\S+\/graphql)/.exec(out)![1]!;
    const answer = await fetch(`${url}?query=${encodeURIComponent('{ topic(slug: "talks") { name } }')}`);
    expect(await answer.json()).toEqual({ data: { topic: { name: 'Talks' } } });
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

describe('serve', () => {
  test('compiles nothing where nothing has changed, and says nothing that users need not know', async () => {
    const cwd = folderOf(good);
    await build(cwd);
    const built = statSync(join(cwd, '.onrecord/corpus.db')).ino;
    const { url, ask, signal, ended } = await serve(cwd);
    expect(await ask('{ topic(slug: "talks") { name } }')).toEqual({ data: { topic: { name: 'Talks' } } });
    expect(statSync(join(cwd, '.onrecord/corpus.db')).ino).toBe(built);
    signal('SIGINT');
    expect(await ended).toEqual({ code: 0, out: expect.stringContaining(`${url}/graphql`), err: '' });
  });

  test('stops gently on SIGTERM: it is no longer ready, finishes what is under way, and ends with 0', async () => {
    const { url, signal, ended } = await serve(folderOf(good));
    // A request whose body is still on its way.
    const body = JSON.stringify({ query: '{ topic(slug: "talks") { name } }' });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.slice(0, 10));
    // What was written before an answered request has arrived before it is stopped.
    await fetch(`${url}/livez`);

    signal('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10 }).toBe(503);
    // Now the grace is over.
    await expect
      .poll(() => fetch(`${url}/readyz`).catch((error) => error.cause.code), { timeout: 10_000 })
      .toBe('ECONNREFUSED');
    socket.write(body.slice(10));
    const answer = await text(socket);
    expect(answer).toMatch(
      /^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n[^]*\{"data":\{"topic":\{"name":"Talks"\}\}\}$/i,
    );
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  test('with --watch leaves a store that has what was served last', async () => {
    const cwd = folderOf(good);
    const { ask, signal, ended } = await serve(cwd, '--watch');
    save(join(cwd, 'content/topics/talks.yaml'), 'name: Negotiations\n');
    await expect
      .poll(() => ask('{ topic(slug: "talks") { name } }'))
      .toEqual({
        data: { topic: { name: 'Negotiations' } },
      });
    signal('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect((await build(cwd)).out).toMatch(/^Nothing changed: /);
    expect(readdirSync(join(cwd, '.onrecord'))).toEqual(['corpus.db']);
  });

  test('serves what another process has built from SIGHUP on, and says so where that is nothing else', async () => {
    const cwd = folderOf(good);
    const { ask, signal, out, err } = await serve(cwd);
    const name = () => ask('{ topic(slug: "talks") { name } }');
    write(join(cwd, 'content/topics/talks.yaml'), 'name: Negotiations\n');
    await build(cwd);
    expect(await name()).toEqual({ data: { topic: { name: 'Talks' } } });
    signal('SIGHUP');
    await expect.poll(name).toEqual({ data: { topic: { name: 'Negotiations' } } });
    signal('SIGHUP');
    await expect.poll(out).toMatch(/corpus\.db has no other corpus than version \w+, which is served\.\n$/);

    write(join(cwd, '.onrecord/corpus.db'), 'no corpus');
    signal('SIGHUP');
    await expect
      .poll(err)
      .toMatch(
        /corpus\.db is no corpus \(file is not a database\)\. Build it anew from its content: onrecord build [^\n]*\nThe corpus before is still served: version \w+\n$/,
      );
  });
});
