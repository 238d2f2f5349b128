// Connections that are held open and never used, and those that send a byte a second.
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openBundled } from '../server/running.ts';
import { start, type Way } from './ways.ts';

interface Held {
  readonly socket: Socket;
  /** What came until it was closed. */
  readonly closed: Promise<string>;
}

function hold({ url }: Way, first: string, drip = ''): Held {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (piece) => (text += String(piece)));
  socket.on('error', () => undefined);
  socket.write(first);
  const dripping = setInterval(() => drip && socket.write(drip), 500);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  void closed.then(() => clearInterval(dripping));
  onTestFinished(() => void socket.destroy());
  return { socket, closed };
}

const QUERY = { body: { query: '{ __typename }' } };

test('whoever sends nothing, or a byte in a while, is told so and cut off within a minute; others are answered meanwhile', async () => {
  const { ways } = await start(await openBundled());
  const [way] = ways;
  const head =
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n';
  const held = [hold(way!, head, 'a'), hold(way!, `${head}\r\n`, '{'), hold(way!, '')];
  const looking = setInterval(() => {
    void way!.ask(QUERY).then(({ status }) => expect(status).toBe(200));
  }, 1_000);
  const [headers, body, nothing] = await Promise.all(held.map(({ closed }) => closed));
  clearInterval(looking);
  expect(headers).toMatch(/^HTTP\/1\.1 408 /);
  expect(body).toMatch(/^HTTP\/1\.1 408 /);
  // Who said nothing may be told nothing.
  expect(nothing).toMatch(/^(?:HTTP\/1\.1 408 [^]*)?$/);
});

test('beyond the connections that there may be, further ones are closed, and there is room again when some have gone', async () => {
  const { ways } = await start(await openBundled(), { limits: { connections: 10 } });
  for (const way of ways) {
    const held = Array.from({ length: 30 }, () => hold(way, ''));
    // Those beyond the ten are closed at once.
    await Promise.all(held.slice(10).map(({ closed }) => closed));
    await expect(way.ask(QUERY)).rejects.toThrow();
    for (const { socket } of held) socket.destroy();
    await expect
      .poll(() =>
        way.ask(QUERY).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  }
});
