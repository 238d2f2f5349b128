// Which kind of store a setting means. What only some of them need is loaded for those.
import type { OnLoad } from './store/postgres.ts';
import { openSqlite, writeSqlite } from './store/sqlite.ts';
import type { CorpusWriter, Store } from './store/store.ts';

/** Where a corpus is kept, and where it can be read besides. */
export interface StorePlace {
  readonly store: string;
  readonly replicas?: readonly string[];
  /** How many connections are held to each database at most. */
  readonly poolSize?: number;
}

/** Whether a store is a database, which several processes can share, rather than a file. */
export function isDatabase(store: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(store);
}

/** Opens the corpus of a store; undefined where there is none that this version of the program can read. */
export async function openStore({ store, ...options }: StorePlace): Promise<Store | undefined> {
  if (!isDatabase(store)) return openSqlite(store);
  const { openPostgres } = await import('./store/postgres.ts');
  return openPostgres(store, options);
}

/** Starts to build a corpus for a store. `onLoad` is told how far the way into a database has come. */
export async function writeStore({ store }: StorePlace, onLoad?: OnLoad): Promise<CorpusWriter> {
  if (!isDatabase(store)) return writeSqlite(store);
  const { writePostgres } = await import('./store/postgres.ts');
  return writePostgres(store, { onLoad });
}
