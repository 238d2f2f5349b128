// GraphQL over WebSocket, with the client of the protocol's own library and with bare sockets.
import { once } from 'node:events';
import { get } from 'node:http';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { thing } from '../graphql/small-content.ts';
import { CHANGES, LONG_CHANGES, longTopics, startEdited, TOKEN } from './subscribing.ts';

const PROTOCOL = 'graphql-transport-ws';

function clientOf(url: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...options,
  });
  onTestFinished(() => void client.dispose());
  return client;
}

/** The first answer of an operation. */
async function ask(client: Client, query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const answers = client.iterate({ query, ...(variables && { variables }) });
  const { value } = await answers.next();
  void answers.return?.();
  return JSON.parse(JSON.stringify(value));
}

/** A subscription that has begun, since a query that was sent after it has been answered. */
async function subscribe(client: Client, query = CHANGES) {
  const changes = client.iterate<{ recordChanged: Record<string, unknown> }>({ query });
  const first = changes.next();
  first.catch(() => undefined);
  await ask(client, '{ __typename }');
  let isFirst = true;
  return {
    async next() {
      const { done, value } = await (isFirst ? first : changes.next());
      isFirst = false;
      if (done) return undefined;
      return JSON.parse(JSON.stringify(value.data?.recordChanged ?? value));
    },
    leave: () => changes.return?.(),
  };
}

/** A bare socket, open and past its greeting unless `hello` is false. */
async function bareSocket(url: string, hello: unknown = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, PROTOCOL);
  onTestFinished(() => socket.terminate());
  socket.on('error', () => undefined);
  await once(socket, 'open');
  if (hello !== false) {
    const greeted = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'connection_init', payload: hello }));
    await greeted;
  }
  return socket;
}

async function closeOf(socket: WebSocket): Promise<string> {
  const [code, reason] = await once(socket, 'close');
  return `${code} ${reason}`.trim();
}

test('answers queries, and what is wrong with them, as over HTTP', async () => {
  const { url, post } = await startEdited();
  const client = clientOf(url);
  const query = 'query ($slug: String!) { topic(slug: $slug) { name } articles(first: 101) { totalCount } }';
  const variables = { slug: 'war' };
  expect(await ask(client, query, variables)).toEqual((await post({ query, variables })).body);
  for (const bad of ['{', '{ nothing }', 'query A { __typename } query B { __typename }']) {
    const { errors } = (await post({ query: bad })).body as { errors: unknown };
    await expect(ask(client, bad)).rejects.toEqual(errors);
  }
});

test('an error that is not for clients is masked, and reported under the id that they get', async () => {
  const { url, corpus, reports } = await startEdited();
  await corpus.store.close();
  const answer = await ask(clientOf(url), '{ topics { totalCount } }');
  expect(reports).toHaveLength(1);
  const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: reports[0]!.requestId };
  expect(answer).toMatchObject({ data: null, errors: [{ message: 'Internal error', extensions }] });
});

test('tells changes as they are served, each from its own corpus and with nothing of the one before', async () => {
  const { url, edit, reports } = await startEdited();
  const changes = await subscribe(
    clientOf(url),
    'subscription { recordChanged(kind: [TOPIC]) { change corpusVersion node { ... on Topic { name broader { name } } } } }',
  );
  const first = await edit({ 'topics/deal.yaml': thing('Deal', 'broader: trade') });
  expect(await changes.next()).toEqual({
    change: 'ADDED',
    corpusVersion: first.version,
    node: { name: 'Deal', broader: { name: 'Trade' } },
  });
  const second = await edit({
    'topics/deal.yaml': thing('New deal', 'broader: trade'),
    'topics/trade.yaml': thing('All trade'),
  });
  for (const node of [
    { name: 'New deal', broader: { name: 'All trade' } },
    { name: 'All trade', broader: null },
  ]) {
    expect(await changes.next()).toEqual({ change: 'CHANGED', corpusVersion: second.version, node });
  }
  expect(reports).toEqual([]);
});

test('many operations share a socket, each with its filters, and each is left alone', async () => {
  const { url, edit } = await startEdited();
  const client = clientOf(url);
  const field = (filter: string) => `subscription { recordChanged(${filter}) { recordId } }`;
  const actors = await subscribe(client, field('kind: [ACTOR]'));
  const topics = await subscribe(client, field('about: ["Topic:trade"]'));
  const left = await subscribe(client, field('kind: [TOPIC]'));
  await left.leave();
  await edit({
    'topics/trade.yaml': thing('All trade'),
    'topics/peace.yaml': thing('Peace'),
    'actors/bob.yaml': 'type: PERSON\nname: Bob\n',
  });
  expect(await Promise.all([actors.next(), topics.next(), left.next()])).toEqual([
    { recordId: 'Person:bob' },
    { recordId: 'Topic:trade' },
    undefined,
  ]);
});

