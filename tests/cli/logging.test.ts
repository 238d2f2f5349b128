// The log of requests: a line for each, under the id that the client got, and nothing in it that clients keep to themselves.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { loggingOf } from '../../src/cli/logging.ts';
import { schema } from '../../src/graphql/schema.ts';
import { listen } from '../../src/server/listen.ts';
import { defaultLimits } from '../../src/server/limits.ts';
import { observed } from '../../src/server/notes.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { createServer, handlerOf } from '../../src/server/server.ts';
import type { CorpusReader, Store } from '../../src/store/store.ts';
import { openBundled } from '../server/running.ts';

const TOKEN = 'a-token-that-is-long';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Line = Readonly<Record<string, unknown>>;

/** A server that logs; `isBroken` for one whose store fails. */
async function start(log: 'off' | 'json' | 'pretty', { trustedProxies = 0, isBroken = false } = {}) {
  const store = await openBundled();
  const corpus = new ServedCorpus(isBroken ? broken(store) : store);
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const nothing = () => undefined;
  const io = { out: write, err: write, overwrite: undefined, onSignal: nothing, onReload: nothing };
  const logging = await loggingOf({ log, previewTokens: [TOKEN] }, io);
  const limits = { ...defaultLimits, trustedProxies };
  const options = {
    schema,
    corpus,
    limits,
    previewTokens: [TOKEN],
    report: (id: string, error: unknown) => logging.io.err(`Internal error ${id}: ${String(error)}`),
    isStopping: () => false,
  };
  const observers = logging.requests ? [logging.requests] : [];
  const handler = observed(handlerOf(createServer(options), options), observers, trustedProxies);
  const listening = await listen(handler, '127.0.0.1', 0);
  onTestFinished(async () => {
    listening.cut();
    await listening.stop(0, () => corpus.endStreams());
    corpus.close();
  });
  /** What was written once all is. */
  const text = async () => {
    await wait(50);
    logging.flush();
    return written.join('\n');
  };
  return {
    url: listening.url,
    text,
    async lines(): Promise<Line[]> {
      return (await text()).split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
    },
    async post(body: unknown, headers: Readonly<Record<string, string>> = {}) {
      const response = await fetch(`${listening.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return { id: response.headers.get('x-request-id'), body: (await response.json()) as unknown };
    },
  };
}

function broken(store: Store): Store {
  const reader = () =>
    new Proxy({} as CorpusReader, {
      get: (_, name) =>
        name === 'nextVisibilityChange'
          ? () => Promise.resolve(undefined)
          : () => Promise.reject(new Error(`cannot read with ${TOKEN} of postgres://me:secret@host/db`)),
    });
  return {
    version: store.version,
    stamp: store.stamp,
    reader,
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

test('each request is one line of JSON, under the id that its client got; a kept answer too', async () => {
  const { post, lines } = await start('json');
  const query = 'query Feed($first: Int) { articles(first: $first) { nodes { headline } } }';
  const ids = [];
  for (let time = 0; time < 2; time += 1) ids.push((await post({ query, variables: { first: 1 } })).id);
  ids.push((await post({ query: '{ nothing }' })).id);
  const all = await lines();
  expect(all.map(({ requestId }) => requestId)).toEqual(ids);
  for (const id of ids) expect(id).toMatch(UUID);
  const [first, second, third] = all;
  expect(first).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    pid: process.pid,
    requestId: ids[0],
    method: 'POST',
    path: '/graphql',
    operation: 'Feed',
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    status: 200,
    milliseconds: expect.any(Number),
    kept: false,
    msg: 'request',
    cost: expect.any(Number),
  });
  expect(second).toMatchObject({ operation: 'Feed', hash: first!['hash'], status: 200, kept: true });
  expect(third).toMatchObject({ kept: false, errors: ['GRAPHQL_VALIDATION_FAILED'] });
});

test('neither queries nor variables, tokens or what stands behind a question mark are in it', async () => {
  const { url, post, text } = await start('json');
  await post({
    query: 'query A($slug: Slug!) { article(slug: $slug) { headline } }',
    variables: { slug: 'hush' },
  });
  await post({ query: '{ hushed }' }, { authorization: `Bearer ${TOKEN}` });
  await fetch(`${url}/graphql?query=${encodeURIComponent('{ article(slug: "hush") { headline } }')}`);
  await fetch(`${url}/nothing?token=hush`);
  await post({ query: '{ __typename }' }, { authorization: 'Bearer hush' });
  const logged = await text();
  expect(logged.split('\n')).toHaveLength(5);
  expect(logged).toMatch(/"status":401,.*"errors":\["UNAUTHENTICATED"\]/);
  expect(logged).not.toMatch(/hush|headline|a-token|Bearer/);
});

test('an error inside is in the log under the id of its request, without secrets', async () => {
  const { post, lines } = await start('json', { isBroken: true });
  const { id, body } = await post({ query: '{ articles(first: 1) { nodes { headline } } }' });
  expect(body).toMatchObject({ errors: [{ extensions: { requestId: id } }] });
  const [told, request] = await lines();
  expect(told).toMatchObject({
    level: 'warn',
    msg: `Internal error ${id}: Error: cannot read with … of postgres://…@host/db`,
  });
  expect(request).toMatchObject({ level: 'error', requestId: id, errors: ['INTERNAL_SERVER_ERROR'] });
});

test('the id that a request brings is believed behind proxies of ours, where it is well-formed', async () => {
  const query = '{ __typename }';
  const open = await start('off');
  expect((await open.post({ query }, { 'x-request-id': 'mine' })).id).toMatch(UUID);
  const behind = await start('json', { trustedProxies: 1 });
  expect((await behind.post({ query }, { 'x-request-id': 'of-the-proxy.1' })).id).toBe('of-the-proxy.1');
  expect((await behind.post({ query }, { 'x-request-id': 'a b' })).id).toMatch(UUID);
  expect((await behind.post({ query }, { 'x-request-id': 'x'.repeat(129) })).id).toMatch(UUID);
});

test('every answer has an id: pages, and what is refused', async () => {
  const { url } = await start('off');
  for (const path of ['/', '/nothing', '/livez', '/graphql', '/schema.graphql']) {
    expect((await fetch(`${url}${path}`)).headers.get('x-request-id'), path).toMatch(UUID);
  }
});

test('looks of load balancers that find nothing wrong are not logged', async () => {
  const { url, text } = await start('json');
  await fetch(`${url}/livez`);
  await fetch(`${url}/readyz?verbose`);
  expect(await text()).toBe('');
});

test('for people it is a line of text, in which no path can steer the terminal', async () => {
  const { url, post, text } = await start('pretty');
  const { id } = await post({ query: 'query Feed { articles(first: 1) { nodes { headline } } }' });
  await fetch(`${url}/%1b[31m`);
  const [first, second] = (await text()).split('\n');
  expect(first).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}200 .* ms {2}POST \/graphql {2}Feed {2}.*[0-9a-f]{12} /);
  expect(first).toContain(id);
  expect(second).toMatch(/404 .* GET \/%1b/);
});

test('a client that goes away is told of as such', async () => {
  const { url, lines } = await start('json');
  const leaving = new AbortController();
  const query = 'subscription { recordChanged { recordId } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  });
  leaving.abort();
  await expect
    .poll(lines)
    .toEqual([expect.objectContaining({ requestId: response.headers.get('x-request-id'), status: 499 })]);
});
