// What one client may ask in a while: it is refused beyond that, whichever way it asks, and others are not.
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openBundled } from '../server/running.ts';
import { cheaply } from './bounds.ts';
import { codesOf, start, type Way } from './ways.ts';

const limits = { ratePointsPerMinute: 200, trustedProxies: 1 };
const QUERY = '{ articles(first: 100) { nodes { id } } }';
const from = (address: string) => ({ 'x-forwarded-for': address });

async function untilRefused(way: Way, address: string, make: (at: number) => string): Promise<number> {
  for (let at = 0; at < 50; at += 1) {
    const answer = await way.ask({ body: { query: make(at) }, headers: from(address) });
    if (answer.status === 200) continue;
    expect(answer.status).toBe(429);
    expect(codesOf(answer)).toEqual(['RATE_LIMITED']);
    expect(answer.headers['ratelimit-policy']).toBe('"points";q=200;w=60');
    expect(answer.headers['ratelimit']).toMatch(/^"points";r=0;t=[56]\d$/);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    return at;
  }
  throw new Error('Never refused');
}

async function untilRefusedOf(way: Way, address: string): Promise<number> {
  for (let at = 0; at < 500; at += 1) {
    const { status } = await way.ask({ body: { query: '{' }, headers: from(address) });
    if (status === 429) return at;
  }
  throw new Error('Never refused');
}

test('a client that asks for more than its share is refused, be the answers new or kept, and others are not', async () => {
  const { ways } = await start(await openBundled(), { limits });
  for (const way of ways) {
    // 101 points and one of the request: the second one overdraws.
    expect(await untilRefused(way, '1.1.1.1', (at) => `${QUERY} # ${at}`)).toBe(2);
    expect(await untilRefused(way, '2.2.2.2', () => QUERY)).toBe(2);
    // One who is refused is so by GET too, and another one is not.
    const get = { method: 'GET', path: `/graphql?query=${encodeURIComponent(QUERY)}` };
    const again = () => way.ask({ ...get, headers: from('2.2.2.2') });
    expect((await cheaply(50, 'to be refused', again)).status).toBe(429);
    expect((await way.ask({ ...get, headers: from('4.4.4.4') })).status).toBe(200);
    // Two of one network of IPv6 are one.
    expect(await untilRefused(way, '2001:db8::1', () => QUERY)).toBe(2);
    expect((await way.ask({ ...get, headers: from('2001:db8::2') })).status).toBe(429);
    // What cannot be executed costs something too.
    expect(await untilRefusedOf(way, '3.3.3.3')).toBeGreaterThanOrEqual(200);
  }
});

test('what is left is told to whoever asks, and kept by no cache', async () => {
  const { ways } = await start(await openBundled(), { limits });
  for (const way of ways) {
    const path = `/graphql?query=${encodeURIComponent(QUERY)}`;
    const { headers } = await way.ask({
      method: 'GET',
      path,
      headers: { ...from('6.6.6.6'), 'x-graphql-cost': '1' },
    });
    expect(headers).toMatchObject({
      'x-graphql-cost': '101',
      'ratelimit-policy': '"points";q=200;w=60',
      ratelimit: expect.stringMatching(/^"points";r=(?:98|99|1\d\d);t=\d\d$/),
      'cache-control': 'no-store',
    });
    const other = await way.ask({ method: 'GET', path, headers: from('7.7.7.7') });
    expect(other.headers['ratelimit']).toBeUndefined();
    expect(other.headers['cache-control']).toBe('public, max-age=5');
  }
});

test('operations over a socket are counted as those over HTTP', async () => {
  const { ways, reports } = await start(await openBundled(), { limits });
  const [way] = ways;
  const socket = new WebSocket(`${way!.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: from('5.5.5.5'),
  });
  const messages: { readonly type: string; readonly id?: string; readonly payload?: unknown }[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(String(data)) as (typeof messages)[number];
    messages.push(message);
    const at = messages.filter(({ type }) => ['connection_ack', 'complete', 'error'].includes(type)).length;
    if (message.type === 'error' || at > 10) resolve();
    else if (message.type !== 'next')
      socket.send(JSON.stringify({ id: String(at), type: 'subscribe', payload: { query: QUERY } }));
  });
  await promise;
  socket.close();
  expect(reports).toEqual([]);
  expect(messages.at(-1)).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'RATE_LIMITED' } }],
  });
  expect(messages.filter(({ type }) => type === 'next')).toHaveLength(2);
});

test('the cost is told to whoever asks, and changes no other answer', async () => {
  const { ways } = await start(await openBundled());
  for (const way of ways) {
    for (let round = 0; round < 2; round += 1) {
      const told = await way.ask({ body: { query: QUERY }, headers: { 'x-graphql-cost': '1' } });
      expect(told.json?.extensions).toEqual({ cost: { points: 101, most: 30_000 } });
      expect((await way.ask({ body: { query: QUERY } })).json).not.toHaveProperty('extensions');
    }
    const dear = await way.ask({
      body: {
        query:
          '{ articles(first: 100) { nodes { related(first: 100) { nodes { related(first: 100) { nodes { id } } } } } } }',
      },
    });
    expect(dear.json?.errors?.[0]?.extensions).toEqual({
      code: 'COST_TOO_HIGH',
      cost: { points: 1_020_201, most: 30_000 },
    });
  }
});