test('what is hidden is told to whoever greets or connects with a preview token, and to nobody else', async () => {
  const { url, edit } = await startEdited();
  const authorization = `Bearer ${TOKEN}`;
  class Authorized extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers: { authorization } });
    }
  }
  const clients = [
    clientOf(url, { connectionParams: { authorization } }),
    clientOf(url, { connectionParams: () => ({ Authorization: authorization }) }),
    clientOf(url, { webSocketImpl: Authorized }),
  ];
  const previews = await Promise.all(clients.map((client) => subscribe(client)));
  const open = await subscribe(clientOf(url));
  // The topic is hidden with the only article that names it.
  const edits = { 'topics/war.yaml': thing('The war'), 'topics/peace.yaml': thing('Peace') };
  await edit(edits);
  const peace = { change: 'ADDED', recordId: 'Topic:peace' };
  expect(await open.next()).toMatchObject(peace);
  for (const preview of previews) {
    expect(await preview.next()).toMatchObject(peace);
    const war = { change: 'CHANGED', recordId: 'Topic:war', node: { name: 'The war' } };
    expect(await preview.next()).toMatchObject(war);
  }
});

test.each([{ authorization: 'Bearer wrong' }, { Authorization: 'Bearer' }])(
  'the wrong token of %j is refused with 4403',
  async (connectionParams) => {
    const { url } = await startEdited();
    await expect(ask(clientOf(url, { connectionParams }), '{ __typename }')).rejects.toMatchObject({
      code: 4403,
      reason: 'The preview token is not one of this service: send a right one, or none',
    });
  },
);

const init = { type: 'connection_init' };
const large = (length: number) => ({ type: 'ping', payload: { text: 'x'.repeat(length) } });

