// Which corpus is served now. It can be replaced while requests run: each sees one corpus from its start to its end.
import type { Store } from '../store/store.ts';
import { nothingYet } from './nothing-yet.ts';

/** A corpus in use by one request. */
export interface Lease {
  readonly store: Store;
  /** Resolves when another store is served: true, or when streams are to end or `signal` is aborted: false. */
  replaced(signal: AbortSignal): Promise<boolean>;
  /** Must be called once when the request is done with the store. */
  giveBack(): void;
}

interface Holding {
  readonly store: Store;
  users: number;
}

/** The corpus that is served. */
export class ServedCorpus {
  #current: Holding;
  readonly #waiting = new Set<() => void>();
  #isOver = false;
  #since = Date.now();

  /** Without a store, nothing is served before the first `replace`. */
  constructor(store: Store = nothingYet) {
    this.#current = { store, users: 1 };
  }

  /** Whether there is a corpus. */
  get isServing(): boolean {
    return this.#current.store !== nothingYet;
  }

  /** Since when the corpus of now is served: milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** The store of now, for what reads it at once. */
  get store(): Store {
    return this.#current.store;
  }

  /** The store of now, kept open until it is given back. */
  take(): Lease {
    const holding = this.#current;
    holding.users += 1;
    return {
      store: holding.store,
      replaced: (signal) => this.#replaced(holding, signal),
      giveBack: () => letGo(holding),
    };
  }

  /** Serves another store from now on. The one before is closed when its last request is done. */
  replace(store: Store): void {
    const before = this.#current;
    this.#current = { store, users: 1 };
    this.#since = Date.now();
    letGo(before);
    this.#wake();
  }

  /** Lets everybody who waits for another store go, now and from now on: streams would never end by themselves. */
  endStreams(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Closes the store when its last request is done. Nothing may be taken afterwards. */
  close(): void {
    letGo(this.#current);
  }

  #replaced(holding: Holding, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        const isOver = this.#isOver || signal.aborted;
        if (!isOver && holding === this.#current) return;
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

// Serving counts as one user, so that a store in service is never closed.
function letGo(holding: Holding): void {
  holding.users -= 1;
  if (holding.users === 0) void holding.store.close();
}
