// Places for corpora of either sort of store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, writePostgres } from '../../src/store/postgres.ts';
import { openSqlite, writeSqlite } from '../../src/store/sqlite.ts';
import { emptied, newDatabase } from '../postgres/database.ts';
import type { NewPlace } from './corpora.ts';

/** A file in a folder of its own. */
export const newSqlitePlace: NewPlace = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onrecord-store-'));
  const file = join(folder, 'data', 'corpus.db');
  return {
    write: () => writeSqlite(file),
    open: async () => openSqlite(file),
    remove: () => rm(folder, { recursive: true }),
  };
};

const free: string[] = [];

/** A database of its own, which is used again when it is empty again. */
export const newPostgresPlace: NewPlace = async () => {
  const url = free.pop() ?? (await newDatabase());
  return {
    write: () => writePostgres(url),
    // A server takes longer to make a connection than to answer by it, and each corpus has its own.
    open: async () => openPostgres(url, { poolSize: 2 }),
    async remove() {
      await emptied(url);
      free.push(url);
    },
  };
};

/** Each sort of store by its name. */
export const places: Readonly<Record<string, NewPlace>> = {
  SQLite: newSqlitePlace,
  PostgreSQL: newPostgresPlace,
};
