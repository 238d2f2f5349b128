// Follows a content folder and compiles what changes, one look after the other, in the thread that it runs in.
import type { Progress } from '../content/compile.ts';
import { openCorpus, openOrMakeWay } from '../corpus.ts';
import type { LoadProgress } from '../store/postgres.ts';
import { isDatabase } from '../stores.ts';
import { tellError, tellProblems } from '../cli/words.ts';
import { LiveContent, type Look } from './live-content.ts';
import type { LiveMessage, LiveSettings } from './messages.ts';
import { watchFolder } from './watch.ts';

// After so long without an edit the whole folder is looked at, and what is served becomes the store's.
const QUIET_IN_MILLISECONDS = 3_000;
// A file system may tell nothing of changes.
const LOOK_EVERY_IN_MILLISECONDS = 60_000;

/** How the thread that serves is reached. */
export interface ServingThread {
  tell(message: LiveMessage): void;
  /** Resolves when what was told before is done. */
  done(): Promise<void>;
}

/** Keeps what is served equal to a content folder. */
export class Editor {
  readonly #settings: LiveSettings;
  readonly #serving: ServingThread;
  readonly #content: LiveContent;
  #stopWatching: () => void = () => undefined;
  #pending: Set<string> | 'all' | undefined;
  #isAtWork = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  #served: string | undefined;
  #storedStamp: string | undefined;
  #isRefused = false;
  #keeping: AbortController | undefined;

  constructor(settings: LiveSettings, serving: ServingThread) {
    this.#settings = settings;
    this.#serving = serving;
    this.#content = new LiveContent({ ...settings, onProgress: (progress) => this.#progress(progress) });
  }

