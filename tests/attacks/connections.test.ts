// Connections that are held open and never used, and those that send a byte a second.
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openBundled } from '../server/running.ts';
import { start, type Way } from './ways.ts';

// Of a busy machine.
const LONGEST_TEST = 240_000;

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

test(
  'whoever sends nothing, or a byte in a while, is told so and cut off within a minute; others are answered meanwhile',
  async () => {
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
  },
  LONGEST_TEST,
);

test(
  'who holds connections and uses none loses them to those who come, and nobody who is answered is cut off',
  async () => {
    const { ways } = await start(await openBundled(), { limits: { connections: 10 } });
    const head =
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n';
    for (const way of ways) {
      for (const first of ['', head, `${head}\r\n{`, 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n']) {
        const stream = await fetch(`${way.url}/graphql?query=subscription{recordChanged{recordId}}`, {
          headers: { accept: 'text/event-stream' },
        });
        const held = Array.from({ length: 60 }, () => hold(way, first));
        await Promise.all(held.slice(0, 40).map(({ closed }) => closed));
        expect((await way.ask(QUERY)).status).toBe(200);
        expect(held.filter(({ socket }) => !socket.destroyed).length).toBeLessThanOrEqual(10);
        // It was open before all of them, and is in use.
        const reader = stream.body!.getReader();
        const end = await Promise.race([
          reader.read().then(({ done }) => done),
          new Promise((resolve) => setTimeout(resolve, 300, false)),
        ]);
        expect(end).toBe(false);
        await reader.cancel();
        for (const { socket } of held) socket.destroy();
      }
    }
  },
  LONGEST_TEST,
);
