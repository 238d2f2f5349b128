// Requests over loopback: single ones that are looked at, many at once that are counted, and one after another that are timed.
import { Agent, request as httpRequest } from 'node:http';
import autocannon from 'autocannon';
import type { Ask, Variables } from './cases.ts';

/** Connections that ask at the same time. */
export const CONNECTIONS = 16;

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly etag: string | undefined;
}

/** A client with one connection that stays open. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: URL;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Sends one request and reads its answer. */
  send(method: string, body: string | undefined, headers: Record<string, string> = {}, path?: string) {
    return new Promise<Answer>((settle, fail) => {
      const { hostname, port, pathname } = this.#url;
      const sent = httpRequest({
        agent: this.#agent,
        hostname,
        port,
        path: path ?? pathname,
        method,
        headers,
      });
      sent.once('error', fail);
      sent.setTimeout(60_000, () => sent.destroy(new Error(`no answer from ${this.#url.host} in a minute`)));
      sent.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (text += piece));
        response.once('error', fail);
        response.once('end', () =>
          settle({ status: response.statusCode ?? 0, body: text, etag: response.headers.etag }),
        );
      });
      sent.end(body);
    });
  }

  /** Asks a question, and gives the whole answer. */
  post(query: string, variables: Variables): Promise<Answer> {
    return this.send('POST', bodyOf(query, variables), jsonHeaders);
  }

  /** Asks a question, and gives its data. Rejects where there is anything else. */
  readonly ask: Ask = async (query, variables) => {
    const { body } = await this.post(query, variables);
    const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown };
    if (errors || !data) throw new Error(`${this.#url.host} answers: ${body.slice(0, 2_000)}`);
    return data;
  };

  close(): void {
    this.#agent.destroy();
  }
}

/** The headers of a question as JSON. */
export const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' } as const;

/** A question as JSON. */
export function bodyOf(query: string, variables: Variables): string {
  return JSON.stringify({ query, variables });
}

/** A question as the path of a GET. */
export function pathOf(query: string, variables: Variables): string {
  return `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;
}

/** What is sent by all connections: the same over and over, or another body each time. */
export interface Load {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | (() => string) | undefined;
  readonly status: number;
}

/** What came of it. */
export interface Rate {
  readonly perSecond: number;
  /** How much of a core the load generator took, from 0 to 1: near 1 it is the limit itself. */
  readonly generator: number;
}

/** Sends requests from all connections for so many seconds, or ten times as long where that is too short for any answer. Rejects where any answer is not as it should be. */
export async function rateOf(url: string, load: Load, seconds: number): Promise<Rate> {
  return (await tryRate(url, load, seconds)) ?? (await tryRate(url, load, seconds * 10)) ?? noAnswer(seconds);
}

function noAnswer(seconds: number): never {
  throw new Error(`there was no answer within ${seconds * 10} seconds`);
}

async function tryRate(url: string, load: Load, seconds: number): Promise<Rate | undefined> {
  const before = process.cpuUsage();
  const started = performance.now();
  const { method, path, headers, body } = load;
  const result = await autocannon({
    url: new URL(url).origin,
    connections: CONNECTIONS,
    duration: seconds,
    // Its timer looks every tenth of a second when a run is over.
    sampleInt: 100,
    timeout: 30,
    requests: [
      {
        method,
        path,
        headers,
        ...(typeof body === 'string' && { body }),
        ...(typeof body === 'function' && {
          setupRequest: (request: autocannon.Request) => ({ ...request, body: body() }),
        }),
      },
    ],
  });
  const elapsed = performance.now() - started;
  const used = process.cpuUsage(before);
  const counts = result.statusCodeStats as unknown as Record<string, { count: number }>;
  const statuses = Object.keys(counts);
  if (result.errors === 0 && statuses.length === 0) return undefined;
  if (result.errors > 0 || statuses.some((status) => Number(status) !== load.status)) {
    throw new Error(
      `${result.errors} requests failed, and the answers were ${JSON.stringify(counts)}, where ${load.status} was expected`,
    );
  }
  return {
    perSecond: result.requests.total / result.duration,
    generator: (used.user + used.system) / 1_000 / elapsed,
  };
}

/** Milliseconds from request to answer. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** Asks one question after another on one connection, after a warm-up, for so many seconds. */
export async function latencyOf(ask: (n: number) => Promise<unknown>, seconds: number): Promise<Latency> {
  let n = 0;
  const warmUntil = performance.now() + seconds * 400;
  while (performance.now() < warmUntil || n < 20) await ask((n += 1));
  const times: number[] = [];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until || times.length < 20) {
    const started = performance.now();
    await ask((n += 1));
    times.push(performance.now() - started);
  }
  return { ...percentiles(times), count: times.length };
}

/** The middle and the 99th of a hundred. */
export function percentiles(values: readonly number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** The middle, the least and the most. */
export function spread(values: readonly number[]): { median: number; min: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}
