// Sockets: odd requests, and stopping without dropping what is under way.
import { Agent, get, type IncomingMessage, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { startServer } from './running.ts';
import { storeOf } from './stores.ts';

/** Sends bytes and waits until the server hangs up; the first line and the body of the answer. */
async function send(
  url: string,
  request: string,
): Promise<readonly [string | undefined, string | undefined]> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(request, 'latin1');
  const [head = '', body] = (await text(socket)).split('\r\n\r\n');
  return [head.split('\r\n')[0]?.trim(), body];
}

async function start(handler: RequestListener) {
  const listening = await listen(handler, '127.0.0.1', 0);
  onTestFinished(() => listening.cut());
  return listening;
}

function request(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { agent }, resolve).on('error', reject));
}

test.each([
  [
    'a host that is none',
    'GET / HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n',
    'HTTP/1.1 400 Bad Request',
  ],
  ['no HTTP at all', 'HELO there\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
  ['a path of slashes', 'GET //// HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 'HTTP/1.1 404'],
  ['HTTP/1.0', 'GET /livez HTTP/1.0\r\n\r\n', 'HTTP/1.1 200'],
  [
    'the end of a health check in a query',
    'GET /graphql?query={a}/health HTTP/1.1\r\nHost: a\r\nAccept: application/graphql-response+json\r\nConnection: close\r\n\r\n',
    'HTTP/1.1 400 Bad Request',
  ],
])('%s is answered without a word about the inside', async (_, bytes, status) => {
  const { url, reports } = await startServer(storeOf('one'));
  const [first, body] = await send(url, bytes);
  expect(first).toBe(status);
  expect(body).not.toMatch(/node:|\.[jt]s|\n {4}at /);
  expect(reports).toEqual([]);
});

test('a stop waits for requests that are under way, and asks clients not to come back', async () => {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const { url, stop } = await start(async (incoming, response) => {
    if (incoming.url === '/slow') {
      arrived.resolve();
      await gate.promise;
    }
    response.end('done');
  });
  const agent = new Agent({ keepAlive: true });
  const running = request(`${url}/slow`, agent);
  await arrived.promise;

  let isStopped = false;
  const stopped = stop(200).then(() => (isStopped = true));
  const inGrace = await request(`${url}/quick`, agent);
  expect([inGrace.headers.connection, await text(inGrace)]).toEqual(['close', 'done']);
  // The grace is over when new connections are refused: this client comes too seldom to prolong it.
  await expect
    .poll(() => request(`${url}/quick`, agent).catch((error) => error.code), {
      interval: 500,
      timeout: 20_000,
    })
    .toBe('ECONNREFUSED');
  expect(isStopped).toBe(false);

  gate.resolve();
  const answer = await running;
  expect([answer.headers.connection, await text(answer)]).toEqual(['close', 'done']);
  await stopped;
});

test('a stop that still gets requests when its grace is over answers them all, until they cease', async () => {
  const { url, stop } = await start((_, response) => response.end('done'));
  const agent = new Agent({ keepAlive: true });
  const stopped = stop(1);
  for (let count = 0; count < 100; count += 1) expect(await text(await request(url, agent))).toBe('done');
  await stopped;
  expect(await request(url, agent).catch((error) => error.code)).toBe('ECONNREFUSED');
});

test('a connection that is kept alive does not keep a stop waiting', async () => {
  const { url, stop } = await start((_, response) => response.end('done'));
  const agent = new Agent({ keepAlive: true });
  expect(await text(await request(url, agent))).toBe('done');
  await stop(0);
  agent.destroy();
});

test('a second request to stop cuts what is under way', async () => {
  const arrived = Promise.withResolvers<void>();
  const { url, stop, cut } = await start(() => arrived.resolve());
  const running = request(url, new Agent()).catch((error) => error.code);
  await arrived.promise;
  const stopped = stop(60_000);
  cut();
  await stopped;
  expect(await running).toBe('ECONNRESET');
});

test('a port that is taken is an error of Node, which names it', async () => {
  const { url } = await start((_, response) => response.end());
  const second = listen(() => undefined, '127.0.0.1', Number(new URL(url).port));
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
