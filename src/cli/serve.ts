// onrecord serve: the content over HTTP, until the process is told to stop.
import type { RequestListener } from 'node:http';
import { schema } from '../graphql/schema.ts';
import { openBuilt, type OpenOptions, openCorpus } from '../corpus.ts';
import type { DocumentOptions } from '../server/documents.ts';
import { listen, type Listening } from '../server/listen.ts';
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
import { repairWhenDamaged } from './repair.ts';
import { isDatabase } from '../stores.ts';
import { version } from './version.ts';
import { watchFolder } from './watch.ts';
import { tellError, tellProblems } from './words.ts';
import { isWorker, obey, workerIo, Workers } from './workers.ts';

// How long load balancers get to see that this process is not ready for more.
const GRACE_IN_MILLISECONDS = 1_000;

export const serve: Command = {
  summary: 'Serves the content over GraphQL.',
  about: `Compiles the content where it has changed since the last build, then serves it. Content with problems is not
served: they are printed, and the exit code is 1. With --watch, changes are compiled as they are saved; while they
have problems, the last good corpus is served on. A database as the store is served as it was loaded, and followed when
it is loaded again; nothing is compiled for it unless --content is given. With --workers, so many processes answer on
one port, and one that dies is replaced. SIGTERM stops it gently.`,
  options: [
    'content',
    'store',
    'replicas',
    'host',
    'port',
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
    const watching = options.watch ? new Watching(options, io) : undefined;
    try {
      const opened = await Promise.race([
        isBuilt
          ? openBuilt(options).then((store) => ({ store }))
          : withProgress(io, (onProgress) => openCorpus({ ...options, onProgress, onNotice: io.err })),
        signals.first,
      ]);
      // Told to stop before it could start.
      if (typeof opened === 'string') return 0;
      if (!opened.store) {
        const { lines, summary } = tellProblems(opened.compilation, options.content);
        io.err(`${lines}\n${summary}: nothing is served until they are mended.`);
        return 1;
      }
      const corpus = new ServedCorpus(opened.store);
      const following = isDatabase(options.store) ? follow(options, corpus, io) : undefined;
      void signals.first.then(() => {
        watching?.end();
        void following?.end();
      });
      const onListening = (url: string) => {
        io.out(greeting(url, isBuilt ? withoutSecrets(options.store) : options.content, options));
        watching?.serve(corpus);
        repairWhenDamaged(corpus, options, io);
      };
      return await (options.workers > 1
        ? serveWithWorkers(corpus, options, io, signals, onListening)
        : serveCorpus(corpus, documents, options, io, signals, onListening));
    } finally {
      watching?.end();
    }
  },
};

/** Answers on a port until a signal comes; `onListening` is told where. */
async function serveCorpus(
  corpus: ServedCorpus,
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
  { workers: count, host, port }: Options,
  io: Io,
  signals: Signals,
  onListening: (url: string) => void,
): Promise<number> {
  const workers = new Workers(io);
  const url = await workers.start(count, host, port);
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

/** One of those processes. */
async function serveAsWorker(options: Options, io: Io): Promise<number> {
  const signals = new Signals(workerIo(io));
  const corpus = new ServedCorpus(await openBuilt(options));
  const onSwitch = async () => {
    const store = await openBuilt(options);
    if (store.stamp === corpus.store.stamp) await store.close();
    else corpus.replace(store);
  };
  const tellUrl = obey(onSwitch, (error) => io.err(`The last corpus is served on: ${tellError(error)}`));
  // What is wrong with them the first process has told.
  const documents = documentsOf(options, { ...io, err: () => undefined });
  return serveCorpus(corpus, documents, options, io, signals, tellUrl);
}

/** Signals that ask for an end: the first one gently. */
class Signals {
  readonly first: Promise<'SIGTERM' | 'SIGINT'>;
  count = 0;
  #onNext: () => void = () => undefined;

  constructor(io: Io) {
    this.first = new Promise((resolve) => {
      io.onSignal((signal) => {
        this.count += 1;
        if (this.count === 1) resolve(signal);
        else this.#onNext();
      });
    });
  }

  onNext(listener: () => void): void {
    this.#onNext = listener;
    if (this.count > 1) listener();
  }
}

/** Keeps the served corpus equal to the content folder, as far as that has no problems. */
class Watching {
  readonly end: () => void;
  readonly #options: OpenOptions;
  readonly #io: Io;
  #corpus: ServedCorpus | undefined;
  #isStale = false;
  #isBroken = false;
  #isBuilding = false;

  constructor(options: OpenOptions, io: Io) {
    this.#options = options;
    this.#io = io;
    // Before the content is read for the first time, so that no change is missed.
    const stop = watchFolder(options.content, {
      onChange: () => void this.#changed(),
      onError: (error) => io.err(`Not every change will be seen: ${error.message}`),
    });
    this.end = () => {
      stop();
      this.#corpus = undefined;
    };
  }

  /** From now on, changes replace what `corpus` serves. */
  serve(corpus: ServedCorpus): void {
    this.#corpus = corpus;
    if (this.#isStale) void this.#changed();
  }

  async #changed(): Promise<void> {
    this.#isStale = true;
    if (this.#isBuilding || !this.#corpus) return;
    this.#isBuilding = true;
    while (this.#isStale && this.#corpus) {
      this.#isStale = false;
      await this.#rebuild().catch((error: unknown) => this.#keep(tellError(error)));
    }
    this.#isBuilding = false;
  }

  async #rebuild(): Promise<void> {
    const opened = await withProgress(this.#io, (onProgress) =>
      openCorpus({ ...this.#options, onProgress, onNotice: this.#io.err }),
    );
    const corpus = this.#corpus;
    if (!opened.store) {
      const { lines, summary } = tellProblems(opened.compilation, this.#options.content);
      this.#keep(`${lines}\n${summary}`);
    } else if (!corpus || opened.store.stamp === corpus.store.stamp) {
      await opened.store.close();
      if (this.#isBroken) this.#io.out('The content is as it was before.');
      this.#isBroken = false;
    } else {
      corpus.replace(opened.store);
      this.#isBroken = false;
      this.#io.out(`The content has changed. Version ${opened.store.version} is served from now on.`);
    }
  }

  #keep(reason: string): void {
    this.#isBroken = true;
    this.#io.err(`${reason}\nThe last good corpus is still served: version ${this.#corpus?.store.version}`);
  }
}

async function listenOrExplain(
  server: RequestListener,
  { host, port }: Options,
  sockets: Sockets,
): Promise<Listening> {
  try {
    return await listen(server, host, port, sockets);
  } catch (error) {
    const reason = {
      EADDRINUSE:
        'another program, perhaps another onrecord, listens there. Stop it, or choose another port with --port; 0 picks a free one',
      EACCES: 'ports below 1024 need special rights. Choose a higher one with --port',
      EADDRNOTAVAIL: 'this machine does not have that address. Choose another one with --host',
      ENOTFOUND: 'nobody knows a machine of that name. Choose an address of this machine with --host',
    }[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason
      ? new Error(`Port ${port} of ${host} cannot be opened: ${reason}.`, { cause: error })
      : error;
  }
}

function greeting(url: string, source: string, { watch }: Options): string {
  return `onrecord ${version} serves ${source}${watch ? ' and follows its changes' : ''}

  Start page   ${url}/
  GraphQL      ${url}/graphql   (with GraphiQL for browsers)
`;
}
