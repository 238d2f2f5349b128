// Several processes on one port: each answers, one that dies is replaced, all of them switch and stop together.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage, request as post } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { createClient } from 'graphql-ws';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { environmentWithoutSettings, run } from './calling.ts';

// Each service is three processes, and a machine that runs other tests beside them starts those slowly.
const SLOW = 120_000;
vi.setConfig({ testTimeout: 2 * SLOW });

const program = resolve(import.meta.dirname, '../../src/onrecord.js');

/** A folder with one topic, of some name. */
function contentOf(name: string): { readonly cwd: string; rename(name: string): void } {
  const cwd = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true, maxRetries: 5 }));
  const rename = (to: string) => writeFileSync(join(cwd, 'content/topics/talks.yaml'), `name: ${to}\n`);
  mkdirSync(join(cwd, 'content/topics'), { recursive: true });
  rename(name);
  return { cwd, rename };
}

/** `onrecord serve` with some workers; `url` once it listens. */
function start(cwd: string, ...words: string[]) {
  const child = spawn(process.execPath, [program, 'serve', '--workers', '2', ...words], {
    cwd,
    env: environmentWithoutSettings(),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part) => (err += part));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    ended,
    out: () => out,
    err: () => err,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    /** The process ids of the workers. */
    workers: () =>
      readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ').filter(Boolean),
    async url() {
      await expect.poll(() => out, { timeout: SLOW }).toMatch(/http:\S+\/graphql/);
      return /(http:\S+)\/graphql/.exec(out)![1]!;
    },
  };
}

const QUERY = encodeURIComponent('{ topic(slug: "talks") { name } }');
const CHANGES = 'subscription { recordChanged { node { ... on Topic { name } } } }';

/** A request on a connection of its own, which another worker than the last one gets. */
function request(
  address: string,
  headers: Record<string, string> = {},
  agent?: Agent,
): Promise<IncomingMessage> {
  return new Promise((settle, fail) => {
    get(address, { agent: agent ?? false, headers }, settle).on('error', fail);
  });
}

async function nameAt(url: string, agent?: Agent): Promise<string> {
  return (await answerAt(url, agent)).name;
}

async function answerAt(
  url: string,
  agent?: Agent,
): Promise<{ readonly name: string; readonly isLast: boolean }> {
  const response = await request(`${url}/graphql?query=${QUERY}`, { accept: 'application/json' }, agent);
  const isLast = response.headers.connection === 'close';
  return { name: JSON.parse(await text(response)).data.topic.name as string, isLast };
}

/** Asks on and on until told to end, or with an `agent` until asked not to come back; what came back, and what failed. */
function load(url: string, agent?: Agent) {
  let isOn = true;
  const [names, failures]: [string[], string[]] = [[], []];
  const done = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (isOn) {
        try {
          const { name, isLast } = await answerAt(url, agent);
          names.push(name);
          if (agent && isLast) return;
          // The processes that are to start need the machine, too.
          if (!agent) await new Promise((settle) => setTimeout(settle, 5));
        } catch (error) {
          failures.push((error as NodeJS.ErrnoException).code ?? String(error));
          await new Promise((settle) => setTimeout(settle, 10));
        }
      }
    }),
  );
  return {
    names,
    failures,
    done,
    async end() {
      isOn = false;
      await done;
    },
  };
}

function subscribe(url: string): Promise<IncomingMessage> {
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
  return new Promise((settle, fail) => {
    post(`${url}/graphql`, { method: 'POST', agent: false, headers }, settle)
      .on('error', fail)
      .end(JSON.stringify({ query: CHANGES }));
  });
}

async function openStreams(url: string, count: number): Promise<{ written: string; isOpen: boolean }[]> {
  const streams = [];
  for (let index = 0; index < count; index += 1) {
    const response = await subscribe(url);
    const stream = { written: '', isOpen: true };
    response.setEncoding('utf8').on('data', (part) => (stream.written += part));
    response.on('error', () => undefined).on('close', () => (stream.isOpen = false));
    streams.push(stream);
  }
  return streams;
}

const openOf = (streams: readonly { isOpen: boolean }[]) => streams.filter(({ isOpen }) => isOpen).length;

/** Stops a service under load: no request is dropped, and every subscriber is told that it is over. */
async function expectGentleStop(service: ReturnType<typeof start>, url: string): Promise<void> {
  const streams = await openStreams(url, 4);
  const closes: unknown[] = [];
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    on: { closed: (event) => closes.push((event as { code: number }).code) },
    onNonLazyError: () => undefined,
  });
  onTestFinished(() => void client.dispose());
  const agent = new Agent({ keepAlive: true });
  const { names, failures, done } = load(url, agent);
  await expect.poll(() => names.length, { timeout: SLOW }).toBeGreaterThan(20);
  service.signal('SIGTERM');
  await done;
  agent.destroy();
  expect([await service.ended, failures, closes]).toEqual([0, [], [1001]]);
  for (const { written } of streams) expect(written).toMatch(/^(:\n\n)+event: complete\ndata:\n\n$/);
}

