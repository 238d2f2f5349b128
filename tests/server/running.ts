// A real server on a free port, in the process of the tests.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { onTestFinished } from 'vitest';
import { openCorpus } from '../../src/corpus.ts';
import { schema as realSchema } from '../../src/graphql/schema.ts';
import type { DocumentOptions } from '../../src/server/documents.ts';
import { Admission } from '../../src/server/admission.ts';
import { listen } from '../../src/server/listen.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { defaultLimits, type Limits } from '../../src/server/limits.ts';
import { RateLimit } from '../../src/server/rate-limit.ts';
import { createServer, handlerOf, type ServerOptions, socketsOf } from '../../src/server/server.ts';
import { Subscribers } from '../../src/server/subscribers.ts';
import type { TokenIssuer } from '../../src/server/token-issuer.ts';
import type { Store } from '../../src/store/store.ts';

/** What few tests change. */
interface MoreOptions {
  readonly limits?: Partial<Limits>;
  readonly documents?: DocumentOptions;
  readonly issuer?: TokenIssuer | undefined;
  readonly whenOver?: WhenOver;
}

/** When something is put away: after the test, or with `afterAll` after all of a file. */
type WhenOver = (putAway: () => void | Promise<void>) => void;

/** A server under test. */
export interface RunningServer {
  readonly url: string;
  readonly corpus: ServedCorpus;
  /** Errors that clients did not get to see, with the id that they got instead. */
  readonly reports: { readonly requestId: string; readonly error: unknown }[];
  readonly subscribers: Subscribers;
  /** Stops as `onrecord serve` does. */
  stop(grace: number): Promise<void>;
  /** From now on, the server says that it is stopping. */
  announceStop(): void;
  /** Sends an operation as JSON. */
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** What came back, as far as tests look at it. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const bundled = resolve(import.meta.dirname, '../../content');
// Compiled once by each process: a store that was built from the same files is taken as it is.
let built: Buffer | undefined;

/** The bundled content, or another, as a store in a folder that is removed after the test. */
export async function openBundled(content = bundled, whenOver: WhenOver = onTestFinished): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  whenOver(() => rmSync(folder, { recursive: true, force: true }));
  const store = join(folder, 'corpus.db');
  if (built && content === bundled) writeFileSync(store, built);
  const opened = await openCorpus({ content, store });
  if (!opened.store) throw new Error(JSON.stringify(opened.compilation.problems, null, 2));
  if (content === bundled) built ??= readFileSync(store);
  return opened.store;
}

/** Starts a server and stops it after the test. */
export async function startServer(
  store: Store,
  schema: GraphQLSchema = realSchema,
  previewTokens: readonly string[] = [],
  { limits: givenLimits = {}, documents = {}, issuer, whenOver = onTestFinished }: MoreOptions = {},
): Promise<RunningServer> {
  const corpus = new ServedCorpus(store);
  const limits = { ...defaultLimits, ...givenLimits };
  const subscribers = new Subscribers(limits);
  const reports: { requestId: string; error: unknown }[] = [];
  let isStopping = false;
  const options: ServerOptions = {
    schema,
    corpus,
    previewTokens,
    issuer,
    limits,
    rate: new RateLimit(limits),
    admission: new Admission(limits),
    subscribers,
    documents,
    report: (requestId, error) => reports.push({ requestId, error }),
    isStopping: () => isStopping,
  };
  const server = createServer(options);
  const listening = await listen(handlerOf(server, options), '127.0.0.1', 0, {
    sockets: socketsOf(server, options),
  });
  whenOver(async () => {
    listening.cut();
    await listening.stop(0).catch(() => undefined);
  });
  return {
    url: listening.url,
    corpus,
    reports,
    subscribers,
    stop: (grace) => listening.stop(grace, () => corpus.endStreams()),
    announceStop() {
      isStopping = true;
    },
    async post(body, headers = {}) {
      const response = await fetch(`${listening.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      });
      return { status: response.status, body: readable(await response.text()) };
    },
  };
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