test.each<readonly [string, readonly (object | string)[], string]>([
  ['no JSON', ['hello'], '4400 Invalid message received'],
  ['an unknown message', [{ type: 'start' }], '4400 Invalid message received'],
  [
    'a message of servers',
    [init, { type: 'complete', id: 'x' }, { type: 'next', id: 'x', payload: {} }],
    '4400 Clients send no such message',
  ],
  [
    'an operation before the greeting',
    [{ type: 'subscribe', id: 'a', payload: { query: '{ a }' } }],
    '4401 Unauthorized',
  ],
  ['two greetings', [init, init], '4429 Too many initialisation requests'],
  ['a large message', [init, large(1_000_000)], '1009 A message has at most 1000000 bytes'],
  ['a huge message', [init, large(2_000_000)], '1009'],
])('%s ends the socket', async (_, messages, close) => {
  const { url, reports } = await startEdited();
  const socket = await bareSocket(url, false);
  const closed = closeOf(socket);
  for (const message of messages) {
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
  expect(await closed).toBe(close);
  expect(reports).toEqual([]);
});

test('a client that does not greet is sent away, and so is one of another protocol', async () => {
  const { url } = await startEdited({ helloSeconds: 0.1 });
  expect(await closeOf(await bareSocket(url, false))).toBe('4408 Connection initialisation timeout');
  const other = new WebSocket(`${url.replace('http', 'ws')}/graphql`, []);
  expect(await closeOf(other)).toBe('4406 Subprotocol not acceptable');
});

test('only so many operations are taken at a time, and the others go on', async () => {
  const { url, edit } = await startEdited({ operationsPerSocket: 2 });
  const client = clientOf(url);
  const first = client.iterate({ query: CHANGES });
  const second = client.iterate({ query: CHANGES });
  const answers = [first.next(), second.next()];
  await expect(ask(client, '{ __typename }')).rejects.toEqual([
    {
      message: 'This socket has 2 operations under way, and may have no more: complete some.',
      extensions: { code: 'TOO_MANY_OPERATIONS' },
    },
  ]);
  await first.return?.();
  expect(await ask(client, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  await edit({ 'topics/peace.yaml': thing('Peace') });
  expect(await answers[1]).toMatchObject({ value: { data: { recordChanged: { recordId: 'Topic:peace' } } } });
});

test('only so many sockets are taken from one address and from all', async () => {
  const { url, subscribers } = await startEdited({
    subscribersPerAddress: 2,
    subscribers: 3,
    trustedProxies: 1,
  });
  const from = async (address: string) => {
    const headers = { 'x-forwarded-for': `9.9.9.9, ${address}` };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, PROTOCOL, { headers });
    onTestFinished(() => socket.terminate());
    const closed = closeOf(socket);
    await once(socket, 'open');
    return { socket, closed };
  };
  const sockets = [await from('1.1.1.1'), await from('1.1.1.1')];
  expect(await (await from('1.1.1.1')).closed).toBe(
    '1013 Your address has 2 streams and sockets open, and may have no more: close some.',
  );
  await from('2.2.2.2');
  expect(await (await from('3.3.3.3')).closed).toBe(
    '1013 All 3 places for streams and sockets are taken: try again later.',
  );
  sockets[0]!.socket.close();
  await expect.poll(() => subscribers.count).toBe(2);
  const again = await from('3.3.3.3');
  expect(again.socket.readyState).toBe(WebSocket.OPEN);
});

test('a socket is pinged, and cut where nobody answers', async () => {
  const { url, subscribers } = await startEdited({ heartbeatSeconds: 0.5 });
  const address = `${url.replace('http', 'ws')}/graphql`;
  const [alive, dead] = [true, false].map((autoPong) => new WebSocket(address, PROTOCOL, { autoPong }));
  const closed = closeOf(dead!);
  await once(alive!, 'ping');
  expect(await closed).toBe('1006');
  await expect.poll(() => subscribers.count).toBe(1);
  await once(alive!, 'ping');
  alive!.terminate();
});

test('a subscriber that never reads is let go, with the corpora that it held', async () => {
  const { url, edit, subscribers, corpus, reports } = await startEdited(
    { slowReaderSeconds: 0.3 },
    longTopics(80, 0),
  );
  const socket = await bareSocket(url);
  socket.send(JSON.stringify({ type: 'subscribe', id: 'a', payload: { query: LONG_CHANGES } }));
  const closed = closeOf(socket);
  const before = corpus.store;
  // All that the socket and the operating system hold for it is far less than the changes are.
  (socket as unknown as { _socket: { pause(): void } })._socket.pause();
  await edit(longTopics(80, 1));
  await expect
    .poll(
      () =>
        before.ping().then(
          () => 'open',
          () => 'closed',
        ),
      { timeout: 10_000 },
    )
    .toBe('closed');
  await expect.poll(() => subscribers.count, { timeout: 10_000 }).toBe(0);
  (socket as unknown as { _socket: { resume(): void } })._socket.resume();
  expect(await closed).toMatch(/^(4410 You read too slowly|1006)/);
  expect(reports).toEqual([]);
});

test('a client that asks and asks and never reads is cut before its answers pile up', async () => {
  const { url, subscribers } = await startEdited();
  const socket = await bareSocket(url);
  const inner = (socket as unknown as { _socket: { pause(): void } })._socket;
  inner.pause();
  const message = JSON.stringify(large(200_000));
  const isCut = () => subscribers.count === 0;
  for (let sent = 0; sent < 200 && !isCut(); sent += 1) {
    await new Promise((resolve) => socket.send(message, resolve));
  }
  await expect.poll(isCut, { timeout: 10_000 }).toBe(true);
});

test('a stop completes what is under way, says why sockets close, and ends', async () => {
  const { url, stop, edit } = await startEdited();
  const closes: unknown[] = [];
  const client = clientOf(url, { on: { closed: (event) => closes.push(event) } });
  const changes = await subscribe(client);
  const idle = await bareSocket(url);
  const idleClosed = closeOf(idle);
  await edit({ 'topics/peace.yaml': thing('Peace'), 'topics/truce.yaml': thing('Truce') });
  const stopped = stop(0);
  expect(await changes.next()).toMatchObject({ recordId: 'Topic:peace' });
  expect(await changes.next()).toMatchObject({ recordId: 'Topic:truce' });
  expect(await changes.next()).toBeUndefined();
  await stopped;
  expect(closes).toMatchObject([{ code: 1001, reason: 'This process is stopping: connect again' }]);
  expect(await idleClosed).toBe('1001 This process is stopping: connect again');
});

test('what is no socket is answered over HTTP, and a socket elsewhere is none', async () => {
  const { url } = await startEdited();
  const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABk' };
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    get(`${url}/livez`, { headers }, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
  expect(answer).toBe(200);
  const elsewhere = new WebSocket(`${url.replace('http', 'ws')}/elsewhere`, PROTOCOL);
  expect(String(await once(elsewhere, 'error'))).toContain('404');
});

test('a page of any origin may connect: what it gets anybody could', async () => {
  const { url } = await startEdited();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, PROTOCOL, {
    origin: 'https://elsewhere.example',
  });
  await once(socket, 'open');
  socket.terminate();
});
