// onrecord serve: the content over HTTP, until the process is told to stop.
import { UsageError, withoutSecrets } from '../config.ts';
import { openBuilt, openCorpus, type Opened } from '../corpus.ts';
import { EditingStatus } from '../server/editing-status.ts';
import type { Listening } from '../server/listen.ts';
import { ServedCorpus } from '../server/served-corpus.ts';
import { findTelemetry } from '../server/telemetry.ts';
import { isDatabase } from '../stores.ts';
import { answer, answerAdmin, answerAsWorker, answerWithWorkers, measure } from './answering.ts';
import type { Command, Io, Options } from './command.ts';
import { documentsOf } from './documents.ts';
import { loggingOf } from './logging.ts';
import { withProgress } from './progress.ts';
import { repairWhenDamaged } from './repair.ts';
import { serveOptions } from './settings.ts';
import { Signals } from './signals.ts';
import { version } from './version.ts';
import { Watching } from './watching.ts';
import { tellError, tellProblems } from './words.ts';
import { isWorker, Workers } from './workers.ts';

export const serve: Command = {
  summary: 'Serves the content over GraphQL.',
  about: `Compiles the content where it has changed since the last build, then serves it. Content with problems is not
served: they are printed, and the exit code is 1. With --watch, changes are compiled as they are saved; while they
have problems, the last good corpus is served on, and where there is none yet, it waits until they are mended.
A database as the store is served as it was loaded, and followed when it is loaded again; nothing is compiled for it
unless --content is given. A file as the store that "onrecord build" has replaced is served from SIGHUP on: publish with
"onrecord build && kill -HUP PID". With --workers, so many processes answer on one port, and one that dies is replaced.
SIGTERM stops it gently.`,
  options: [...serveOptions, 'watch'],
  async run(options, given) {
    const log = await loggingOf(options, given);
    if (isWorker) return answerAsWorker(options, log);
    const { io } = log;
    const documents = documentsOf(options, io);
    const signals = new Signals(io);
    const isFollowed = isDatabase(options.store);
    const isBuilt = isFollowed && !options.given.has('content');
    refuseContradictions(options);
    if (options.telemetry !== undefined) findTelemetry(options.telemetry);
    const corpus = new ServedCorpus();
    const editing = new EditingStatus();
    const metrics = await measure(options, corpus, documents, editing);
    const processes = new Workers(io);
    const watching = options.watch
      ? new Watching({
          settings: { ...options, isShared: options.workers > 1 },
          corpus,
          status: editing,
          io,
        })
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
      const { host, adminPort, workers } = options;
      if (metrics && adminPort !== undefined) admin = await answerAdmin(metrics, processes, host, adminPort);
      const following = isFollowed ? (await import('./follow.ts')).follow(options, corpus, io) : undefined;
      io.onReload(() => (watching ? watching.look() : void reload(options, corpus, io)));
      void signals.first.then(() => {
        void watching?.end();
        void following?.end();
      });
      const answering = {
        corpus,
        documents,
        editing: watching && editing,
        options,
        io,
        log,
        metrics,
        signals,
        onListening(url: string) {
          const source = isBuilt ? withoutSecrets(options.store) : options.content;
          const where = { url, admin: admin?.url, source, watch: options.watch };
          const hasPages = options.introspection && options.graphiql;
          log.started(greeting({ ...where, hasPages }), { ...where, version });
          repairWhenDamaged(corpus, options, io);
        },
        onHurry: () => void watching?.cut(),
      };
      return await (workers > 1 ? answerWithWorkers(answering, processes) : answer(answering));
    } finally {
      admin?.cut();
      await watching?.end();
      log.flush();
    }
  },
};

/** Throws a {@link UsageError} where settings do not go together. */
export function refuseContradictions(options: Options): void {
  const isBuilt = isDatabase(options.store) && !options.given.has('content');
  if (isBuilt && options.watch) {
    throw new UsageError(
      '--watch follows a content folder: with a database as the store, name it with --content.',
    );
  }
  if (options.given.has('poolSize') && !isDatabase(options.store)) {
    throw new UsageError(
      '--pool-size is about connections to a database, and --store is a file: name the database with --store.',
    );
  }
  if (options.rateAccounts === 'store' && !isDatabase(options.store)) {
    throw new UsageError(
      '--rate-accounts=store counts in the database of --store, which is a file: name a database there, or say memory.',
    );
  }
  if (options.replicas.length > 0 && !isDatabase(options.store)) {
    throw new UsageError(
      '--replicas follow a database, and --store is a file: name the database with --store.',
    );
  }
}

async function openFirst(options: Options, isBuilt: boolean, io: Io): Promise<Opened> {
  return isBuilt
    ? { store: await openBuilt(options), changed: false }
    : withProgress(io, (onProgress) => openCorpus({ ...options, onProgress, onNotice: io.err }));
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
    repairWhenDamaged(corpus, options, io);
    io.out(`${options.store} was built anew. Version ${store.version} is served from now on.`);
  } catch (error) {
    io.err(`${tellError(error)}\nThe corpus before is still served: version ${corpus.store.version}`);
  }
}

interface Greeting {
  readonly url: string;
  readonly admin: string | undefined;
  readonly source: string;
  readonly watch: boolean;
  /** Whether there are pages for browsers. */
  readonly hasPages: boolean;
}

function greeting({ url, admin, source, watch, hasPages }: Greeting): string {
  return `onrecord ${version} serves ${source}${watch ? ' and follows its changes' : ''}

${hasPages ? `  Start page   ${url}/\n` : ''}  GraphQL      ${url}/graphql${hasPages ? '   (with GraphiQL for browsers)' : ''}
${admin === undefined ? '' : `  Metrics      ${admin}/metrics\n`}`;
}
