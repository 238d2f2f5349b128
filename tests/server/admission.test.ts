// More than the service can do: who waits, who is refused and how, and what is answered all the same. The store answers when it is let.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Limits } from '../../src/server/limits.ts';
import { codesOf, type Received, type Sent, start, type Way } from '../attacks/ways.ts';
import { behindGate, type Gate, MANY } from './gate.ts';
import { openBundled } from './running.ts';

const LIMIT = { waitingMilliseconds: 50 };
const question = (number: number | string) => ({
  body: { query: `query Q${number} { article(slug: "istanbul-talks-stall") { headline } }` },
});

async function startBehindGate(limits: Partial<Limits> = LIMIT) {
  const gate = behindGate(await openBundled());
  const { ways } = await start(gate.store, { limits });
  onTestFinished(() => gate.open());
  return { gate, ways };
}

/** Keeps a service busy until the gate is opened; resolves when it is, with the answers that are still to come. */
async function fill(way: Way, gate: Gate): Promise<{ readonly answers: Promise<readonly Received[]> }> {
  gate.close();
  const all = Array.from({ length: MANY }, (_, number) => way.ask(question(`${way.name}${number}`)));
  // The first that is refused shows that those before it are under way.
  const first = await Promise.race(all);
  expect(first.status).toBe(503);
  return { answers: Promise.all(all) };
}

test('what waits for too long is refused, what is under way is answered, and then all is as before', async () => {
  const { gate, ways } = await startBehindGate();
  for (const way of ways) {
    const { answers } = await fill(way, gate);
    const refused = await way.ask(question(1));
    expect(refused.status).toBe(503);
    expect(codesOf(refused)).toEqual(['SERVER_BUSY']);
    expect(refused.json?.errors?.[0]?.message).toBe(
      'The service has more to do than it can, and lets nobody wait for more milliseconds than 50 (ONRECORD_WAITING_MILLISECONDS): ask again in 1 s, as "Retry-After" says.',
    );
    expect(refused.headers).toMatchObject({
      'retry-after': '1',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
    });
    gate.open();
    const statuses = (await answers).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect((await way.ask(question(2))).status).toBe(200);
  }
});

test('the refusal is the same on both ways, by POST and GET, and no cache keeps it', async () => {
  const { gate, ways } = await startBehindGate();
  const path = '/graphql?query={articles{totalCount}}';
  const graphql = { accept: 'application/graphql-response+json' };
  const sent: readonly Sent[] = [question(1), { ...question(1), headers: graphql }, { method: 'GET', path }];
  const told: unknown[] = [];
  for (const way of ways) {
    const { answers } = await fill(way, gate);
    const answered = [];
    for (const each of sent) {
      const { status, headers, text } = await way.ask(each);
      expect(status).toBe(503);
      answered.push({ headers: Object.entries(headers).filter(([name]) => name !== 'date'), text });
      if (each.method === 'GET') expect(headers['cache-control']).toBe('no-store');
    }
    told.push(answered);
    gate.open();
    await answers;
  }
  expect(told[0]).toEqual(told[1]);
});

test('what is kept is answered, and so is whoever asks whether it lives', async () => {
  const {
    gate,
    ways: [lane],
  } = await startBehindGate();
  const kept = await lane!.ask(question('Kept'));
  expect(kept.status).toBe(200);
  const { answers } = await fill(lane!, gate);
  expect((await lane!.ask(question('Kept'))).text).toBe(kept.text);
  expect((await lane!.ask({ method: 'GET', path: '/livez' })).text).toBe('alive\n');
  gate.open();
  await answers;
});

test('streams and operations of sockets wait and are refused as all others are', async () => {
  const { gate, ways } = await startBehindGate();
  const way = ways[0]!;
  const client = createClient({
    url: `${way.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  onTestFinished(() => void client.dispose());
  const { answers } = await fill(way, gate);
  const query = 'subscription { recordChanged { recordId } }';
  const stream = await way.ask({ body: { query }, headers: { accept: 'text/event-stream' } });
  expect(stream.status).toBe(503);
  expect(stream.headers['retry-after']).toBe('1');
  for (const each of [query, '{ __typename }']) {
    const failing = client.iterate({ query: each }).next();
    await expect(failing).rejects.toMatchObject([{ extensions: { code: 'SERVER_BUSY' } }]);
  }
  gate.open();
  await answers;
});

test('whoever waits no longer than may be is answered, and whoever has gone is not executed for', async () => {
  const { gate, ways } = await startBehindGate({ waitingMilliseconds: 60_000 });
  for (const way of ways) {
    gate.close();
    const all = Array.from({ length: MANY }, (_, number) => way.ask(question(`${way.name}${number}`)));
    while (gate.calls() < 50) await wait(5);
    const { hostname, port } = new URL(way.url);
    const gone = connect(Number(port), hostname);
    const body = JSON.stringify(question(`Gone${way.name}`).body);
    gone.write(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    // It is read once an answer that was asked for later is there.
    await way.ask({ method: 'GET', path: '/livez' });
    gone.destroy();
    await once(gone, 'close');
    await way.ask({ method: 'GET', path: '/livez' });
    expect(gate.calls()).toBe(50);
    gate.open();
    expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(gate.calls()).toBe(MANY);
  }
});

test('whoever has used up what it may take is told that, busy or not', async () => {
  const { gate, ways } = await startBehindGate({ ...LIMIT, ratePointsPerMinute: 200 });
  for (const way of ways) {
    const { answers } = await fill(way, gate);
    let last = await way.ask(question(0));
    for (let number = 1; last.status === 503 && number < 300; number += 1)
      last = await way.ask(question(number));
    expect(last.status).toBe(429);
    gate.open();
    await answers;
  }
});
