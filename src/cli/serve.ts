// onrecord serve: the content over HTTP, until the process is told to stop.
import type { RequestListener } from 'node:http';
import { schema } from '../graphql/schema.ts';
import { openBuilt, openCorpus, type Opened } from '../corpus.ts';
import { createAdmin } from '../server/admin.ts';
import type { DocumentOptions } from '../server/documents.ts';
import { EditingStatus } from '../server/editing-status.ts';
import { listen, type Listening } from '../server/listen.ts';
import { createMetrics } from '../server/metrics.ts';
import { ServedCorpus } from '../server/served-corpus.ts';
import { readLimits, readPreviewTokens, UsageError, withoutSecrets } from '../config.ts';
import { createServer, type ServerOptions, socketsOf } from '../server/server.ts';
import type { Sockets } from '../server/sockets.ts';
import { Subscribers } from '../server/subscribers.ts';
import { followClock } from '../server/visibility-clock.ts';
import type { Command, Io, Options } from './command.ts';
import { documentsOf } from './documents.ts';
import { follow } from './follow.ts';
import { withProgress } from './progress.ts';
import { isDatabase } from '../stores.ts';
import { version } from './version.ts';
import { Watching } from './watching.ts';
import { tellError, tellProblems } from './words.ts';
import { freePort, isWorker, obey, workerIo, Workers } from './workers.ts';

// How long load balancers get to see that this process is not ready for more.
const GRACE_IN_MILLISECONDS = 1_000;

export const serve: Command = {
  summary: 'Serves the content over GraphQL.',
  about: `Compiles the content where it has changed since the last build, then serves it. Content with problems is not
served: they are printed, and the exit code is 1. With --watch, changes are compiled as they are saved; while they
have problems, the last good corpus is served on, and where there is none yet, it waits until they are mended. A file as
the store is opened again on SIGHUP: to publish, run "onrecord build", then "kill -HUP" with the id of this process.
A database is served as it was loaded, and followed when it is loaded again; nothing is compiled for it unless --content
is given. With --workers, so many processes answer on one port, and one that dies is replaced. SIGTERM stops it gently.`,
  options: [
    'content',
    'store',
    'replicas',
    'host',
    'port',
    'admin-port',
    'workers',
    'without-node',
    'trusted-documents',
    'trusted-documents-only',
    'automatic-persisted-queries',
    'watch',
  ],
  async run(options, io) {
    if (isWorker) return serveAsWorker(options, io);
    const documents = documentsOf(options, io);
    const signals = new Signals(io);
    const isBuilt = isDatabase(options.store) && !options.given.has('content');
    if (isBuilt && options.watch) {
      throw new UsageError(
        '--watch follows a content folder: with a database as the store, name it with --content.',
      );
    }
    if (options.replicas.length > 0 && !isDatabase(options.store)) {
      throw new UsageError(
        '--replicas follow a database, and --store is a file: name the database with --store.',
      );
    }
    const corpus = new ServedCorpus();
    const editing = new EditingStatus();
    const settings = { ...options, isShared: options.workers > 1 };
    const watching = options.watch ? new Watching({ settings, corpus, editing, io }) : undefined;
    let admin: Listening | undefined;
    try {
      const opened = await Promise.race([watching?.settled ?? open(options, isBuilt, io), signals.first]);
      // Told to stop before it could start.
      if (typeof opened === 'string') return 0;
      if (opened && !opened.store) {
        const { lines, summary } = tellProblems(opened.compilation, options.content);
        io.err(`${lines}\n${summary}: nothing is served until they are mended.`);
        return 1;
      }
      if (opened) corpus.replace(opened.store);
      const following = isDatabase(options.store) ? follow(options, corpus, io) : undefined;
      io.onReload(() => (watching ? watching.look() : void reload(options, corpus, io)));
      const { adminPort: port } = options;
      if (port !== undefined) {
        const metrics = createAdmin(createMetrics(corpus, editing));
        admin = await explained(listen(metrics, options.host, port), { ...options, port }, '--admin-port');
      }
      void signals.first.then(() => {
        void following?.end();
        void watching?.end();
        signals.onNext(() => void watching?.cut());
      });
      const source = isBuilt ? withoutSecrets(options.store) : options.content;
      const onListening = (url: string) => io.out(greeting(url, admin?.url, source, options));
      return await (options.workers > 1
        ? serveWithWorkers(corpus, options, io, signals, onListening)
        : serveCorpus(corpus, watching && editing, documents, options, io, signals, onListening));
    } finally {
      admin?.cut();
      await watching?.end();
    }
  },
};

async function open(options: Options, isBuilt: boolean, io: Io): Promise<Opened> {
  return isBuilt
    ? { store: await openBuilt(options), changed: false }
    : withProgress(io, (onProgress) => openCorpus({ ...options, onProgress }));
}

