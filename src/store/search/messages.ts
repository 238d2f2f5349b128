// What the thread that indexes words and the one that compiles tell each other.
import type { SearchedRecord } from './inserts.ts';

/** What the indexing thread is started with. */
export interface IndexingSettings {
  /** The file that it makes. */
  readonly path: string;
  /** Counts the orders that are done, so that one can wait for it. */
  readonly done: Int32Array;
}

/** All was ordered. */
export const DONE = 'done';

/** To the indexing thread: records, or that there are no more. */
export type IndexingOrder = readonly SearchedRecord[] | typeof DONE;

/** From it, once: that the file is complete, or why not, with the number by which SQLite knows it. */
export interface IndexingReport {
  readonly failure?: { readonly message: string; readonly code?: string; readonly errcode?: number };
}