  /** Begins with what the store has where it is of the same files. */
  async start(): Promise<void> {
    // Before the content is read for the first time, so that no change is missed.
    this.#stopWatching = watchFolder(this.#settings.content, {
      onChange: (paths) => this.look(paths),
      onError: (error) => this.#warn(`Not every change will be seen: ${error.message}`),
    });
    this.look();
  }

  /** Looks at some paths as soon as may be; at all of the folder where they are left out. */
  look(paths?: ReadonlySet<string>): void {
    if (paths === undefined || this.#pending === 'all') this.#pending = 'all';
    else this.#pending = new Set([...(this.#pending ?? []), ...paths]);
    this.#keeping?.abort();
    void this.#work();
  }

  /** Ends; the store has then what was served last. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#stopWatching();
    clearTimeout(this.#timer);
    while (this.#isAtWork) await new Promise((resolve) => setTimeout(resolve, 10));
    await this.#keep().catch((error: unknown) => this.#fail(error));
    this.#content.close();
    this.#serving.tell({ type: 'ended' });
  }

  async #work(): Promise<void> {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    clearTimeout(this.#timer);
    while (this.#pending !== undefined && !this.#isOver) {
      const paths = this.#pending === 'all' ? undefined : this.#pending;
      this.#pending = undefined;
      try {
        if (isDatabase(this.#settings.store)) await this.#load();
        else await this.#revise(paths);
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#isAtWork = false;
    this.#rest(QUIET_IN_MILLISECONDS);
  }

  /** Waits until nothing was edited for a while, looks at everything, and then waits longer. */
  #rest(milliseconds: number): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => void this.#settle(), milliseconds);
  }

  async #settle(): Promise<void> {
    if (this.#isAtWork || this.#isOver) return;
    this.#isAtWork = true;
    try {
      if (!isDatabase(this.#settings.store)) {
        // A refused edit was told once.
        if (!this.#isRefused) await this.#revise(undefined);
        if (this.#pending === undefined) await this.#keepUnlessEdited();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#isAtWork = false;
    if (this.#pending !== undefined) void this.#work();
    else this.#rest(LOOK_EVERY_IN_MILLISECONDS);
  }

  async #revise(paths: ReadonlySet<string> | undefined): Promise<void> {
    if (this.#served === undefined && (await this.#serveBuilt())) return this.#revise(undefined);
    const start = performance.now();
    const look = await this.#content.look(paths);
    if (look.outcome !== 'unchanged') this.#compiled(start);
    await this.#tell(look);
  }

  /** Serves what the store has, if it is of the same files. */
  async #serveBuilt(): Promise<boolean> {
    const stamp = await this.#content.stamp();
    const store = await openOrMakeWay({ ...this.#settings, onNotice: (message) => this.#warn(message) });
    const { version } = store ?? {};
    const isSame = store?.stamp === stamp;
    await store?.close();
    if (!isSame || version === undefined) return false;
    this.#storedStamp = stamp;
    this.#served = version;
    this.#serving.tell({ type: 'built' });
    await this.#serving.done();
    return true;
  }

  async #tell(look: Look): Promise<void> {
    const wasRefused = this.#isRefused;
    this.#isRefused = look.outcome === 'refused';
    if (look.outcome === 'refused') {
      const { lines, summary } = tellProblems(look.compilation, this.#settings.content);
      const problems = look.compilation.problems.length;
      this.#serving.tell({ type: 'refused', report: `${lines}\n${summary}`, problems });
    } else if (look.outcome === 'changed' && look.version !== this.#served) {
      this.#served = look.version;
      if (this.#settings.isShared) {
        await this.#keep();
        this.#serving.tell({ type: 'built' });
      } else {
        this.#serving.tell({ type: 'live', path: look.path, version: look.version });
      }
      await this.#serving.done();
      if (!this.#content.corpus?.tidy()) return;
      this.#serving.tell({ type: 'renew' });
      await this.#serving.done();
    } else if (wasRefused) {
      this.#serving.tell({ type: 'same' });
    }
  }

  /** Gives the store what is served. An edit does not wait for it: then the store gets what is served when there is quiet again. */
  async #keepUnlessEdited(): Promise<void> {
    this.#keeping = new AbortController();
    const { signal } = this.#keeping;
    await this.#keep(signal).catch((error: unknown) => {
      if (error !== signal.reason) throw error;
    });
    this.#keeping = undefined;
  }

  /** Gives the store what is served. */
  async #keep(signal?: AbortSignal): Promise<void> {
    const { corpus } = this.#content;
    if (!corpus || corpus.label.stamp === this.#storedStamp) return;
    const { stamp } = corpus.label;
    await corpus.copyTo(this.#settings.store, signal);
    this.#storedStamp = stamp;
  }

  /** Loads the whole content into a database, which tells everybody who serves it. */
  async #load(): Promise<void> {
    const start = performance.now();
    const opened = await openCorpus({
      ...this.#settings,
      onProgress: (progress) => this.#progress(progress),
    });
    if (!opened.store || opened.changed) this.#compiled(start);
    if (!opened.store) {
      await this.#tell({ outcome: 'refused', compilation: opened.compilation, compiled: 0 });
      return;
    }
    const { version } = opened.store;
    await opened.store.close();
    const wasRefused = this.#isRefused;
    this.#isRefused = false;
    if (version === this.#served) {
      if (wasRefused) this.#serving.tell({ type: 'same' });
      return;
    }
    this.#served = version;
    this.#serving.tell({ type: 'built' });
    await this.#serving.done();
  }

  #progress(progress: Progress | LoadProgress): void {
    // What is served is not waited for.
    if (this.#served === undefined || isDatabase(this.#settings.store))
      this.#serving.tell({ type: 'progress', progress });
  }

  #compiled(start: number): void {
    this.#serving.tell({ type: 'compiled', milliseconds: performance.now() - start });
  }

  #warn(message: string): void {
    this.#serving.tell({ type: 'warning', message });
  }

  #fail(error: unknown): void {
    this.#serving.tell({ type: 'failed', message: tellError(error) });
  }
}