/** Serves what the store has now, if that is another corpus. A database is followed anyway. */
async function reload(options: Options, corpus: ServedCorpus, io: Io): Promise<void> {
  if (isDatabase(options.store)) return;
  try {
    const store = await openBuilt(options);
    if (store.version === corpus.store.version) {
      await store.close();
      io.out(`${options.store} has no other corpus than version ${store.version}, which is served.`);
      return;
    }
    corpus.replace(store);
    io.out(`${options.store} was built anew. Version ${store.version} is served from now on.`);
  } catch (error) {
    io.err(`${tellError(error)}\nThe corpus before is still served: version ${corpus.store.version}`);
  }
}

/** Answers on a port until a signal comes; `onListening` is told where. */
async function serveCorpus(
  corpus: ServedCorpus,
  editing: EditingStatus | undefined,
  documents: DocumentOptions,
  options: Options,
  io: Io,
  signals: Signals,
  onListening: (url: string) => void,
): Promise<number> {
  const limits = readLimits();
  const serverOptions: ServerOptions = {
    schema,
    subgraph: { withoutNode: options.withoutNode },
    corpus,
    ...(editing && { editing }),
    previewTokens: readPreviewTokens(),
    documents,
    limits,
    subscribers: new Subscribers(limits),
    report: (requestId, error) => io.err(`Internal error ${requestId}: ${tellError(error)}`),
    isStopping: () => signals.count > 0,
  };
  const server = createServer(serverOptions);
  const listening = await listenOrExplain(server, options, socketsOf(server, serverOptions));
  void followClock(corpus, serverOptions.report);
  onListening(listening.url);

  const signal = await signals.first;
  signals.onNext(() => listening.cut());
  const grace = signal === 'SIGTERM' && !options.watch ? GRACE_IN_MILLISECONDS : 0;
  await listening.stop(grace, () => corpus.endStreams());
  corpus.close();
  return 0;
}

/** Lets other processes answer, which open what this one builds. */
async function serveWithWorkers(
  corpus: ServedCorpus,
  options: Options,
  io: Io,
  signals: Signals,
  onListening: (url: string) => void,
): Promise<number> {
  // They open what is built, so there must be something.
  if ((await Promise.race([isServed(corpus), signals.first])) !== undefined) return 0;
  const workers = new Workers(io);
  const port = await explained(freePort(options.host, options.port), options);
  const url = await workers.start(options.workers, port);
  if (url === undefined) return 1;
  void workers.follow(corpus);
  onListening(url);

  const signal = await signals.first;
  signals.onNext(() => void workers.stop(signal));
  await workers.stop(signal);
  corpus.endStreams();
  corpus.close();
  return 0;
}

/** Waits until there is a corpus. */
async function isServed(corpus: ServedCorpus): Promise<void> {
  while (!corpus.isServing) {
    const lease = corpus.take();
    await lease.replaced(new AbortController().signal);
    lease.giveBack();
  }
}

/** One of those processes. */
async function serveAsWorker(options: Options, io: Io): Promise<number> {
  const signals = new Signals(workerIo(io));
  // Told before the corpus is opened, so that none that is built meanwhile is missed.
  const tellUrl = obey(
    async () => (await corpus).replace(await openBuilt(options)),
    (error) => io.err(`The last corpus is served on: ${tellError(error)}`),
  );
  const corpus = openBuilt(options).then((store) => new ServedCorpus(store));
  // What is wrong with them the first process has told.
  const documents = documentsOf(options, { ...io, err: () => undefined });
  // What the first process is asked for, it passes on.
  io.onReload(() => undefined);
  return serveCorpus(await corpus, undefined, documents, options, io, signals, tellUrl);
}

/** Signals that ask for an end: the first one gently. */
class Signals {
  readonly first: Promise<'SIGTERM' | 'SIGINT'>;
  count = 0;
  readonly #onNext = new Set<() => void>();

  constructor(io: Io) {
    this.first = new Promise((resolve) => {
      io.onSignal((signal) => {
        this.count += 1;
        if (this.count === 1) resolve(signal);
        else for (const listener of this.#onNext) listener();
      });
    });
  }

  onNext(listener: () => void): void {
    this.#onNext.add(listener);
    if (this.count > 1) listener();
  }
}

function listenOrExplain(
  server: RequestListener,
  { host, port }: Options,
  sockets: Sockets,
): Promise<Listening> {
  return explained(listen(server, host, port, { sockets, isShared: isWorker }), { host, port });
}

/** The same, with an error that says what to do where a port cannot be opened. */
async function explained<T>(
  opening: Promise<T>,
  { host, port }: Pick<Options, 'host' | 'port'>,
  flag = '--port',
): Promise<T> {
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

function greeting(url: string, admin: string | undefined, source: string, { watch }: Options): string {
  const metrics = admin === undefined ? '' : `  Metrics      ${admin}/metrics\n`;
  return `onrecord ${version} serves ${source}${watch ? ' and follows its changes' : ''}

  Start page   ${url}/
  GraphQL      ${url}/graphql   (with GraphiQL for browsers)
${metrics}`;
}
