// Loads a corpus into PostgreSQL, beside the one that is served, and switches to it when it is complete.
import pg from 'pg';
import { SearchInserts } from '../search/inserts.ts';
import { wordsTable } from '../search/tables.ts';
import { SqliteBuilder } from '../sqlite-builder.ts';
import type { CorpusWriter } from '../store.ts';
import { sqliteTable } from '../table.ts';
import { connectionTo, placeOf, reasonOf, unreachable } from './connection.ts';
import { copyCorpus } from './copy.ts';
import type { OnLoad } from './load-progress.ts';
import { dropSuperseded, makeCurrent } from './registry.ts';
import {
  CHANNEL,
  completeTables,
  createTables,
  format,
  LOADING_LOCK,
  registry,
  schemaOf,
  tableNames,
} from './schema.ts';

/** How to load. */
export interface LoadOptions {
  /** How long corpora that were replaced are kept, in milliseconds; a minute where it is left out. */
  readonly grace?: number;
  /** Told now and then how far it has come. */
  readonly onLoad?: OnLoad | undefined;
}

const GRACE_IN_MILLISECONDS = 60_000;

// How long one waits for another that loads: one that was killed may not have been noticed yet.
const PATIENCE = '5s';

const OLDEST_SERVER = 140_000;

// A load takes as long as it takes, whatever the URL says of readers.
const sessionSettings = [
  'SET statement_timeout = 0',
  'SET idle_in_transaction_session_timeout = 0',
  `SET maintenance_work_mem = '256MB'`,
];

/** Starts to build a corpus for the database `url`, which serves the one that it has until `publish`. */
export function writePostgres(url: string, options: LoadOptions = {}): CorpusWriter {
  return new PostgresWriter(url, options);
}

/**
 * The compiler puts records one by one and asks at once for what it has put, so an answer cannot wait for a network. Records go
 * into a scratch file of SQLite, which is gone with the process however it ends, and from there to the server in one go: memory
 * holds a cache of fixed size, and content with problems never reaches the server.
 *
 * All of the load is one transaction: a process that is killed, or a disk that is full, leaves nothing to clear up, and rows
 * that are written together with their table need no second look by the server before they are read from indexes alone.
 */
class PostgresWriter extends SqliteBuilder implements CorpusWriter {
  readonly #url: string;
  readonly #grace: number;
  readonly #onLoad: OnLoad | undefined;

  constructor(url: string, { grace = GRACE_IN_MILLISECONDS, onLoad }: LoadOptions) {
    super('', '', (database) => {
      database.exec(sqliteTable(wordsTable));
      return new SearchInserts(database);
    });
    this.#url = url;
    this.#grace = grace;
    this.#onLoad = onLoad;
  }

  async publish(corpus: { readonly version: string; readonly stamp: string }): Promise<void> {
    const client = new pg.Client({ ...connectionTo(this.#url), query_timeout: 0 });
    // What goes wrong is told to whoever waits for an answer.
    client.on('error', () => undefined);
    try {
      this.complete();
      await client.connect().catch((error: unknown) => {
        throw unreachable(this.#url, error);
      });
      await this.#load(client, corpus);
    } finally {
      await this.discard();
      await client.end().catch(() => undefined);
    }
  }

  async discard(): Promise<void> {
    this.close();
  }

  async #load(
    client: pg.Client,
    corpus: { readonly version: string; readonly stamp: string },
  ): Promise<void> {
    try {
      await client.query(sessionSettings.join(';'));
      await check(client);
      await this.#lock(client);
      await client.query(registry.join(';'));
      await client.query('BEGIN');
      const number = await newGeneration(client, corpus);
      const schema = schemaOf(number);
      const start = [`CREATE SCHEMA ${schema}`, `SET LOCAL search_path = ${schema}`, ...createTables];
      await client.query(start.join(';'));
      await copyCorpus(this.database, client, this.#onLoad);
      for (const [done, sql] of completeTables.entries()) {
        this.#onLoad?.({ step: 'complete', done, of: completeTables.length });
        await client.query(sql);
      }
      await client.query(`ANALYZE ${tableNames.join(', ')}`);
      await makeCurrent(client, number);
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, corpus.version]);
      await client.query('COMMIT');
    } catch (error) {
      throw new Error(
        `The corpus could not be loaded into the database ${placeOf(this.#url)}: ${reasonOf(error)}. It serves what it served before.`,
        { cause: error },
      );
    }
    // The new corpus is served: what is left of old ones is no reason to fail.
    await dropSuperseded(client, this.#grace).catch(() => undefined);
  }

  async #lock(client: pg.Client): Promise<void> {
    try {
      await client.query(`SET lock_timeout = '${PATIENCE}'`);
      await client.query('SELECT pg_advisory_lock($1)', [LOADING_LOCK]);
      await client.query('SET lock_timeout = 0');
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error;
      throw new Error(
        'another process is loading a corpus into it. Wait until that is done, then try again',
        {
          cause: error,
        },
      );
    }
  }
}

/** Throws where the server cannot hold a corpus. */
async function check(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string; standby: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
     pg_is_in_recovery() AS standby`,
  );
  const { version, encoding, standby } = rows[0]!;
  if (standby)
    throw new Error('it is a replica, which only follows another one. Name the primary with --store');
  if (version < OLDEST_SERVER) throw new Error('it is older than PostgreSQL 14. Use a newer one');
  if (encoding !== 'UTF8') {
    throw new Error(
      `its encoding is ${encoding}, which cannot hold all texts. Make a database with the encoding UTF8`,
    );
  }
  // Notices a client that was killed, so that its lock is not held on; servers that cannot do it go without.
  await client.query(`SET client_connection_check_interval = '1s'`).catch(() => undefined);
}

async function newGeneration(
  client: pg.Client,
  { version, stamp }: { version: string; stamp: string },
): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    'INSERT INTO onrecord.generation (version, stamp, format) VALUES ($1, $2, $3) RETURNING number',
    [version, stamp, format],
  );
  return rows[0]!.number;
}
