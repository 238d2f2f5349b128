// Subscriptions over server-sent events, with the client graphql-sse and with bare requests.
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { createClient } from 'graphql-sse';
import { expect, onTestFinished, test } from 'vitest';
import { thing } from '../graphql/small-content.ts';
import { CHANGES, type EditedServer, LONG_CHANGES, longTopics, startEdited, TOKEN } from './subscribing.ts';

const peace = { 'topics/peace.yaml': thing('Peace') };

/** Opens an event stream; it has begun when its first comment is there. */
function open(url: string, query = CHANGES, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = { accept: 'text/event-stream', 'content-type': 'application/json', ...headers };
    const options = { method: 'POST', headers: sent, agent: false } as const;
    const asked = request(`${url}/graphql`, options, resolve).on('error', reject);
    asked.end(JSON.stringify({ query }));
    onTestFinished(() => void asked.destroy());
  });
}

/** The events of a stream, each with its name and what it says. */
function eventsOf(written: string): unknown[] {
  return written
    .split('\n\n')
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const [, name, data] = /^event: (\w+)\ndata:(.*)$/.exec(block)!;
      return [name, data ? JSON.parse(data) : null];
    });
}

/** Waits until so many are subscribed: a stream is told of what changes from then on. */
async function untilSubscribed({ subscribers }: EditedServer, count: number): Promise<void> {
  await expect.poll(() => subscribers.count).toBe(count);
  await new Promise((resolve) => setTimeout(resolve, 20));
}

test('the client graphql-sse is told changes, with its filters, until it leaves', async () => {
  const server = await startEdited();
  const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
  onTestFinished(() => client.dispose());
  const query = 'subscription ($kind: [RecordKind!]) { recordChanged(kind: $kind) { recordId } }';
  const topics = client.iterate({ query, variables: { kind: ['TOPIC'] } });
  const actors = client.iterate({ query, variables: { kind: ['ACTOR'] } });
  const told = [topics.next(), actors.next()];
  await untilSubscribed(server, 2);
  await server.edit({ ...peace, 'actors/bob.yaml': 'type: PERSON\nname: Bob\n' });
  const change = (recordId: string) => ({ done: false, value: { data: { recordChanged: { recordId } } } });
  expect(await Promise.all(told)).toEqual([change('Topic:peace'), change('Person:bob')]);
  void topics.return?.();
  await expect.poll(() => server.subscribers.count).toBe(1);
});

test('graphql-sse is told what a preview token shows, and why it is refused', async () => {
  const server = await startEdited({ subscribersPerAddress: 1 });
  const clientWith = (headers: Record<string, string>) =>
    createClient({ url: `${server.url}/graphql`, headers, retryAttempts: 0 });
  const preview = clientWith({ authorization: `Bearer ${TOKEN}` }).iterate({ query: CHANGES });
  const told = preview.next();
  await untilSubscribed(server, 1);
  await expect(clientWith({}).iterate({ query: CHANGES }).next()).rejects.toThrow('429');
  await expect(clientWith({ authorization: 'Bearer no' }).iterate({ query: CHANGES }).next()).rejects.toThrow(
    '401',
  );
  await server.edit({ 'topics/war.yaml': thing('The war') });
  expect(await told).toMatchObject({ value: { data: { recordChanged: { recordId: 'Topic:war' } } } });
  void preview.return?.();
});

test('what is wrong with a subscription is said as an event stream', async () => {
  const { url } = await startEdited();
  const answer = await open(url, 'subscription { recordChanged { nothing } }');
  expect(eventsOf(await text(answer))).toMatchObject([
    ['next', { errors: [{ message: expect.stringContaining('"nothing"') }] }],
    ['complete', null],
  ]);
});

test('a stream is never silent for long, and nothing stores it or holds it back', async () => {
  const { url } = await startEdited({ heartbeatSeconds: 0.05 });
  const stream = await open(url);
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  let written = '';
  for await (const part of stream.setEncoding('utf8')) {
    written += part;
    if (written.length >= 12) break;
  }
  expect(written).toMatch(/^(:\n\n)+$/);
});

