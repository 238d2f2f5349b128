// Which kind of store a setting means.
import { openPostgres, writePostgres } from './store/postgres.ts';
import { openSqlite, writeSqlite } from './store/sqlite.ts';
import type { CorpusWriter, Store } from './store/store.ts';

/** Where a corpus is kept, and where it can be read besides. */
export interface StorePlace {
  readonly store: string;
  readonly replicas?: readonly string[];
}

/** Whether a store is a database, which several processes can share, rather than a file. */
export function isDatabase(store: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(store);
}

/** Opens the corpus of a store; undefined where there is none that this version of the program can read. */
export async function openStore({ store, replicas = [] }: StorePlace): Promise<Store | undefined> {
  return isDatabase(store) ? openPostgres(store, { replicas }) : openSqlite(store);
}

/** Starts to build a corpus for a store. */
export function writeStore({ store }: StorePlace): CorpusWriter {
  return isDatabase(store) ? writePostgres(store) : writeSqlite(store);
}
