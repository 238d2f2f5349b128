// How far a corpus has come on its way into a database.

/** A part of a load: the tables are copied, then completed with keys and indexes. */
export type LoadProgress =
  /** Tables that are copied, how many there are, and the rows so far. */
  | { readonly step: 'copy'; readonly done: number; readonly of: number; readonly rows: number }
  /** Keys and indexes that are made, and how many there are. */
  | { readonly step: 'complete'; readonly done: number; readonly of: number };

/** Told how far a load has come. */
export type OnLoad = (progress: LoadProgress) => void;
