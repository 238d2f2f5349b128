// onrecord serve: the content over HTTP, until the process is told to stop.
import type { RequestListener } from 'node:http';
import { schema } from '../graphql/schema.ts';
import { openBuilt, openCorpus, type Opened } from '../corpus.ts';
import { createAdmin } from '../server/admin.ts';
import { EditingStatus } from '../server/editing-status.ts';
import { listen, type Listening } from '../server/listen.ts';
import { createMetrics } from '../server/metrics.ts';
import { ServedCorpus } from '../server/served-corpus.ts';
import { readPreviewTokens, UsageError, withoutSecrets } from '../config.ts';
import { createServer } from '../server/server.ts';
import type { Command, Io, Options } from './command.ts';
import { follow } from './follow.ts';
import { withProgress } from './progress.ts';
import { isDatabase } from '../stores.ts';
import { version } from './version.ts';
import { Watching } from './watching.ts';
import { tellError, tellProblems } from './words.ts';

// How long load balancers get to see that this process is not ready for more.
const GRACE_IN_MILLISECONDS = 1_000;

export const serve: Command = {
  summary: 'Serves the content over GraphQL.',
  about: `Compiles the content where it has changed since the last build, then serves it. Content with problems is not
served: they are printed, and the exit code is 1. With --watch, changes are compiled as they are saved; while they
have problems, the last good corpus is served on, and where there is none yet, it waits until they are mended.
A database as the store is served as it was loaded, and followed when it is loaded again; nothing is compiled for it
unless --content is given. A file as the store that "onrecord build" has replaced is served from SIGHUP on: publish with
"onrecord build && kill -HUP PID". SIGTERM stops it gently.`,
  options: ['content', 'store', 'replicas', 'host', 'port', 'admin-port', 'without-node', 'watch'],
  async run(options, io) {
    const signals = new Signals(io);
    const isBuilt = isDatabase(options.store) && !options.given.has('content');
    if (isBuilt && options.watch) {
      throw new UsageError(
        '--watch follows a content folder: with a database as the store, name it with --content.',
      );
    }
    const corpus = new ServedCorpus();
    const editing = new EditingStatus();
    const watching = options.watch
      ? new Watching({ settings: options, corpus, status: editing, io })
      : undefined;
    let admin: Listening | undefined;
    try {
      const first = await Promise.race([watching?.settled ?? openFirst(options, isBuilt, io), signals.first]);
      // Told to stop before it could start.
      if (typeof first === 'string') return 0;
      if (first) {
        if (!first.store) {
          const { lines, summary } = tellProblems(first.compilation, options.content);
          io.err(`${lines}\n${summary}: nothing is served until they are mended.`);
          return 1;
        }
        corpus.replace(first.store);
      }
      const server = createServer({
        schema,
        subgraph: { withoutNode: options.withoutNode },
        corpus,
        ...(watching && { editing }),
        previewTokens: readPreviewTokens(),
        report: (requestId, error) => io.err(`Internal error ${requestId}: ${tellError(error)}`),
        isStopping: () => signals.count > 0,
      });
      const { adminPort } = options;
      if (adminPort !== undefined)
        admin = await listenOrExplain(createAdmin(createMetrics(corpus, editing)), {
          ...options,
          port: adminPort,
          flag: '--admin-port',
        });
      const listening = await listenOrExplain(server, { ...options, flag: '--port' });
      const source = isBuilt ? withoutSecrets(options.store) : options.content;
      io.out(greeting({ url: listening.url, admin: admin?.url, source, watch: options.watch }));
      const following = isDatabase(options.store) ? follow(options, corpus, io) : undefined;
      io.onReload(() => (watching ? watching.look() : void reload(options, corpus, io)));

      const signal = await signals.first;
      const watchingEnded = watching?.end();
      void following?.end();
      signals.onNext(() => {
        listening.cut();
        void watching?.cut();
      });
      const grace = signal === 'SIGTERM' && !options.watch ? GRACE_IN_MILLISECONDS : 0;
      await listening.stop(grace, () => corpus.endStreams());
      await watchingEnded;
      corpus.close();
      return 0;
    } finally {
      admin?.cut();
      await watching?.end();
    }
  },
};

async function openFirst(options: Options, isBuilt: boolean, io: Io): Promise<Opened> {
  return isBuilt
    ? openBuilt(options)
    : withProgress(io, (onProgress) => openCorpus({ ...options, onProgress }));
}

/** Serves what the store has now, if that is another corpus. A database is followed anyway. */
async function reload(options: Options, corpus: ServedCorpus, io: Io): Promise<void> {
  if (isDatabase(options.store)) return;
  try {
    const { store } = await openBuilt(options);
    if (!store) return;
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

async function listenOrExplain(
  server: RequestListener,
  { host, port, flag }: Pick<Options, 'host' | 'port'> & { readonly flag: string },
): Promise<Listening> {
  try {
    return await listen(server, host, port);
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

function greeting({
  url,
  admin,
  source,
  watch,
}: {
  readonly url: string;
  readonly admin: string | undefined;
  readonly source: string;
  readonly watch: boolean;
}): string {
  return `onrecord ${version} serves ${source}${watch ? ' and follows its changes' : ''}

  Start page   ${url}/
  GraphQL      ${url}/graphql   (with GraphiQL for browsers)
${admin === undefined ? '' : `  Metrics      ${admin}/metrics\n`}`;
}
