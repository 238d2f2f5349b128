// Connections that are held open and never used, and those that send a byte a second.
import { expect, test } from 'vitest';
import { openBundled } from '../server/running.ts';
import { expectCutOff, hold, QUERY } from './slow-clients.ts';
import { start } from './ways.ts';

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
