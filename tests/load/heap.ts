// Rounds of every sort of request, and what the service weighs after each: what one round needs, the next one uses again.
import { Agent, request as send } from 'node:http';
import { resolve } from 'node:path';
import { WebSocket } from 'ws';
import { schema } from '../../src/graphql/schema.ts';
import { randomQuery } from '../graphql/random-query.ts';
import { samples } from '../graphql/samples.ts';
import { type Random, randomOf } from '../soak/random.ts';
import { askHonestly, megabytes, startService, type Weight } from './service.ts';

const content = resolve(import.meta.dirname, '../../content');
const CONNECTIONS = 16;

// Filled within the first round, so that what grows later is no cache.
const settings = {
  ONRECORD_KEPT_ANSWERS_IN_BYTES: '1000000',
  ONRECORD_COMPILED_OPERATIONS: '20',
  ONRECORD_SUBSCRIBERS_PER_ADDRESS: '2000',
};

/** What came of it. */
export interface HeapReport {
  readonly seed: number;
  readonly requests: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly before: Weight;
  /** After each round. */
  readonly rounds: readonly Weight[];
  /** How much more lives after the last round than after the second, in bytes. */
  readonly growth: number;
  readonly failures: readonly string[];
}

/** Asks `requests` times in each of `rounds` rounds. */
export async function loadRounds(seed: number, rounds: number, requests: number): Promise<HeapReport> {
  const service = await startService(['--content', content, '--automatic-persisted-queries'], settings);
  const random = randomOf(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const answers: Record<string, number> = {};
  const weights: Weight[] = [];
  const failures: string[] = [];
  const before = await service.weigh();
  for (let round = 0; round < rounds; round += 1) {
    let left = requests;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (left > 0) {
          left -= 1;
          const status = await one(service.url, agent, random);
          answers[status] = (answers[status] ?? 0) + 1;
        }
      }),
    );
    if ((await askHonestly(service)) !== 200)
      failures.push(`An honest request failed after round ${round + 1}`);
    weights.push(await service.weigh());
  }
  agent.destroy();
  if (/Internal error/.test(service.said())) failures.push(service.said().slice(-2_000));
  const code = await service.stop();
  if (code !== 0) failures.push(`It ended with ${code}: ${service.said().slice(-2_000)}`);
  const growth = living(weights.at(-1)!) - living(weights[1] ?? weights[0]!);
  return { seed, requests: rounds * requests, answers, before, rounds: weights, growth, failures };
}

const living = ({ heapUsed, external }: Weight) => heapUsed + external;

/** One request of some sort; its status, or what became of it. */
async function one(url: string, agent: Agent, random: Random): Promise<string> {
  const json = { 'content-type': 'application/json' };
  const query = () => randomQuery(schema, samples, random.below(1e9), 2 + random.below(4));
  switch (random.below(10)) {
    case 0:
      return ask(url, agent, '/graphql', json, query().slice(0, -2));
    case 1:
      return ask(url, agent, '/graphql', json, JSON.stringify({ query: `${query()} ${query()}` }));
    case 2:
      return ask(url, agent, `/graphql?query=${encodeURIComponent('{ corpus { version } }')}`, {});
    case 3:
      return ask(url, agent, random.pick(['/', '/readyz?verbose', '/schema.graphql', '/nothing']), {});
    case 4:
      return subscribe(url, random);
    case 5:
      return listen(url);
    default:
      return ask(url, agent, '/graphql', json, JSON.stringify({ query: query() }));
  }
}

function ask(
  url: string,
  agent: Agent | false,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<string> {
  return new Promise((settle) => {
    const method = body === undefined ? 'GET' : 'POST';
    send(
      `${url}${path}`,
      { agent, method, headers: { accept: 'application/json', ...headers } },
      (response) => {
        response.resume().once('end', () => settle(String(response.statusCode)));
        response.once('error', (error) => settle(String(error)));
      },
    )
      .once('error', (error) => settle(String(error)))
      .end(body);
  });
}

/** An event stream that is left as soon as it is there, or before. */
function subscribe(url: string, random: Random): Promise<string> {
  return new Promise((settle) => {
    const path = `/graphql?query=${encodeURIComponent('subscription { recordChanged { recordId } }')}`;
    const asking = send(
      `${url}${path}`,
      { agent: false, headers: { accept: 'text/event-stream' } },
      (response) => {
        response.once('data', () => asking.destroy()).once('close', () => settle('stream'));
        response.on('error', () => undefined);
      },
    ).once('error', () => settle('stream'));
    asking.end();
    if (random.below(3) === 0) setTimeout(() => asking.destroy(), random.below(5));
  });
}

/** A socket with a subscription, that is cut. */
function listen(url: string): Promise<string> {
  return new Promise((settle) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', () => {
      const payload = { query: 'subscription { recordChanged { recordId } }' };
      socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload }), () => socket.terminate());
    });
    socket.on('error', () => undefined).once('close', () => settle('socket'));
  });
}

/** The numbers as people read them. */
export function tellHeap({ requests, answers, before, rounds, growth, failures }: HeapReport): string {
  const line = ({ heapUsed, external, rss }: Weight) =>
    `heap ${megabytes(heapUsed)}, outside of it ${megabytes(external)}, resident ${megabytes(rss)}`;
  return [
    `${requests} requests: ${JSON.stringify(answers)}`,
    `before        ${line(before)}`,
    ...rounds.map((weight, index) => `after round ${index + 1} ${line(weight)}`),
    `growth from the second round to the last: ${megabytes(growth)}`,
    ...failures,
  ].join('\n');
}
