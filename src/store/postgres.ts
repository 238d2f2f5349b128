// The store for many machines: a PostgreSQL database that holds every corpus in a schema of its own.
import pg from 'pg';
import { connectionTo, unreachable } from './postgres/connection.ts';
import { Databases } from './postgres/databases.ts';
import { PostgresReader, type RowsOf } from './postgres/reader.ts';
import { currentGeneration, type Generation } from './postgres/registry.ts';
import { format, schemaOf } from './postgres/schema.ts';
import type { CorpusReader, Store, View } from './store.ts';

export { type Following, followPostgres } from './postgres/follow.ts';
export type { LoadProgress, OnLoad } from './postgres/load-progress.ts';
export { writePostgres } from './postgres/writer.ts';

/** Where else a corpus can be read. */
export interface ReadOptions {
  /** URLs of replicas: they are asked first, in turn, and the primary where they do not answer. */
  readonly replicas?: readonly string[];
  /** How many connections are held to each database at most; 10 where it is left out. */
  readonly poolSize?: number;
}

/**
 * Opens the corpus that the database `url` serves; undefined where there is none, or one that another version of this program
 * loaded. Throws where the database cannot be used. A corpus that is replaced stays readable for a minute or longer.
 */
export async function openPostgres(
  url: string,
  { replicas = [], poolSize = 10 }: ReadOptions = {},
): Promise<PostgresStore | undefined> {
  const client = new pg.Client(connectionTo(url));
  // What goes wrong is told to whoever waits for an answer.
  client.on('error', () => undefined);
  let generation: Generation | undefined;
  try {
    await client.connect();
    generation = await currentGeneration(client);
  } catch (error) {
    throw unreachable(url, error);
  } finally {
    await client.end().catch(() => undefined);
  }
  if (generation?.format !== format) return undefined;
  return new PostgresStore(generation, new Databases(url, { replicas, poolSize }));
}

/** A corpus in a database. */
export class PostgresStore implements Store {
  /** Tells this corpus from all that the database holds, held or will hold. */
  readonly generation: number;
  readonly version: string;
  readonly stamp: string;
  readonly #databases: Databases;
  readonly #rows: RowsOf;
  #closed: Promise<void> | undefined;

  constructor({ number, version, stamp }: Generation, databases: Databases) {
    this.generation = number;
    this.version = version;
    this.stamp = stamp;
    this.#databases = databases;
    const schema = schemaOf(number);
    this.#rows = (statement) => databases.rows(schema, statement);
  }

  /** Another corpus of the same database, over the same connections; undefined where another version of this program loaded it. */
  next(generation: Generation): PostgresStore | undefined {
    return generation.format === format ? new PostgresStore(generation, this.#databases.share()) : undefined;
  }

  reader(view: View): CorpusReader {
    return new PostgresReader(this.#rows, this.version, view);
  }

  async ping(): Promise<void> {
    await this.#rows({ text: 'SELECT average FROM search_length', values: [] });
  }

  async close(): Promise<void> {
    this.#closed ??= this.#databases.giveBack();
    await this.#closed;
  }
}