test('each answers; when one is killed under load another takes its place; a stop drops no request, and tells subscribers of each', async () => {
  const service = start(contentOf('Talks').cwd, '--port', '0');
  const url = await service.url();
  const [first, second] = service.workers();
  // Each gets its share of connections; that all of so many go to one of two is hardly ever so.
  const streams = await openStreams(url, 16);
  expect(openOf(streams)).toBe(16);

  const { names, failures, end } = load(url);
  await expect.poll(() => names.length, { timeout: SLOW }).toBeGreaterThan(20);
  process.kill(Number(first), 'SIGKILL');
  await expect.poll(() => openOf(streams), { timeout: SLOW }).toBeLessThan(16);
  await expect.poll(() => service.workers(), { timeout: SLOW }).toHaveLength(2);
  const after = names.length;
  await expect.poll(() => names.length, { timeout: SLOW }).toBeGreaterThan(after + 20);
  await end();

  // The streams of the other one never noticed.
  expect(openOf(streams)).toBeGreaterThan(0);
  expect(service.workers()).toContain(second);
  expect(service.workers()).not.toContain(first);
  expect(new Set(names)).toEqual(new Set(['Talks']));
  // Only what the dead one had in hand is lost, at most one for each that asks.
  expect(failures.length).toBeLessThanOrEqual(4);
  expect(service.err()).toMatch(
    new RegExp(`^Worker ${first} has ended \\(SIGKILL\\)\\. Another one takes its place in 0\\.[12] s\\.\n$`),
  );
  expect(service.out().match(/serves content/g)).toHaveLength(1);

  await expectGentleStop(service, url);
  expect(service.err().match(/\n/g)).toHaveLength(1);
});

test('with --watch all of them serve an edit, and the subscribers of each are told', async () => {
  const { cwd, rename } = contentOf('Talks');
  const service = start(cwd, '--port', '0', '--watch');
  const url = await service.url();
  const streams = await openStreams(url, 4);
  rename('Peace talks');
  const names = () => Promise.all(Array.from({ length: 6 }, () => nameAt(url)));
  await expect.poll(names, { timeout: SLOW }).toEqual(Array.from({ length: 6 }, () => 'Peace talks'));
  for (const stream of streams)
    await expect.poll(() => stream.written, { timeout: SLOW }).toContain('"name":"Peace talks"');
  // One that is started later serves what is served now.
  process.kill(Number(service.workers()[0]), 'SIGKILL');
  await expect.poll(service.err, { timeout: SLOW }).toContain('takes its place');
  await expect.poll(() => service.workers(), { timeout: SLOW }).toHaveLength(2);
  expect(await names()).toEqual(Array.from({ length: 6 }, () => 'Peace talks'));
});

test('workers that cannot start are started ever more slowly, and serve again when they can', async () => {
  const { cwd } = contentOf('Talks');
  const service = start(cwd, '--port', '0', '--store', 'corpus.db');
  const url = await service.url();
  const store = readFileSync(join(cwd, 'corpus.db'));
  rmSync(join(cwd, 'corpus.db'));
  for (const worker of service.workers()) process.kill(Number(worker), 'SIGKILL');
  const pauses = () =>
    [...service.err().matchAll(/\(exit code 1\)\. Another one takes its place in ([\d.]+) s/g)].map((match) =>
      Number(match[1]),
    );
  await expect.poll(() => pauses().length, { timeout: SLOW }).toBeGreaterThanOrEqual(3);
  const [first, second, third] = pauses() as [number, number, number];
  expect([second, third]).toEqual([2 * first, 4 * first]);
  expect(service.err()).toContain('corpus.db holds no corpus');
  writeFileSync(join(cwd, 'corpus.db'), store);
  await expect.poll(() => nameAt(url).catch(String), { timeout: SLOW }).toBe('Talks');
});

test('a port that is taken is said once, and ends all of it with 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const service = start(contentOf('Talks').cwd, '--port', String(port));
  expect(await service.ended).toBe(1);
  expect([service.out(), service.err()]).toEqual([
    '',
    `Port ${port} of 127.0.0.1 cannot be opened: another program, perhaps another onrecord, listens there. Stop it, or choose another port with --port; 0 picks a free one.\n`,
  ]);
});

test.each(['0', 'many', '1.5'])('--workers %s is refused', async (workers) => {
  expect(await run(['serve', `--workers=${workers}`])).toEqual({
    code: 2,
    out: '',
    err: `--workers is "${workers}": give a whole number from 1 to 999, best that of the cores.\n"onrecord serve --help" tells more.\n`,
  });
});
