// Answers on a port until a signal comes: this process alone, or several others that open what this one builds.
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { openBuilt } from '../corpus.ts';
import { schema } from '../graphql/schema.ts';
import { Admission } from '../server/admission.ts';
import type { DocumentOptions } from '../server/documents.ts';
import type { EditingStatus } from '../server/editing-status.ts';
import { listen, type Listening, type ListenOptions } from '../server/listen.ts';
import type { Metrics } from '../server/metrics.ts';
import { observed, type Observer } from '../server/notes.ts';
import { ServedCorpus } from '../server/served-corpus.ts';
import { createServer, handlerOf, type ServerOptions, socketsOf } from '../server/server.ts';
import { Subscribers } from '../server/subscribers.ts';
import { startTelemetry } from '../server/telemetry.ts';
import { followClock } from '../server/visibility-clock.ts';
import type { Io, Options } from './command.ts';
import { documentsOf } from './documents.ts';
import { issuerOf } from './issuer.ts';
import { ratesOf } from './rates.ts';
import { ErrorLog } from './error-log.ts';
import type { Logging } from './logging.ts';
import { Signals } from './signals.ts';
import { version } from './version.ts';
import { tellError } from './words.ts';
import { freePort, isWorker, obey, workerIo, Workers } from './workers.ts';

// How long load balancers get to see that this process is not ready for more.
const GRACE_IN_MILLISECONDS = 1_000;

/** What is answered from, and who is told of it. */
export interface Answering {
  readonly corpus: ServedCorpus;
  readonly documents: DocumentOptions;
  /** What becomes of edits, where the content is followed. */
  readonly editing?: EditingStatus | undefined;
  readonly options: Options;
  readonly io: Io;
  readonly log: Logging;
  /** Where there is a port for them. */
  readonly metrics: Metrics | undefined;
  readonly signals: Signals;
  /** Told where it is answered. */
  onListening(url: string): void;
  /** Called at the second signal, when there is no time left. */
  onHurry?(): void;
}

/** Answers in this process; resolves with the exit code. */
export async function answer(answering: Answering): Promise<number> {
  const { corpus, documents, editing, options, io, log, metrics, signals, onListening, onHurry } = answering;
  const { limits, previewTokens } = options;
  const subscribers = new Subscribers(limits);
  metrics?.countSubscribers(() => subscribers.count);
  const admission = new Admission(limits);
  metrics?.countWaiting(() => admission.waiting);
  const { telemetry: endpoint } = options;
  const telemetry =
    endpoint === undefined
      ? undefined
      : startTelemetry({ endpoint, version, trustedProxies: limits.trustedProxies });
  const measure = corpus.onStoreCall;
  if (telemetry) {
    corpus.onStoreCall = (call, milliseconds) => {
      measure?.(call, milliseconds);
      telemetry.onStoreCall(call, milliseconds);
    };
  }
  const errors = new ErrorLog(io, () => corpus.store.ping());
  const issuer = await issuerOf(options, io);
  const { rate, shared } = await ratesOf(options, io);
  if (shared) metrics?.watchRates(() => shared.isShared);
  const serverOptions: ServerOptions = {
    schema,
    subgraph: { withoutNode: options.withoutNode },
    corpus,
    editing,
    previewTokens,
    issuer,
    documents,
    introspection: options.introspection,
    suggestions: options.suggestions,
    graphiql: options.graphiql,
    origins: options.corsOrigins,
    limits,
    rate,
    admission,
    subscribers,
    report: errors.report,
    isStopping: () => signals.count > 0,
  };
  const server = createServer(serverOptions);
  void issuer?.keys.read();
  const observers = [telemetry?.requests, log.requests, metrics?.requests].filter(
    (each): each is Observer => each !== undefined,
  );
  const sockets = socketsOf(server, serverOptions, observers);
  const handler = observed(handlerOf(server, serverOptions), observers, limits.trustedProxies);
  const listening = await listenOrExplain(handler, options, '--port', {
    sockets,
    isShared: isWorker,
    connections: limits.connections,
  });
  void followClock(corpus, serverOptions.report);
  // Work of a request that was answered before it was done, and that fails: a line for the log, not the end of all requests.
  const onUnheard = (error: unknown) => errors.report(randomUUID(), error);
  process.on('unhandledRejection', onUnheard);
  onListening(listening.url);

  const signal = await signals.first;
  signals.onNext(() => {
    listening.cut();
    onHurry?.();
  });
  const grace = signal === 'SIGTERM' && !options.watch ? GRACE_IN_MILLISECONDS : 0;
  await listening.stop(grace, () => corpus.endStreams());
  process.off('unhandledRejection', onUnheard);
  errors.end();
  issuer?.keys.end();
  await shared?.end();
  log.flush();
  await telemetry?.end();
  corpus.close();
  return 0;
}

