// The numbers: what is counted as what, that no client can make labels, and that the dashboard asks for numbers that there are.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Gathering } from '../../src/cli/gathering.ts';
import { schema } from '../../src/graphql/schema.ts';
import { Admission } from '../../src/server/admission.ts';
import { EditingStatus } from '../../src/server/editing-status.ts';
import { defaultLimits, type Limits } from '../../src/server/limits.ts';
import { listen } from '../../src/server/listen.ts';
import { Metrics, type Numbers, operationsOf, together } from '../../src/server/metrics.ts';
import { observed } from '../../src/server/notes.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { jsonLog } from '../../src/server/json-log.ts';
import { logRequests } from '../../src/server/request-log.ts';
import { createServer, handlerOf, socketsOf } from '../../src/server/server.ts';
import type { Store } from '../../src/store/store.ts';
import { behindGate, type Gate, MANY } from './gate.ts';
import { openBundled } from './running.ts';

const FEED = 'query Feed { articles(first: 1) { nodes { headline } } }';

/** A server whose requests are counted; `numbers` are those of which the name begins with `onrecord_`, without times. */
async function start({ wrap = (store: Store) => store, limits: given = {} as Partial<Limits> } = {}) {
  const corpus = new ServedCorpus(wrap(await openBundled()));
  const limits = { ...defaultLimits, ...given };
  const trusted = new Map([['feed', FEED]]);
  const metrics = new Metrics({ corpus, operations: operationsOf(trusted.values()) });
  corpus.onStoreCall = metrics.onStoreCall;
  const options = {
    schema,
    corpus,
    limits,
    admission: new Admission(limits),
    documents: { trusted },
    report: () => undefined,
    isStopping: () => false,
  };
  const lines: string[] = [];
  const observers = [metrics.requests, logRequests(jsonLog((line) => lines.push(line)))];
  const server = createServer(options);
  const listening = await listen(observed(handlerOf(server, options), observers, 0), '127.0.0.1', 0, {
    sockets: socketsOf(server, options, observers),
  });
  onTestFinished(async () => {
    listening.cut();
    await listening.stop(0, () => corpus.endStreams());
    corpus.close();
  });
  const ask = async (body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${listening.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    await response.text();
    return response;
  };
  const numbers = async () => {
    // Requests are counted when their connection has taken the answer.
    await wait(50);
    return (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('onrecord_'));
  };
  return { ask, lines: numbers, logged: lines, metrics, url: listening.url };
}

test('requests are counted by what became of them, kept answers too', async () => {
  const { ask, lines } = await start();
  for (let time = 0; time < 3; time += 1) await ask(JSON.stringify({ documentId: 'feed' }));
  await ask('{"query":"query Mine { __typename }"}');
  await ask('{"query":"query Mine { __typename }"}', { authorization: 'Bearer nobody' });
  await ask('{"query":"{ nothing }"}');
  await ask('{"query":');
  const counted = (await lines()).filter((line) =>
    /^onrecord_(?:requests|errors|kept|store.*count.*pages)/.test(line),
  );
  expect(counted.sort()).toMatchInlineSnapshot(`
    [
      "onrecord_errors_total{code="BAD_REQUEST"} 1",
      "onrecord_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1",
      "onrecord_kept_answers_total{result="hit"} 2",
      "onrecord_kept_answers_total{result="miss"} 3",
      "onrecord_requests_total{operation="Feed",outcome="ok"} 3",
      "onrecord_requests_total{operation="other",outcome="ok"} 2",
      "onrecord_requests_total{operation="other",outcome="refused"} 2",
      "onrecord_store_call_duration_seconds_count{call="pages"} 1",
    ]
  `);
});

test('those who are refused because the service is busy are counted and logged as such, whichever way they come', async () => {
  let gate: Gate | undefined;
  const wrap = (store: Store) => (gate = behindGate(store)).store;
  const { ask, lines, logged } = await start({ wrap, limits: { waitingMilliseconds: 10 } });
  gate!.close();
  const all = Array.from({ length: MANY }, (_, number) =>
    // By the short way and by Yoga's.
    ask(
      `{"query":"query Q${number} { articles { totalCount } }"}`,
      number % 2 ? { 'x-graphql-cost': '1' } : {},
    ),
  );
  let settled = 0;
  for (const each of all) void each.then(() => (settled += 1));
  // Each is refused by then, or under way.
  await expect.poll(() => settled + gate!.calls()).toBe(MANY);
  gate!.open();
  const refused = (await Promise.all(all)).filter(({ status }) => status === 503).length;
  expect(refused).toBeGreaterThanOrEqual(MANY - 50);
  expect(await lines()).toEqual(
    expect.arrayContaining([
      `onrecord_errors_total{code="SERVER_BUSY"} ${refused}`,
      `onrecord_rejections_total{code="SERVER_BUSY"} ${refused}`,
      `onrecord_requests_total{operation="other",outcome="failed"} ${refused}`,
      `onrecord_requests_total{operation="other",outcome="ok"} ${MANY - refused}`,
    ]),
  );
  const told = logged.map((line) => JSON.parse(line) as { status: number; errors?: string[] });
  expect(told.filter(({ status }) => status === 503).map(({ errors }) => errors)).toEqual(
    Array(refused).fill(['SERVER_BUSY']),
  );
});

test('no client makes a label: whatever operations and paths are called, there are as many numbers as before', async () => {
  const { ask, lines } = await start();
  await ask('{"query":"query A { __typename }"}');
  await ask('{"query":"query A { nothing }"}');
  const before = (await lines()).length;
  for (let number = 0; number < 20; number += 1) {
    await ask(`{"query":"query Mine${number} { __typename }"}`);
    await ask(`{"query":"query Mine${number} { nothing${number} }"}`);
    await ask(`{"query":"query A { __typename }","operationName":"Other${number}"}`, {
      'x-request-id': `${number}`,
    });
  }
  const after = await lines();
  expect(after.join('\n')).not.toMatch(/Mine|Other\d/);
  // What is wrong with the name of an operation has a code of its own.
  expect(after.length - before).toBeLessThanOrEqual(1);
});

test('the dashboard asks for numbers that there are, and for each of ours', async () => {
  const corpus = new ServedCorpus();
  const { registry } = new Metrics({ corpus, editing: new EditingStatus() });
  const types = new Map((await registry.getMetricsAsJSON()).map(({ name, type }) => [name, String(type)]));
  const text = readFileSync(resolve(import.meta.dirname, '../../deploy/grafana/onrecord.json'), 'utf8');
  const dashboard = JSON.parse(text) as {
    readonly panels: { readonly targets: { readonly expr: string }[] }[];
  };
  const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const asked = new Set(expressions.flatMap((each) => each.match(/\b[a-z]+_[a-z0-9_]+(?=\{)/g) ?? []));
  expect(asked.size).toBeGreaterThan(10);
  const nameOf = (series: string) =>
    [...types.keys()].find((name) =>
      types.get(name) === 'histogram'
        ? [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(series)
        : name === series,
    );
  for (const series of asked) expect(nameOf(series), series).toBeDefined();
  const shown = new Set([...asked].map(nameOf));
  for (const name of types.keys())
    if (/^(?:onrecord|corpus)_/.test(name)) expect(shown, name).toContain(name);
  for (const [, name] of text.matchAll(/label_values\(([a-z_]+)/g)) expect(types.has(name!), name).toBe(true);
});

test('numbers of several processes are sums, ages and versions are not, and what one had counted stays when it ends', async () => {
  const members = ['one', 'two'].map((name) => ({
    name,
    metrics: new Metrics({ corpus: new ServedCorpus() }),
  }));
  const gathering: Gathering<(typeof members)[number]> = new Gathering((member) => {
    // The first one hangs from the second time on.
    if (member.name === 'one' && asked++ > 0) return;
    void member.metrics
      .numbers()
      .then((numbers) => gathering.take(member, JSON.parse(JSON.stringify(numbers)) as Numbers));
  });
  let asked = 0;
  for (const { metrics } of members) {
    metrics.countSubscribers(() => 2);
    const note = { id: '', method: 'POST', path: '/graphql', start: performance.now(), wasKept: true };
    metrics.requests.end(
      { ...note, asked: { operation: undefined, type: 'query', cost: 5, codes: [], hash: undefined } },
      200,
    );
  }
  const told = async (left: typeof members) => {
    const text = await together(await gathering.gather(left)).metrics();
    const lines = text.split('\n');
    return ['onrecord_requests_total', 'onrecord_request_cost_sum', 'onrecord_subscribers'].map(
      (name) => lines.find((line) => line.startsWith(name))?.split(' ')[1],
    );
  };
  expect(await told(members)).toEqual(['2', '10', '4']);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const late = told(members);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await late).toEqual(['2', '10', '4']);
  gathering.leave(members[0]!);
  expect(await told(members.slice(1))).toEqual(['2', '10', '2']);
});

test('operations of sockets are logged and counted as requests are, each by itself', async () => {
  const { lines, logged, url } = await start();
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined,
  });
  const ask = (payload: object) =>
    client
      .iterate(payload as never)
      .next()
      .catch((errors: unknown) => errors);
  await ask({ query: FEED });
  await ask({ query: 'query Mine { __typename }' });
  await ask({ query: '{ nothing }' });
  const changes = client.iterate({ query: 'subscription Watch { recordChanged { recordId } }' });
  void changes.next();
  // What is asked later on one socket is answered later.
  await ask({ query: '{ __typename }' });
  const isCounted = async () =>
    (await lines()).includes('onrecord_requests_total{operation="other",outcome="ok"} 2');
  await expect.poll(isCounted).toBe(true);
  const opened = client.iterate({ query: 'subscription Watch { recordChanged { recordId } }' });
  opened.next().catch(() => undefined);
  await ask({ query: '{ __typename }' });
  await changes.return?.();
  await expect.poll(() => logged.some((line) => line.includes('"Watch"'))).toBe(true);
  // One that goes away in the middle of a subscription has done nothing wrong.
  client.terminate();
  await expect.poll(() => logged.filter((line) => line.includes('"Watch"'))).toHaveLength(2);
  const told = logged.map((line) => {
    const { method, path, operation, status, errors, requestId } = JSON.parse(line) as Record<
      string,
      unknown
    >;
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    return { method, path, operation, status, errors };
  });
  const line = (operation: string | undefined, status = 200, errors?: string[]) => ({
    method: 'WS',
    path: '/graphql',
    operation,
    status,
    errors,
  });
  expect(told).toEqual([
    line('Feed'),
    line('Mine'),
    line(undefined, 400, ['GRAPHQL_VALIDATION_FAILED']),
    line(undefined),
    line(undefined),
    line('Watch'),
    line('Watch', 499),
  ]);
  const counted = (await lines()).filter((each) => /^onrecord_(?:requests|errors)_total/.test(each));
  expect(counted.sort()).toEqual([
    'onrecord_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1',
    'onrecord_requests_total{operation="Feed",outcome="ok"} 1',
    'onrecord_requests_total{operation="other",outcome="ok"} 5',
    'onrecord_requests_total{operation="other",outcome="refused"} 1',
  ]);
});
