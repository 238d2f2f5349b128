// Content files in, records out, or problems.
import type { Entry } from '../model/record.ts';
import type { Kind } from '../model/kind.ts';
import type { ContentFolder } from './files.ts';
import type { Problem } from './problems.ts';

/** The part of a store's writer that the compiler needs. */
export type Sink = { put(entry: Entry): unknown };

/** How far a compilation has come. */
export interface Progress {
  readonly filesRead: number;
  readonly files: number;
  readonly records: number;
}

/** What a compilation found. */
export interface Compilation {
  /** Sorted by file, line and column; the corpus must not be published unless empty. */
  readonly problems: readonly Problem[];
  /** How many records there are of each kind. */
  readonly counts: Readonly<Record<Kind, number>>;
  /** Changes whenever any record changes. */
  readonly version: string;
}

export async function compile(_folder: ContentFolder, _sink: Sink, _onProgress?: (progress: Progress) => void): Promise<Compilation> {
  throw new Error('not built yet');
}
