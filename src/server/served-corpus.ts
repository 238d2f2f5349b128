// Which corpus is served now. It can be replaced while requests run: each sees one corpus from its start to its end.
import type { Store } from '../store/store.ts';

/** A corpus in use by one request. */
export interface Lease {
  readonly store: Store;
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

  constructor(store: Store) {
    this.#current = { store, users: 1 };
  }

  /** The store of now, for what reads it at once. */
  get store(): Store {
    return this.#current.store;
  }

  /** The store of now, kept open until it is given back. */
  take(): Lease {
    const holding = this.#current;
    holding.users += 1;
    return { store: holding.store, giveBack: () => letGo(holding) };
  }

  /** Serves another store from now on. The one before is closed when its last request is done. */
  replace(store: Store): void {
    const before = this.#current;
    this.#current = { store, users: 1 };
    letGo(before);
  }

  /** Closes the store when its last request is done. Nothing may be taken afterwards. */
  close(): void {
    letGo(this.#current);
  }
}

// Serving counts as one user, so that a store in service is never closed.
function letGo(holding: Holding): void {
  holding.users -= 1;
  if (holding.users === 0) void holding.store.close();
}
