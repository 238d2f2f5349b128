// Documents and requests that are sent to break a service: refused on every way, and the next honest request is answered.
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openBundled } from '../server/running.ts';
import { bytesInUse, cheaply } from './bounds.ts';
import { refused, unreadable } from './documents.ts';
import { codesOf, start, type Way } from './ways.ts';

// Of a busy machine.
const LONGEST_TEST = 240_000;

/** Of the processor, ours and the service's: little text that stands for much, and some hundred kilobytes that are read. */
const MOST_MILLISECONDS_OF_SMALL = 50;
const MOST_MILLISECONDS = 250;
const MEGABYTE = 1_000_000;
/** Of a body of megabytes, which we have to send first. */
const MOST_MILLISECONDS_OF_LARGE = 1_000;
/** Documents are kept, in 50 MB at most for each of two servers. */
const MOST_GROWTH_IN_BYTES = 60_000_000;

async function isAnswering(way: Way): Promise<void> {
  const { json } = await way.ask({ body: { query: '{ corpus { version } }' } });
  expect(json).toEqual({ data: { corpus: { version: expect.any(String) } } });
}

test(
  'documents that ask for too much are refused by a limit that the answer names, with the code of the limit',
  async () => {
    const { ways, reports } = await start(await openBundled());
    for (const way of ways) {
      for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
        for (const { name, sent, status, code } of refused) {
          const label = `${name}, on the ${way.name}, accepting ${accept}`;
          const isSmall = JSON.stringify(sent.body).length < 10_000;
          const answer = await cheaply(isSmall ? MOST_MILLISECONDS_OF_SMALL : MOST_MILLISECONDS, label, () =>
            way.ask({ ...sent, headers: { ...sent.headers, accept } }),
          );
          expect(answer.status, label).toBe(status);
          expect(codesOf(answer), label).toEqual([code]);
          expect(answer.json, label).not.toHaveProperty('data');
          expect(answer.json?.errors?.[0]?.message, label).toMatch(/\(ONRECORD_[A-Z_]+\)/);
          expect(answer.text.length, label).toBeLessThan(1_000);
          await isAnswering(way);
        }
      }
    }
    expect(reports).toEqual([]);
  },
  LONGEST_TEST,
);

test('over a socket the same documents are refused with the same codes, and the socket goes on', async () => {
  const { ways, reports } = await start(await openBundled());
  const socket = new WebSocket(`${ways[0]!.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const asked = new Map<string, (message: unknown) => void>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(String(data)) as { readonly id?: string; readonly type: string };
    if (message.type !== 'complete') asked.get(message.id ?? message.type)?.(message);
  });
  const answerTo = (id: string, message: string) =>
    new Promise<unknown>((resolve) => {
      asked.set(id, resolve);
      socket.send(message);
    });
  await once(socket, 'open');
  await answerTo('connection_ack', '{"type":"connection_init"}');
  for (const { name, sent, code } of refused) {
    const payload = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
    const most = payload.length < 10_000 ? MOST_MILLISECONDS_OF_SMALL : MOST_MILLISECONDS;
    expect(
      await cheaply(most, name, () =>
        answerTo(name, `{"id":${JSON.stringify(name)},"type":"subscribe","payload":${payload}}`),
      ),
    ).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code } }],
    });
  }
  expect(
    await answerTo('last', '{"id":"last","type":"subscribe","payload":{"query":"{ __typename }"}}'),
  ).toMatchObject({
    payload: { data: { __typename: 'Query' } },
  });
  socket.close();
  expect(reports).toEqual([]);
});

test(
  'what is no request is refused without being repeated',
  async () => {
    const { ways, reports } = await start(await openBundled());
    for (const way of ways) {
      for (const { name, sent, status, code } of unreadable) {
        const label = `${name}, on the ${way.name}`;
        const isLarge = Buffer.isBuffer(sent.body) ? sent.body.length > MEGABYTE : name.includes('MB');
        const most = isLarge ? MOST_MILLISECONDS_OF_LARGE : MOST_MILLISECONDS;
        const answer = await cheaply(most, label, () => way.ask(sent));
        expect(answer.status, label).toBe(status);
        if (code !== undefined) expect(codesOf(answer), label).toEqual([code]);
        expect(answer.text.length, label).toBeLessThan(1_000);
        expect(answer.headers['x-content-type-options'], label).toBe('nosniff');
        await isAnswering(way);
      }
    }
    expect(reports).toEqual([]);
  },
  LONGEST_TEST,
);

test(
  'what was sent to fill the memory is not kept',
  async () => {
    const { ways } = await start(await openBundled());
    // Each another one, so that whatever is kept by its text is kept.
    const round = async (seed: number) => {
      for (const way of ways) {
        for (let at = 0; at < 20; at += 1) {
          const text = `{ n${seed}x${at}(a: "${'x'.repeat(90_000)}") ${'a '.repeat(40)} `;
          await way.ask({ body: { query: `${text}}` } });
          await way.ask({ body: { query: text } });
          await way.ask({
            body: { query: '{ __typename }', variables: { [`v${seed}x${at}`]: 'x'.repeat(900_000) } },
          });
        }
      }
    };
    await round(1);
    const before = await bytesInUse();
    await round(2);
    await round(3);
    expect((await bytesInUse()) - before).toBeLessThan(MOST_GROWTH_IN_BYTES);
  },
  LONGEST_TEST,
);
