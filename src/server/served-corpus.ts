// Which corpus is served now. It can be replaced while requests run: each sees one corpus from its start to its end.
import type { CorpusReader, Store, View } from '../store/store.ts';
import { nothingYet } from './nothing-yet.ts';
import { type OnStoreCall, timedReader } from './timed-reader.ts';

/**
 * A corpus as it is shown from one moment on, until another is served or the clock shows or hides something in it.
 * Streams tell the difference between two editions.
 */
export interface Edition {
  readonly store: Store;
  /** The moment, as `View.now`. */
  readonly from: number;
  /** Always the same reader for the same question, so that what was worked out for one can be kept for others. */
  reader(preview: boolean): CorpusReader;
  /** The first moment at which the public sees something else, as `View.now`; Infinity where it never will. Asked of the store once. */
  until(): Promise<number>;
}

/** An edition in use by one request. */
export interface Lease {
  readonly store: Store;
  readonly edition: Edition;
  /** A reader of the store, for one request. */
  reader(view: View): CorpusReader;
  /** Resolves when there is another edition: true, or when streams are to end or `signal` is aborted: false. */
  replaced(signal: AbortSignal): Promise<boolean>;
  /** Must be called once when the request is done with the store. */
  giveBack(): void;
}

/** Opens readers of stores. */
type Open = (store: Store, view: View) => CorpusReader;

/** A store with the number of those who use it. Serving counts as one, so that a store in service is never closed. */
interface Holding {
  readonly store: Store;
  /** A preview shows the same whatever the time is: all editions of a store share it. */
  readonly preview: () => CorpusReader;
  users: number;
}

/** The corpus that is served. */
export class ServedCorpus {
  #holding: Holding;
  #edition: Edition;
  readonly #clock: () => number;
  readonly #waiting = new Set<() => void>();
  #isOver = false;
  #since = Date.now();
  /** Told how long the store takes, where somebody measures it. */
  onStoreCall: OnStoreCall | undefined;

  readonly #open: Open = (store, view) => {
    const reader = store.reader(view);
    return this.onStoreCall
      ? timedReader(reader, (call, milliseconds) => this.onStoreCall?.(call, milliseconds))
      : reader;
  };

  /** Without a store, nothing is served before the first `replace`. `clock` tells the moment, as `View.now`. */
  constructor(store: Store = nothingYet, clock: () => number = Date.now) {
    this.#clock = clock;
    this.#holding = hold(store, this.#open);
    this.#edition = editionOf(this.#holding, clock(), this.#open);
  }

  /** Whether there is a corpus. */
  get isServing(): boolean {
    return this.#holding.store !== nothingYet;
  }

  /** Since when the corpus of now is served: milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** The edition of now, to be told from others; whoever reads from it takes it. */
  get edition(): Edition {
    return this.#edition;
  }

  /** The store of now, for what reads it at once. */
  get store(): Store {
    return this.#holding.store;
  }

  /** The edition of now, its store kept open until it is given back. */
  take(): Lease {
    const [holding, edition] = [this.#holding, this.#edition];
    holding.users += 1;
    return {
      store: holding.store,
      edition,
      reader: (view) => this.#open(holding.store, view),
      replaced: (signal) => this.#replaced(edition, signal),
      giveBack: () => letGo(holding),
    };
  }

  /** Serves another store from now on. The one before is closed when its last request is done. */
  replace(store: Store): void {
    const before = this.#holding;
    this.#holding = hold(store, this.#open);
    this.#since = Date.now();
    this.#turn();
    letGo(before);
  }

  /** Shows the store as it is now to streams, which stay at what they showed first. */
  renew(): void {
    this.#turn();
  }

  /** Lets everybody who waits for another edition go, now and from now on: streams would never end by themselves. */
  endStreams(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Closes the store when its last request is done. Nothing may be taken afterwards. */
  close(): void {
    letGo(this.#holding);
  }

  #turn(): void {
    this.#edition = editionOf(this.#holding, this.#clock(), this.#open);
    this.#wake();
  }

  #replaced(edition: Edition, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        const isOver = this.#isOver || signal.aborted;
        if (!isOver && edition === this.#edition) return;
        this.#waiting.delete(look);
        signal.removeEventListener('abort', look);
        resolve(!isOver);
      };
      this.#waiting.add(look);
      signal.addEventListener('abort', look);
      look();
    });
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }
}

function hold(store: Store, openReader: Open): Holding {
  return { store, users: 1, preview: once(() => openReader(store, { now: 0, preview: true })) };
}

function editionOf({ store, preview }: Holding, from: number, openReader: Open): Edition {
  const open = once(() => openReader(store, { now: from, preview: false }));
  let next: Promise<number> | undefined;
  return {
    store,
    from,
    reader: (isPreview) => (isPreview ? preview() : open()),
    until() {
      next ??= (async () => (await open().nextVisibilityChange()) ?? Infinity)();
      // A store that cannot answer now is asked again.
      next.catch(() => (next = undefined));
      return next;
    },
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function letGo(holding: Holding): void {
  holding.users -= 1;
  if (holding.users === 0) void holding.store.close();
}
