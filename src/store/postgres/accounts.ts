// What clients may still ask for, counted in a database for all processes that share it. It is no part of a corpus, and may be lost.
import pg from 'pg';
import { connectionTo, placeOf, unreachable } from './connection.ts';

/** What is waited for, in milliseconds: requests wait meanwhile. */
const LONGEST_WAIT = 1_000;
/** Whatever was taken from it, an account is full again after two minutes: then it is as good as none. */
const SECONDS_KEPT = 180;
const TABLE = 'onrecord_rates.account';
/** Any number; who makes the table holds it. */
const LOCK = 4_730_114;

/** Accounts in a database. Each fills up within a minute. */
export class PostgresAccounts {
  readonly #pool: pg.Pool;
  readonly #full: number;
  #isThere = false;

  /** `full` is what each account has that nobody has taken from. Nothing is connected before the first call. */
  constructor(url: string, full: number) {
    this.#full = full;
    this.#pool = new pg.Pool({
      ...connectionTo(url, { statement_timeout: String(LONGEST_WAIT), lock_timeout: String(LONGEST_WAIT) }),
      connectionTimeoutMillis: LONGEST_WAIT,
      query_timeout: LONGEST_WAIT,
      max: 1,
      allowExitOnIdle: true,
    });
    // The pool makes another connection when it is needed, and whoever uses one is told.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * Takes points from accounts, 0 to look at one, and tells what is left in each. Keys are digests in hex. Rejects where the
   * database does not do it in time: then nothing may have been taken, or all.
   */
  async settle(taken: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>> {
    await this.#make();
    const keys = [...taken.keys()].map((key) => Buffer.from(key, 'hex'));
    const { rows } = await this.#pool.query<{ key: Buffer; points: number }>(SETTLE, [
      keys,
      [...taken.values()],
      this.#full,
    ]);
    return new Map(rows.map(({ key, points }) => [key.toString('hex'), points]));
  }

  /** Removes the accounts that are full again. */
  async sweep(): Promise<void> {
    await this.#make();
    await this.#pool.query(
      `DELETE FROM ${TABLE} WHERE at < clock_timestamp() - ${SECONDS_KEPT} * interval '1 second'`,
    );
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  async #make(): Promise<void> {
    if (this.#isThere) return;
    if (!(await isThere(this.#pool))) await this.#pool.query(MAKE);
    this.#isThere = true;
  }
}

// All processes lock accounts in one order, so that none waits for another that waits for it.
const SETTLE = `
  INSERT INTO ${TABLE} AS account (key, points, at)
  SELECT key, $3::float8 - taken, clock_timestamp()
  FROM (SELECT * FROM unnest($1::bytea[], $2::float8[]) AS given (key, taken) ORDER BY key) AS given
  ON CONFLICT (key) DO UPDATE SET
    points = greatest(
      1 - $3,
      least($3, account.points + greatest(0, extract(epoch FROM clock_timestamp() - account.at)::float8) / 60 * $3)
        - ($3 - EXCLUDED.points)
    ),
    at = clock_timestamp()
  RETURNING key, points`;

// Several statements at once are one transaction. Rows that are written again and again need room beside them.
const MAKE = `
  SELECT pg_advisory_xact_lock(${LOCK});
  CREATE SCHEMA IF NOT EXISTS ${TABLE.split('.')[0]};
  CREATE UNLOGGED TABLE IF NOT EXISTS ${TABLE} (
    key bytea PRIMARY KEY, points double precision NOT NULL, at timestamptz NOT NULL
  ) WITH (fillfactor = 50)`;

async function isThere(client: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('${TABLE}') IS NOT NULL AS there`,
  );
  return rows[0]?.there ?? false;
}

/** Whether a database can hold accounts, for whoever wants to know before it has to; throws an error for people where it cannot be reached. */
export async function examineAccounts(
  url: string,
): Promise<{ readonly place: string; readonly result: 'there' | 'can be made' | 'may not be made' }> {
  const client = new pg.Client(connectionTo(url));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ there: boolean; may: boolean }>(`
      SELECT to_regclass('${TABLE}') IS NOT NULL AND has_table_privilege(to_regclass('${TABLE}'), 'INSERT, UPDATE, DELETE') AS there,
        has_database_privilege(current_database(), 'CREATE') AND NOT pg_is_in_recovery() AS may`);
    const { there, may } = rows[0]!;
    return { place: placeOf(url), result: there ? 'there' : may ? 'can be made' : 'may not be made' };
  } catch (error) {
    throw unreachable(url, error, '--rate-accounts');
  } finally {
    await client.end().catch(() => undefined);
  }
}
