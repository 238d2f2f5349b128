// Keeps the served corpus equal to the content folder: the thread that compiles tells what to serve.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EditingStatus } from '../server/editing-status.ts';
import type { ServedCorpus } from '../server/served-corpus.ts';
import { openSnapshot, type Snapshot } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { LiveMessage, LiveOrder, LiveSettings } from '../live/messages.ts';
import { isDatabase, openStore } from '../stores.ts';
import type { Io } from './command.ts';
import { ProgressReport } from './progress.ts';
import { tellError } from './words.ts';

/** What is kept up to date. */
export interface Watched {
  readonly settings: LiveSettings;
  readonly corpus: ServedCorpus;
  readonly status: EditingStatus;
  readonly io: Io;
}

/** The following of a content folder. */
export class Watching {
  /** Resolves when a corpus is served, or when content that is broken waits to be mended. */
  readonly settled: Promise<void>;
  readonly #watched: Watched;
  readonly #worker: Worker;
  readonly #progress: ProgressReport;
  readonly #ended = Promise.withResolvers<void>();
  #snapshot: Snapshot | undefined;
  #isOver = false;
  #onSettled: () => void = () => undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#progress = new ProgressReport(watched.io);
    this.settled = new Promise((resolve) => (this.#onSettled = resolve));
    const { content, store, replicas = [], isShared } = watched.settings;
    this.#worker = new Worker(new URL(`../live/thread${extname(import.meta.filename)}`, import.meta.url), {
      workerData: { content, store, replicas, isShared } satisfies LiveSettings,
    });
    this.#worker.on('message', (message: LiveMessage) => {
      void this.#hear(message).catch((error: unknown) => this.#fail(tellError(error)));
    });
    this.#worker.on('error', (error) =>
      this.#fail(`${tellError(error)}\nNo more changes are seen: start onrecord again.`),
    );
    this.#worker.on('exit', () => this.#ended.resolve());
  }

  /** Looks at all files, without waiting for a change to be seen. */
  look(): void {
    this.#order('look');
  }

  /** Ends; the store has then what was served last. */
  async end(): Promise<void> {
    if (!this.#isOver) this.#order('end');
    this.#isOver = true;
    await this.#ended.promise;
  }

  /** Ends at once; what was served last has to be compiled again. */
  async cut(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }

  async #hear(message: LiveMessage): Promise<void> {
    const { io, status } = this.#watched;
    if (message.type !== 'progress' && message.type !== 'compiled') this.#progress.end();
    switch (message.type) {
      case 'progress':
        this.#progress.show(message.progress);
        return;
      case 'built':
      case 'live':
        try {
          await this.#serve(message);
        } finally {
          this.#order('done');
        }
        return;
      case 'renew':
        this.#snapshot?.renew();
        this.#order('done');
        return;
      case 'refused':
        status.refuse(message.problems);
        this.#keep(message.report);
        return;
      case 'failed':
        this.#fail(message.message);
        return;
      case 'same':
        status.accept();
        io.out('The content is as it was before.');
        return;
      case 'compiled':
        status.onCompiled(message.milliseconds);
        return;
      case 'warning':
        io.err(message.message);
        return;
      case 'ended':
        this.#ended.resolve();
    }
  }

  async #serve(message: Extract<LiveMessage, { type: 'built' | 'live' }>): Promise<void> {
    const { settings, corpus, status, io } = this.#watched;
    const isFirst = !corpus.isServing;
    // Who serves a database follows it, whoever loads it.
    if (!isFirst && isDatabase(settings.store)) {
      status.accept();
      return;
    }
    const store = await this.#open(message);
    if (this.#isOver) {
      await store.close();
      return;
    }
    corpus.replace(store);
    status.accept();
    if (!isFirst) io.out(`The content has changed. Version ${store.version} is served from now on.`);
    this.#onSettled();
  }

  async #open(message: Extract<LiveMessage, { type: 'built' | 'live' }>): Promise<Store> {
    if (message.type === 'live') return (this.#snapshot = openSnapshot(message.path));
    const store = await openStore(this.#watched.settings);
    if (!store)
      throw new Error('The corpus was built and then removed: it is built again when a file is saved.');
    return store;
  }

  #keep(reason: string): void {
    const { corpus, io } = this.#watched;
    io.err(
      corpus.isServing
        ? `${reason}\nThe last good corpus is still served: version ${corpus.store.version}`
        : `${reason}: nothing is served until they are mended.`,
    );
    this.#onSettled();
  }

  #fail(reason: string): void {
    const { corpus, io } = this.#watched;
    this.#progress.end();
    io.err(
      corpus.isServing
        ? `${reason}\nThe last good corpus is still served: version ${corpus.store.version}`
        : `${reason}\nNothing is served until that is mended.`,
    );
    this.#onSettled();
  }

  #order(order: LiveOrder): void {
    this.#worker.postMessage(order);
  }
}
