// The ways on which attacks come: the lane, and Yoga without it, each over real HTTP.
import { request as send } from 'node:http';
import { expect, onTestFinished } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { Admission } from '../../src/server/admission.ts';
import { defaultLimits, type Limits } from '../../src/server/limits.ts';
import { listen, type ListenOptions } from '../../src/server/listen.ts';
import { RateLimit } from '../../src/server/rate-limit.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { createServer, handlerOf, type ServerOptions, socketsOf } from '../../src/server/server.ts';
import { Subscribers } from '../../src/server/subscribers.ts';
import type { Store } from '../../src/store/store.ts';
import { bytesAllocated, bytesInUse } from './bounds.ts';

/** The preview token of these servers. */
export const TOKEN = 'a-preview-token-of-tests';

/** What is sent; a body that is no text is sent as JSON. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer | object;
}

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined where it is not JSON. */
  readonly json: GraphQLAnswer | undefined;
}

interface GraphQLAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: unknown;
}

/** One way. */
export interface Way {
  readonly name: 'lane' | 'yoga';
  readonly url: string;
  ask(sent: Sent): Promise<Received>;
}

/** Nothing that comes back may take longer: a bound for attacks, not a measure. */
const LONGEST_IN_MILLISECONDS = 10_000;

/** What an attack may leave in use: each of two servers keeps documents in 50 MB at most. */
const MOST_LEFT_IN_BYTES = 120_000_000;

let first: { readonly file: string | undefined; readonly bytes: number } | undefined;

/** The bytes that were in use before the first server of a test file. */
async function bytesBefore(): Promise<number> {
  const file = expect.getState().testPath;
  if (first === undefined || first.file !== file) first = { file, bytes: await bytesInUse() };
  return first.bytes;
}

/** Starts a server for each way, and stops them after the test; whatever the tests of a file have sent, it leaves little memory in use. */
export async function start(
  store: Store,
  {
    limits: given = {},
    patience = {},
    ...more
  }: Omit<Partial<ServerOptions>, 'limits'> &
    Pick<ListenOptions, 'patience'> & { readonly limits?: Partial<Limits> } = {},
): Promise<{ readonly ways: readonly Way[]; readonly reports: unknown[] }> {
  const most = (await bytesBefore()) + MOST_LEFT_IN_BYTES;
  // The last that is done. What is not collected yet is too much at most: collecting takes long.
  onTestFinished(async () => {
    if (bytesAllocated() >= most) expect(await bytesInUse()).toBeLessThan(most);
  });
  const corpus = new ServedCorpus(store);
  const reports: unknown[] = [];
  const limits = { ...defaultLimits, ...given };
  const ways: Way[] = [];
  for (const name of ['lane', 'yoga'] as const) {
    const options: ServerOptions = {
      schema,
      corpus,
      previewTokens: [TOKEN],
      limits,
      rate: new RateLimit(limits),
      admission: new Admission(limits),
      subscribers: new Subscribers(limits),
      report: (_, error) => reports.push(error),
      isStopping: () => false,
      ...more,
    };
    const server = createServer(options);
    const handler = name === 'lane' ? handlerOf(server, options) : server;
    const sockets = socketsOf(server, options);
    const listening = await listen(handler, '127.0.0.1', 0, {
      sockets,
      connections: limits.connections,
      patience,
    });
    onTestFinished(async () => {
      corpus.endStreams();
      listening.cut();
      await listening.stop(0).catch(() => undefined);
    });
    ways.push(wayTo(listening.url, name));
  }
  return { ways, reports };
}

/** The way to a service that runs already. */
export function wayTo(url: string, name: Way['name'] = 'lane'): Way {
  return { name, url, ask: (sent) => ask(url, sent) };
}

function ask(
  url: string,
  { method = 'POST', path = '/graphql', headers = {}, body }: Sent,
): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
  const sending = send(
    `${url}${path}`,
    { method, agent: false, headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers } },
    (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
      });
    },
  );
  sending.setTimeout(LONGEST_IN_MILLISECONDS, () => sending.destroy(new Error('It took too long')));
  sending.once('error', reject);
  sending.end(isJson ? JSON.stringify(body) : body);
  return promise;
}

function parsed(text: string): GraphQLAnswer | undefined {
  try {
    return JSON.parse(text) as GraphQLAnswer;
  } catch {
    return undefined;
  }
}

/** The codes of the errors of an answer, each one of the list. */
export function codesOf({ json }: Received): unknown[] {
  const codes = (json?.errors ?? []).map(({ extensions }) => extensions?.['code']);
  for (const code of codes) expect(Object.keys(errorCodes)).toContain(code);
  return codes;
}
