// Connections that are held open and never used, and those that send a byte a second.
import { expect, test } from 'vitest';
import { openBundled } from '../server/running.ts';
import { bytesInUse, cheaply } from './bounds.ts';
import { expectCutOff, hold, QUERY } from './slow-clients.ts';
import { start, type Way } from './ways.ts';

// Of a busy machine.
const LONGEST_TEST = 240_000;

test(
  'whoever sends nothing, or a byte in a while, is told so and cut off; others are answered meanwhile',
  // tests/faults/slow-clients.test.ts waits for as long as clients have elsewhere.
  () => expectCutOff({ headersTimeout: 1_000, requestTimeout: 2_000, connectionsCheckingInterval: 200 }),
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

test(
  'connections that are held, and streams beyond what a client may have, make no answer dearer, and leave no memory behind',
  async () => {
    const { ways, reports } = await start(await openBundled(), {
      limits: { connections: 1_000, subscribersPerAddress: 100 },
    });
    const round = async (way: Way) => {
      const held = Array.from({ length: 200 }, () => hold(way, 'GET /graphql HTTP/1.1\r\nHost: a\r\n'));
      const leave = new AbortController();
      const streams = await Promise.all(
        Array.from({ length: 200 }, () =>
          fetch(`${way.url}/graphql?query=subscription{recordChanged{recordId}}`, {
            headers: { accept: 'text/event-stream' },
            signal: leave.signal,
          }),
        ),
      );
      const statuses = new Set(streams.map(({ status }) => status));
      expect([...statuses].sort()).toEqual([200, 429]);
      const answer = await cheaply(50, 'beside held connections', () => way.ask(QUERY));
      expect(answer.status).toBe(200);
      leave.abort();
      for (const { socket } of held) socket.destroy();
    };
    for (const way of ways) await round(way);
    const before = await bytesInUse();
    for (const way of ways) await round(way);
    expect((await bytesInUse()) - before).toBeLessThan(60_000_000);
    expect(reports).toEqual([]);
  },
  LONGEST_TEST,
);
