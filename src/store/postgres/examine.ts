// What a database is like, for whoever wants to know before it is used.
import pg from 'pg';
import { connectionTo, placeOf, unreachable } from './connection.ts';

/** A database, as far as it matters for a store. */
export interface Examined {
  /** The host, port and name: neither user nor password. */
  readonly place: string;
  /** As the server says it, for example `18.1`. */
  readonly version: string;
  /** The same to compare, for example 180001. */
  readonly versionNumber: number;
  readonly encoding: string;
  /** Whether the user may create schemas, which a load does. */
  readonly mayCreate: boolean;
  readonly isReplica: boolean;
  readonly maxConnections: number;
  /** How far its clock is ahead of the one of this machine, in milliseconds. */
  readonly clockAhead: number;
}

/** Asks a database. Throws an error for people where it cannot be reached. */
export async function examinePostgres(url: string): Promise<Examined> {
  const client = new pg.Client(connectionTo(url));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const before = Date.now();
    const { rows } = await client.query<Omit<Examined, 'place' | 'clockAhead'> & { now: number }>(`
      SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
        current_setting('server_version_num')::int AS "versionNumber",
        current_setting('server_encoding') AS encoding,
        has_database_privilege(current_database(), 'CREATE') AS "mayCreate",
        pg_is_in_recovery() AS "isReplica",
        current_setting('max_connections')::int AS "maxConnections",
        extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`);
    const { now, ...examined } = rows[0]!;
    return { ...examined, place: placeOf(url), clockAhead: now - (before + Date.now()) / 2 };
  } catch (error) {
    throw unreachable(url, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