test('a reader that never reads is let go, with the corpora that it held, and leaves its place', async () => {
  const server = await startEdited({ slowReaderSeconds: 0.3, heartbeatSeconds: 0.05 }, longTopics(80, 0));
  const stream = await open(server.url, LONG_CHANGES);
  const ended = new Promise((resolve) => stream.once('error', resolve).once('end', resolve));
  await untilSubscribed(server, 1);
  const before = server.corpus.store;
  await server.edit(longTopics(80, 1));
  const state = () =>
    before.ping().then(
      () => 'open',
      () => 'closed',
    );
  await expect.poll(state, { timeout: 10_000 }).toBe('closed');
  await expect.poll(() => server.subscribers.count, { timeout: 10_000 }).toBe(0);
  stream.resume();
  await ended;
  expect(server.reports).toEqual([]);
});

test('a reader that comes back in time reads why its stream ended', async () => {
  const server = await startEdited({ slowReaderSeconds: 1 }, longTopics(80, 0));
  const stream = await open(server.url, LONG_CHANGES);
  await untilSubscribed(server, 1);
  const before = server.corpus.store;
  await server.edit(longTopics(80, 1));
  const state = () => before.ping().catch(() => 'closed');
  await expect.poll(state, { timeout: 10_000 }).toBe('closed');
  const events = eventsOf(await text(stream));
  expect(events.slice(-2)).toEqual([
    [
      'next',
      {
        errors: [
          {
            message:
              'An event waited 1 seconds for you to read it, so this stream ends: subscribe again, then read again what you show.',
            extensions: { code: 'SLOW_READER' },
          },
        ],
      },
    ],
    ['complete', null],
  ]);
  expect(events.length).toBeLessThan(80);
});

test('two thousand streams of one client are bounded, and the others still find a place', async () => {
  const server = await startEdited({ subscribersPerAddress: 20, trustedProxies: 1 });
  const statuses = new Map<number | undefined, number>();
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => open(server.url, CHANGES, { 'x-forwarded-for': '1.1.1.1' })),
    );
    for (const answer of answers) {
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
      if (answer.statusCode !== 200) answer.resume();
    }
  }
  expect([...statuses].sort()).toEqual([
    [200, 20],
    [429, 1_980],
  ]);
  expect(server.subscribers.count).toBe(20);

  const refused = await open(server.url, CHANGES, { 'x-forwarded-for': '1.1.1.1' });
  expect([refused.headers['retry-after'], eventsOf(await text(refused))]).toEqual([
    '10',
    [
      [
        'next',
        {
          errors: [
            {
              message: 'Your address has 20 streams and sockets open, and may have no more: close some.',
              extensions: { code: 'TOO_MANY_SUBSCRIBERS' },
            },
          ],
        },
      ],
      ['complete', null],
    ],
  ]);
  const other = await open(server.url, CHANGES, { 'x-forwarded-for': '2.2.2.2' });
  await untilSubscribed(server, 21);
  expect(other.statusCode).toBe(200);
  const change = text(other);
  await server.edit(peace);
  await server.stop(0);
  expect(eventsOf(await change)).toMatchObject([
    ['next', { data: {} }],
    ['complete', null],
  ]);
}, 120_000);

test('streams that clients leave give their places and their corpora back', async () => {
  const server = await startEdited();
  const before = server.corpus.store;
  const streams = await Promise.all(Array.from({ length: 10 }, () => open(server.url)));
  await untilSubscribed(server, 10);
  for (const stream of streams) stream.destroy();
  await expect.poll(() => server.subscribers.count).toBe(0);
  await server.edit(peace);
  await expect.poll(() => before.ping().catch(() => 'closed')).toBe('closed');
});

test('a stop completes each stream', async () => {
  const server = await startEdited();
  const streams = await Promise.all([open(server.url), open(server.url)]);
  const told = streams.map(text);
  await untilSubscribed(server, 2);
  await server.edit(peace);
  const stopped = server.stop(0);
  for (const written of await Promise.all(told)) {
    expect(eventsOf(written)).toMatchObject([
      ['next', { data: { recordChanged: { recordId: 'Topic:peace' } } }],
      ['complete', null],
    ]);
  }
  await stopped;
});
