// Four times what the service can do, over five hundred connections that do not wait for answers: as many clients come when a thing is
// talked about, whether those before them were answered or not.
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { schema } from '../../src/graphql/schema.ts';
import { randomQuery } from '../graphql/random-query.ts';
import { samples } from '../graphql/samples.ts';
import { type Random, randomOf } from '../soak/random.ts';
import { offer } from './offering.ts';
import { COUNTER, type Offer, type Offered } from './sender.ts';
import { askHonestly, megabytes, type Service, startService, type Weight } from './service.ts';

const content = resolve(import.meta.dirname, '../../content');
const TIMES_CAPACITY = 4;
const QUESTIONS = 100;
/** What can be done is told by so many that ask at once again. */
const CONNECTIONS_AT_CAPACITY = 32;
/** A client may have some questions. */
const POINTS_PER_MINUTE = 2_000;
const PATIENCE = 60_000;

/** What is asked for. */
export interface OverloadOptions {
  readonly seed: number;
  readonly connections: number;
  readonly seconds: number;
  /** Processes that answer. */
  readonly workers?: number;
  /** `ONRECORD_WAITING_MILLISECONDS`, where it is not as the service comes. */
  readonly waitingMilliseconds?: number;
  /** Requests a second, where it is not four times what the service can do. */
  readonly perSecond?: number;
}

/** What came of it. */
export interface OverloadReport extends OverloadOptions {
  /** Requests a second that are answered where nobody asks for more. */
  readonly capacity: number;
  readonly flood: Offered;
  /** The same where all come from one address, whose rates are limited. */
  readonly limited: Offered;
  /** Milliseconds from the last request of the flood until an honest one was answered as fast as before, or nearly so. */
  readonly backToNormal: number;
  /** Of the process that was started. */
  readonly weights: readonly Weight[];
  readonly failures: readonly string[];
}

/** Finds out what the service can do, and sends four times as much: from an address each, then all from one. */
export async function overload(options: OverloadOptions): Promise<OverloadReport> {
  const { connections, seconds, workers = 1, waitingMilliseconds } = options;
  const failures: string[] = [];
  const settings = {
    ONRECORD_TRUSTED_PROXIES: '1',
    ONRECORD_RATE_POINTS_PER_MINUTE: String(POINTS_PER_MINUTE),
    ...(waitingMilliseconds && { ONRECORD_WAITING_MILLISECONDS: String(waitingMilliseconds) }),
  };
  const service = await startService(['--content', content, '--workers', String(workers)], settings);
  const bodies = await validBodies(service, randomOf(options.seed));
  const weights = [await service.weigh()];
  let from = 1;
  const send = async (what: Partial<Offer>, onSent?: () => void): Promise<Offered> => {
    const all = { url: service.url, bodies, from, addresses: null, connections, seconds, perSecond: null };
    const offered = await offer({ ...all, ...what }, onSent);
    from += offered.sent;
    return offered;
  };
  // As fast as it will be.
  await send({ connections: CONNECTIONS_AT_CAPACITY });
  const most = await send({ connections: CONNECTIONS_AT_CAPACITY });
  const capacity = (most.answers['200'] ?? 0) / most.sending;
  const normal = await median(service);
  const perSecond = options.perSecond ?? TIMES_CAPACITY * capacity;
  const sent = Promise.withResolvers<void>();
  const looking = sent.promise.then(() => timeUntilNormal(service, normal));
  const flood = await send({ perSecond }, sent.resolve);
  const backToNormal = await looking;
  const limited = await send({ perSecond, addresses: 1 });
  await timeUntilNormal(service, normal);
  weights.push(await service.weigh());
  await end(service, failures);
  return { ...options, capacity, flood, limited, backToNormal, weights, failures };
}

async function end(service: Service, failures: string[]): Promise<void> {
  if (/Internal error/.test(service.said())) failures.push(service.said().slice(-2_000));
  const code = await service.stop();
  if (code !== 0) failures.push(`It ended with ${code}: ${service.said().slice(-2_000)}`);
}

/** Random questions that are answered, as JSON; each with a number that nobody looks at, so that no answer is kept for the next one. */
async function validBodies({ url }: Service, random: Random): Promise<readonly string[]> {
  const bodies: string[] = [];
  while (bodies.length < QUESTIONS) {
    const query = randomQuery(schema, samples, random.below(1e6), 3);
    const body = JSON.stringify({ query, extensions: { number: COUNTER } });
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': `192.0.2.${bodies.length}` };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    await response.body?.cancel();
    if (response.status === 200) bodies.push(body);
  }
  return bodies;
}

async function latency(service: Service): Promise<number> {
  const start = performance.now();
  const status = await askHonestly(service).catch(() => 0);
  return status === 200 || status === 429 ? performance.now() - start : Infinity;
}

async function median(service: Service): Promise<number> {
  const times = [];
  for (let time = 0; time < 11; time += 1) times.push(await latency(service));
  return times.toSorted((a, b) => a - b)[5]!;
}

/** As fast as before, or nearly: a machine that others use too is never quite the same. */
async function timeUntilNormal(service: Service, normal: number): Promise<number> {
  const start = performance.now();
  while ((await latency(service)) > Math.max(3 * normal, 100)) {
    if (performance.now() - start > PATIENCE) return Infinity;
    await pause(10);
  }
  return performance.now() - start;
}

/** Requests a second that were answered with 200 while there were too many, as a part of what can be done. */
export function shareOf({ capacity, flood }: OverloadReport): number {
  return (flood.answers['200'] ?? 0) / flood.sending / capacity;
}

/** The numbers as people read them. */
export function tellOverload(report: OverloadReport): string {
  const { connections, capacity, flood, limited, backToNormal, weights, failures } = report;
  const rate = ({ sent, sending }: Offered) =>
    `${Math.round(sent / sending)} a second for ${sending.toFixed(1)} s`;
  const answers = ({ answers: all, took, closed }: Offered) => [
    ...Object.entries(all).map(([answer, count]) => {
      const { median: half, p99, longest } = took[answer] ?? { median: NaN, p99: NaN, longest: NaN };
      return `  ${answer}: ${count}, after ${half.toFixed(0)} ms (median), ${p99.toFixed(0)} ms (p99), ${longest.toFixed(0)} ms (longest)`;
    }),
    `  connections closed: ${closed}`,
  ];
  return [
    `It can do ${Math.round(capacity)} requests a second`,
    `${connections} connections sent ${rate(flood)}; answered with 200 were ${Math.round(100 * shareOf(report))} % of what it can do`,
    ...answers(flood),
    `back to normal after ${Math.round(backToNormal)} ms`,
    `from one address, ${rate(limited)}`,
    ...answers(limited),
    `heap ${weights.map(({ heapUsed }) => megabytes(heapUsed)).join(', afterwards ')}`,
    ...failures,
  ].join('\n');
}
