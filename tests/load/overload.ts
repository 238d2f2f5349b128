// Five hundred connections that would have four times what the service can do. Each waits for its answer before it asks again, so what
// is sent is what they get, and no more.
import { connect, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { schema } from '../../src/graphql/schema.ts';
import { randomQuery } from '../graphql/random-query.ts';
import { samples } from '../graphql/samples.ts';
import { type Random, randomOf } from '../soak/random.ts';
import { askHonestly, megabytes, type Service, startService, type Weight } from './service.ts';

const content = resolve(import.meta.dirname, '../../content');
const TIMES_CAPACITY = 4;
const QUESTIONS = 100;
const ADDRESSES = 1;
/** A client may have some questions. */
const POINTS_PER_MINUTE = 2_000;
const TICK = 20;
/** In milliseconds. */
const LONGEST_ANSWER = 60_000;

/** What is asked for. */
export interface OverloadOptions {
  readonly seed: number;
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it. */
export interface OverloadReport extends OverloadOptions {
  /** Requests a second that 16 connections get answered. */
  readonly capacity: number;
  readonly offered: number;
  readonly answers: Readonly<Record<string, number>>;
  /** Answers where all come from one address, whose rates are limited. */
  readonly limited: Readonly<Record<string, number>>;
  /** Milliseconds until an honest request was answered as fast as before, or nearly so. */
  readonly backToNormal: number;
  readonly weights: readonly Weight[];
  readonly failures: readonly string[];
}

/** Finds out what 16 connections get, and lets many ask for up to four times that: from an address each, then all from one. */
export async function overload(options: OverloadOptions): Promise<OverloadReport> {
  const random = randomOf(options.seed);
  const failures: string[] = [];
  // Nothing is kept: each request is executed.
  const settings = { ONRECORD_KEPT_ANSWERS_IN_BYTES: '0', ONRECORD_TRUSTED_PROXIES: '1' };
  const limits = { ...settings, ONRECORD_RATE_POINTS_PER_MINUTE: String(POINTS_PER_MINUTE) };
  const service = await startService(['--content', content], limits);
  const given = { ...options, bodies: await validBodies(service, random), addresses: Infinity };
  const weights = [await service.weigh()];
  // As fast as it will be.
  await offer(service, { ...given, connections: 16, perSecond: Infinity }, random);
  const { perSecond: capacity } = await offer(
    service,
    { ...given, connections: 16, perSecond: Infinity },
    random,
  );
  const normal = await median(service);
  const perSecond = TIMES_CAPACITY * capacity;
  let backToNormal = Infinity;
  const { offered, answers } = await offer(service, { ...given, perSecond }, random, async () => {
    backToNormal = await timeUntilNormal(service, normal);
  });
  const { answers: limited } = await offer(service, { ...given, perSecond, addresses: ADDRESSES }, random);
  await timeUntilNormal(service, normal);
  weights.push(await service.weigh());
  await end(service, failures);
  return { ...options, capacity, offered, answers, limited, backToNormal, weights, failures };
}

async function end(service: Service, failures: string[]): Promise<void> {
  if (/Internal error/.test(service.said())) failures.push(service.said().slice(-2_000));
  const code = await service.stop();
  if (code !== 0) failures.push(`It ended with ${code}: ${service.said().slice(-2_000)}`);
}

/** Random questions that are answered, as JSON. */
async function validBodies({ url }: Service, random: Random): Promise<readonly string[]> {
  const bodies: string[] = [];
  while (bodies.length < QUESTIONS) {
    const body = JSON.stringify({ query: randomQuery(schema, samples, random.below(1e6), 3) });
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': `192.0.2.${bodies.length}` };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    await response.body?.cancel();
    if (response.status === 200) bodies.push(body);
  }
  return bodies;
}

interface Offer extends OverloadOptions {
  readonly bodies: readonly string[];
  /** From how many addresses it comes; with Infinity each request has one of its own. */
  readonly addresses: number;
  /** Requests of all connections together. With Infinity each waits for its answer and asks at once again. */
  readonly perSecond: number;
}

async function offer({ url }: Service, given: Offer, random: Random, whenOver?: () => Promise<void>) {
  const { connections, seconds, perSecond, bodies, addresses } = given;
  const clients = Array.from({ length: connections }, () => new Client(url));
  await Promise.all(clients.map((client) => client.opened));
  const start = performance.now();
  const end = start + seconds * 1_000;
  let sent = 0;
  while (performance.now() < end) {
    const due = perSecond === Infinity ? Infinity : ((performance.now() - start) / 1_000) * perSecond;
    // As clients do, none sends the next one before it is answered: what is due beyond that waits with them.
    const free = clients.filter((client) => client.waiting === 0);
    for (const client of free) {
      if (sent >= due) break;
      const address = addresses === Infinity ? (lastAddress += 1) : random.below(addresses);
      client.ask(random.pick(bodies), `10.${address >> 16}.${(address >> 8) & 255}.${address & 255}`);
      sent += 1;
    }
    await pause(perSecond === Infinity ? 0 : TICK);
  }
  const took = (performance.now() - start) / 1_000;
  const looked = whenOver?.();
  // What is under way is answered.
  const latest = performance.now() + LONGEST_ANSWER;
  while (clients.some(({ waiting }) => waiting > 0) && performance.now() < latest) await pause(TICK);
  await looked;
  const answers: Record<string, number> = {};
  for (const client of clients) {
    for (const status of client.statuses) answers[status] = (answers[status] ?? 0) + 1;
    if (client.waiting > 0) answers['unanswered'] = (answers['unanswered'] ?? 0) + client.waiting;
    client.close();
  }
  const answered = Object.values(answers).reduce((sum, count) => sum + count, 0);
  return { offered: sent / took, perSecond: answered / took, answers };
}

// So that no request of those that have an address each meets another's account.
let lastAddress = ADDRESSES;

/** A connection that sends requests and counts the statuses of their answers. */
class Client {
  readonly opened: Promise<void>;
  readonly statuses: string[] = [];
  waiting = 0;
  readonly #socket: Socket;
  #text = '';

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect(Number(port), hostname).setNoDelay(true);
    this.opened = new Promise((settle) =>
      this.#socket.once('connect', () => settle()).once('error', () => settle()),
    );
    this.#socket.on('error', () => undefined);
    this.#socket.setEncoding('latin1').on('data', (part: string) => this.#read(part));
    this.#socket.once('close', () => {
      for (; this.waiting > 0; this.waiting -= 1) this.statuses.push('cut');
    });
  }

  ask(body: string, address: string): void {
    this.waiting += 1;
    this.#socket.write(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-Forwarded-For: ${address}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  close(): void {
    this.waiting = 0;
    this.#socket.destroy();
  }

  /** Answers have a length here. */
  #read(part: string): void {
    this.#text += part;
    for (;;) {
      const head = this.#text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#text.slice(0, head + 2))?.[1] ?? 0);
      if (this.#text.length < head + 4 + length) return;
      this.statuses.push(this.#text.slice(9, 12));
      this.waiting -= 1;
      this.#text = this.#text.slice(head + 4 + length);
    }
  }
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
  while ((await latency(service)) > Math.max(3 * normal, 100)) await pause(10);
  return performance.now() - start;
}

/** The numbers as people read them. */
export function tellOverload(report: OverloadReport): string {
  const { connections, seconds, capacity, offered, answers, limited, backToNormal, weights, failures } =
    report;
  return [
    `It can do ${Math.round(capacity)} requests a second; ${connections} connections sent ${Math.round(offered)} of four times as many for ${seconds} s`,
    `answers: ${JSON.stringify(answers)}; from one address: ${JSON.stringify(limited)}`,
    `back to normal after ${Math.round(backToNormal)} ms`,
    `heap ${weights.map(({ heapUsed }) => megabytes(heapUsed)).join(', afterwards ')}`,
    ...failures,
  ].join('\n');
}
