// The index of words of a corpus that is built: a large one is made in a thread of its own, while the others of its tables are filled.
import { rmSync } from 'node:fs';
import { extname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { type SearchedRecord, SearchInserts, type SearchTarget } from './inserts.ts';
import { fullTextIndex, searchedTables } from './tables.ts';
import { DONE, type IndexingOrder, type IndexingReport, type IndexingSettings } from './messages.ts';

// In characters of texts. Below the first a thread takes longer to start than there is to do.
const WORTH_A_THREAD = 2_000_000;
const BATCH = 1_000_000;
/** Batches that may wait for the thread; then who puts waits for it. */
const MOST_AHEAD = 8;
const PATIENCE_IN_MILLISECONDS = 60_000;

// What FTS5 keeps an index in (https://sqlite.org/fts5.html#fts5_data_structures).
const INDEX_TABLES = ['search_data', 'search_idx', 'search_docsize', 'search_config'];

/** Takes what is searched, and makes the tables of search of it when all is there. */
export class Indexing implements SearchTarget {
  readonly #path: string;
  #batch: SearchedRecord[] = [];
  #length = 0;
  #thread: IndexingThread | undefined;

  /** Where much is searched, a file is made at `path`: for the caller to remove, unless all goes well. */
  constructor(path: string) {
    this.#path = path;
  }

  put(searched: SearchedRecord): void {
    this.#batch.push(searched);
    const { title, alternateName, text } = searched.texts;
    this.#length += [title, ...alternateName, ...text].reduce((sum, { length }) => sum + length, 0);
    if (this.#length < (this.#thread ? BATCH : WORTH_A_THREAD)) return;
    this.#thread ??= new IndexingThread(this.#path);
    this.#thread.order(this.#batch);
    this.#batch = [];
    this.#length = 0;
  }

  /** Makes the index in a database that has the other tables of search, in the transaction that is under way; nothing may be put afterwards. */
  async complete(database: DatabaseSync): Promise<void> {
    database.exec(fullTextIndex);
    const thread = this.#thread;
    if (!thread) {
      const inserts = new SearchInserts(database);
      for (const searched of this.#batch) inserts.put(searched);
      return;
    }
    thread.order(this.#batch);
    await thread.finish();
    database.prepare('ATTACH DATABASE ? AS words').run(this.#path);
    for (const table of [...INDEX_TABLES, ...searchedTables.map(({ name }) => name)])
      database.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM words.${table}`);
  }

  /** Parts a completed database, no longer in a transaction, from what it was made of. */
  leave(database: DatabaseSync): void {
    if (!this.#thread) return;
    database.exec('DETACH DATABASE words');
    rmSync(this.#path);
  }

  /** Ends the thread, if there is one; again and again as you like. */
  async close(): Promise<void> {
    await this.#thread?.end();
  }
}

/** The thread, as it is seen by the one that compiles. */
class IndexingThread {
  readonly #worker: Worker;
  /** How many orders it has done, which is seen without waiting for a message. */
  readonly #done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #report = Promise.withResolvers<IndexingReport>();
  #orders = 0;

  constructor(path: string) {
    this.#worker = new Worker(new URL(`./thread${extname(import.meta.filename)}`, import.meta.url), {
      workerData: { path, done: this.#done } satisfies IndexingSettings,
      // Node tells everybody that its SQLite is experimental.
      execArgv: ['--no-warnings'],
    });
    this.#worker.once('message', this.#report.resolve).once('error', this.#report.reject);
    this.#worker.once('exit', () =>
      this.#report.reject(new Error('The thread that indexes words has ended.')),
    );
    // It is heard of at the end.
    this.#report.promise.catch(() => undefined);
  }

  /** Gives it records, and waits where it is too far behind. Throws if nothing is done for a minute. */
  order(records: readonly SearchedRecord[]): void {
    this.#worker.postMessage(records satisfies IndexingOrder);
    this.#orders += 1;
    for (;;) {
      const done = Atomics.load(this.#done, 0);
      if (this.#orders - done <= MOST_AHEAD) return;
      if (Atomics.wait(this.#done, 0, done, PATIENCE_IN_MILLISECONDS) === 'timed-out')
        throw new Error('The thread that indexes words does nothing any more: build again.');
    }
  }

  /** Resolves when all is indexed; rejects with what went wrong. */
  async finish(): Promise<void> {
    this.#worker.postMessage(DONE satisfies IndexingOrder);
    const { failure } = await this.#report.promise;
    await this.end();
    // What SQLite says of it is lost on the way of an error between threads.
    if (failure) throw Object.assign(new Error(failure.message), failure);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
