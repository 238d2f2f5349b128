// The numbers: what is counted as what, that no client can make labels, and that the dashboard asks for numbers that there are.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Gathering } from '../../src/cli/gathering.ts';
import { schema } from '../../src/graphql/schema.ts';
import { EditingStatus } from '../../src/server/editing-status.ts';
import { listen } from '../../src/server/listen.ts';
import { Metrics, type Numbers, operationsOf, together } from '../../src/server/metrics.ts';
import { observed } from '../../src/server/notes.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { createServer, handlerOf } from '../../src/server/server.ts';
import { openBundled } from './running.ts';

const FEED = 'query Feed { articles(first: 1) { nodes { headline } } }';

/** A server whose requests are counted; `numbers` are those of which the name begins with `onrecord_`, without times. */
async function start() {
  const corpus = new ServedCorpus(await openBundled());
  const trusted = new Map([['feed', FEED]]);
  const metrics = new Metrics({ corpus, operations: operationsOf(trusted.values()) });
  corpus.onStoreCall = metrics.onStoreCall;
  const options = {
    schema,
    corpus,
    documents: { trusted },
    report: () => undefined,
    isStopping: () => false,
  };
  const listening = await listen(
    observed(handlerOf(createServer(options), options), [metrics.requests], 0),
    '127.0.0.1',
    0,
  );
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
  const lines = async () => {
    // Requests are counted when their connection has taken the answer.
    await wait(50);
    return (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('onrecord_'));
  };
  return { ask, lines, metrics };
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
