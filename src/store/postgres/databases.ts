// The databases that hold a corpus: replicas for reading as far as they answer, and the primary where they do not.
import pg from 'pg';
import { connectionTo, failureOf, isOutage } from './connection.ts';
import type { Statement } from './statement.ts';

// A replica that failed is left alone for so long: it may be down, or not have the newest corpus yet.
const REST_IN_MILLISECONDS = 1_000;

/** How databases are read. */
export interface DatabasesOptions {
  /** URLs of those that follow the primary. */
  readonly replicas: readonly string[];
  /** How many connections are held to each at most. */
  readonly poolSize: number;
}

/** Reads from databases that hold the same. Corpora that follow one another share it, so that a switch finds connections made. */
export class Databases {
  readonly #primary: pg.Pool;
  readonly #replicas: readonly Replica[];
  readonly #names = new StatementNames();
  #turn = 0;
  #users = 1;

  constructor(primary: string, options: DatabasesOptions) {
    this.#primary = poolOf(primary, options);
    this.#replicas = options.replicas.map((url) => ({ pool: poolOf(url, options), restsUntil: 0 }));
  }

  /** The rows that a statement gives where tables are looked for in a schema. Rejects with STORE_UNAVAILABLE where no database answers. */
  async rows(schema: string, { text, values }: Statement): Promise<readonly (readonly unknown[])[]> {
    const query = { text, values: [...values], rowMode: 'array' as const, ...this.#names.of(text) };
    const replica = this.#nextReplica();
    if (replica) {
      try {
        return await rowsFrom(replica.pool, schema, query);
      } catch (error) {
        if (!isOutage(error)) throw error;
        replica.restsUntil = performance.now() + REST_IN_MILLISECONDS;
      }
    }
    try {
      return await rowsFrom(this.#primary, schema, query);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The same for one more user, who gives it back as well. */
  share(): this {
    this.#users += 1;
    return this;
  }

  /** Lets what is asked be answered; parts from all databases when the last user has given it back. */
  async giveBack(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    await Promise.allSettled(
      [this.#primary, ...this.#replicas.map(({ pool }) => pool)].map((pool) => pool.end()),
    );
  }

  #nextReplica(): Replica | undefined {
    const now = performance.now();
    const ready = this.#replicas.filter(({ restsUntil }) => restsUntil <= now);
    return ready[this.#turn++ % ready.length];
  }
}

interface Replica {
  readonly pool: pg.Pool;
  restsUntil: number;
}

/** Where each connection looks for tables. */
const schemas = new WeakMap<pg.PoolClient, string>();

async function rowsFrom(pool: pg.Pool, schema: string, query: pg.QueryArrayConfig): Promise<unknown[][]> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    if (schemas.get(client) !== schema) {
      await client.query(`SET search_path = ${schema}`);
      schemas.set(client, schema);
    }
    return (await client.query(query)).rows as unknown[][];
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // What failed to answer a question of SQL is whole; what broke or timed out is not used again.
    client.release(failure instanceof pg.DatabaseError ? false : failure !== undefined);
  }
}

function poolOf(url: string, { poolSize }: DatabasesOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionTo(url),
    max: poolSize,
    // A process whose work is done may end.
    allowExitOnIdle: true,
  });
  // A connection that breaks while nobody uses it is no reason to end: the pool makes another one when it is needed. One that
  // breaks while it is used tells whoever uses it, too.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const NAMED_LIMIT = 256;
const SEEN_LIMIT = 1024;

/** Names for statements that recur: every connection prepares those once. Their number is bounded, since none is ever forgotten. */
class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #seen = new Set<string>();

  of(text: string): { readonly name?: string } {
    const name = this.#names.get(text);
    if (name !== undefined) return { name };
    if (this.#names.size >= NAMED_LIMIT) return {};
    if (this.#seen.has(text)) {
      this.#seen.delete(text);
      this.#names.set(text, `s${this.#names.size}`);
      return { name: this.#names.get(text)! };
    }
    if (this.#seen.size >= SEEN_LIMIT) this.#seen.clear();
    this.#seen.add(text);
    return {};
  }
}