/** Lets other processes answer, once there is a corpus for them to open. */
export async function answerWithWorkers(answering: Answering, workers: Workers): Promise<number> {
  const { corpus, options, signals, onListening, onHurry } = answering;
  if (!corpus.isServing && !(await isReplaced(corpus, signals))) return 0;
  const port = await explained(freePort(options.host, options.port), options, '--port');
  const url = await workers.start(options.workers, port);
  if (url === undefined) return 1;
  void workers.follow(corpus);
  onListening(url);

  const signal = await signals.first;
  signals.onNext(() => {
    void workers.stop(signal);
    onHurry?.();
  });
  await workers.stop(signal);
  corpus.endStreams();
  corpus.close();
  return 0;
}

/** One of those processes. */
export async function answerAsWorker(options: Options, log: Logging): Promise<number> {
  const { io } = log;
  const signals = new Signals(workerIo(io));
  // Told before the corpus is opened, so that none that is built meanwhile is missed.
  const onListening = obey(
    async () => (await corpus).replace(await openBuilt(options)),
    (error) => io.err(`The last corpus is served on: ${tellError(error)}`),
    async () => (await metrics)?.numbers(),
  );
  const corpus = openBuilt(options).then((store) => new ServedCorpus(store));
  // What is wrong with them the first process has told.
  const documents = documentsOf(options, { ...io, err: () => undefined });
  const metrics = corpus.then((served) => measure(options, served, documents));
  // The first process tells it what to open; without a listener the signal would end it.
  io.onReload(() => undefined);
  return answer({
    corpus: await corpus,
    documents,
    options,
    io,
    log,
    metrics: await metrics,
    signals,
    onListening,
  });
}

/** Measures this process from now on, where the settings ask for it. */
export async function measure(
  { adminPort }: Options,
  corpus: ServedCorpus,
  { trusted }: DocumentOptions,
  editing?: EditingStatus,
): Promise<Metrics | undefined> {
  if (adminPort === undefined) return undefined;
  const { Metrics, operationsOf } = await import('../server/metrics.ts');
  const metrics = new Metrics({ corpus, editing, operations: operationsOf(trusted?.values() ?? []) });
  corpus.onStoreCall = metrics.onStoreCall;
  return metrics;
}

/** Serves the numbers of this process, and of its workers, on a port of their own. */
export async function answerAdmin(
  metrics: Metrics,
  workers: Workers,
  host: string,
  port: number,
): Promise<Listening> {
  const { createAdmin } = await import('../server/admin.ts');
  const { together } = await import('../server/metrics.ts');
  const collect = async () => {
    const numbers = await workers.numbers();
    return numbers.length === 0 ? metrics.registry : together([await metrics.numbers(), ...numbers]);
  };
  return listenOrExplain(createAdmin(collect), { host, port }, '--admin-port');
}

/** Waits for another corpus: true; or for a signal: false. */
async function isReplaced(corpus: ServedCorpus, { first }: Signals): Promise<boolean> {
  const lease = corpus.take();
  const waiting = new AbortController();
  void first.then(() => waiting.abort());
  const isThere = await lease.replaced(waiting.signal);
  lease.giveBack();
  return isThere;
}

type Address = Pick<Options, 'host' | 'port'>;

function listenOrExplain(
  server: RequestListener,
  { host, port }: Address,
  flag: string,
  more?: ListenOptions,
): Promise<Listening> {
  return explained(listen(server, host, port, more), { host, port }, flag);
}

/** The same, with an error that says what to do where a port cannot be opened. */
async function explained<T>(opening: Promise<T>, { host, port }: Address, flag: string): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    const reason = {
      EADDRINUSE: `another program, perhaps another onrecord, listens there. Stop it, or choose another port with ${flag}; 0 picks a free one`,
      EACCES: `ports below 1024 need special rights. Choose a higher one with ${flag}`,
      EADDRNOTAVAIL: 'this machine does not have that address. Choose another one with --host',
      ENOTFOUND: 'nobody knows a machine of that name. Choose an address of this machine with --host',
    }[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason
      ? new Error(`Port ${port} of ${host} cannot be opened: ${reason}.`, { cause: error })
      : error;
  }
}
