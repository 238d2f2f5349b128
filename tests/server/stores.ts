// Stores that hold nothing, for what a server does around them.
import type { CorpusReader, CorpusSummary, Store } from '../../src/store/store.ts';
import { kinds } from '../../src/model/kind.ts';

/** A store of some version; `closed` tells whether it has been closed. */
export interface EmptyStore extends Store {
  closed: boolean;
}

/** An empty store. */
export function storeOf(version: string): EmptyStore {
  const summary: CorpusSummary = {
    version,
    counts: Object.fromEntries(kinds.map((kind) => [kind, 0])) as CorpusSummary['counts'],
    languages: [],
    firstPublished: null,
    lastPublished: null,
  };
  // These tests ask it for nothing else.
  const reader = {
    version,
    summary: async () => summary,
    nextVisibilityChange: async () => undefined,
  } as Partial<CorpusReader> as CorpusReader;
  return {
    version,
    stamp: version,
    closed: false,
    reader: () => reader,
    ping: async () => undefined,
    async close() {
      this.closed = true;
    },
  };
}
