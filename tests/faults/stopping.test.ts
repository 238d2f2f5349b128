// SIGTERM: under load, twice, and before there is anything to stop.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { besides, folder, newsOf, run, serve, start } from './processes.ts';

const CLIENTS = 24;
const QUERY = JSON.stringify({
  query: '{ articles(last: 5) { nodes { headline statements { nodes { text } } } } }',
});

/** Sends an operation over the connections of an agent; rejects where it is refused, reset or cut short. */
async function post(url: string, agent: Agent): Promise<unknown> {
  const sent = request(`${url}/graphql`, {
    agent,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(QUERY) },
  });
  sent.end(QUERY);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, body: await json(response) };
}

test('SIGTERM under load drops no request of clients that leave when it is no longer ready, and ends with 0', async () => {
  const service = await serve(newsOf(50, 1), join(folder(), 'corpus.db'));
  const agents = Array.from({ length: CLIENTS }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const expected = await post(service.url, agents[0]!);
  expect(expected).toMatchObject({ status: 200, body: { data: {} } });

  let isReady = true;
  let answers = 0;
  const failures: unknown[] = [];
  const clients = agents.map(async (agent) => {
    while (isReady) {
      const answer = await post(service.url, agent).catch((error: unknown) => void failures.push(error));
      if (answer) expect(answer).toEqual(expected);
      answers += 1;
    }
    agent.destroy();
  });
  await expect.poll(() => answers, { timeout: 60_000 }).toBeGreaterThan(10 * CLIENTS);
  service.child.kill('SIGTERM');
  const statuses: number[] = [];
  while (isReady) {
    statuses.push(await service.ready());
    isReady = statuses.at(-1) === 200;
  }
  await Promise.all(clients);
  expect([failures, statuses.at(-1)]).toEqual([[], 503]);
  expect(await service.ended).toMatchObject({ code: 0, signal: null, err: '' });
});

test('a second SIGTERM cuts what is under way', async () => {
  const service = await serve(
    join(folder({ 'content/topics/a.yaml': 'name: A\n' }), 'content'),
    join(folder(), 'corpus.db'),
  );
  // A request whose body never comes.
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  socket.write(
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n',
  );
  await service.ready();
  service.child.kill('SIGTERM');
  await expect.poll(service.ready, { interval: 10 }).toBe(503);
  service.child.kill('SIGTERM');
  expect(await text(socket).catch((error) => error.code)).toMatch(/^(ECONNRESET)?$/);
  expect(await service.ended).toMatchObject({ code: 0, signal: null, err: '' });
});

test('SIGTERM while serve still compiles ends it with 0, leaves nothing behind and the store as it was', async () => {
  const content = newsOf(300, 1);
  const place = folder();
  const store = join(place, 'corpus.db');
  for (const delay of [0, 300, 900]) {
    const starting = start(['serve', '--port', '0', '--content', content, '--store', store]);
    await expect.poll(() => readdirSync(place), { timeout: 60_000, interval: 10 }).not.toEqual([]);
    await wait(delay);
    starting.child.kill('SIGTERM');
    expect(await starting.ended).toMatchObject({ code: 0, signal: null, err: '' });
    // It may have been through before it was told.
    expect([[], ['corpus.db']]).toContainEqual(readdirSync(place));
  }
  expect(await run(['build', '--content', content, '--store', store])).toMatchObject({ code: 0 });
  expect(besides(store)).toEqual(['corpus.db']);
});
