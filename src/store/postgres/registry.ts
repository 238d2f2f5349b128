// Which corpora a database holds, and which of them is served.
import type { Client } from 'pg';
import { schemaOf } from './schema.ts';

/** A corpus in a database. */
export interface Generation {
  readonly number: number;
  readonly version: string;
  readonly stamp: string;
  readonly format: string;
}

/** The corpus that is served; undefined where none was ever loaded. */
export async function currentGeneration(client: Client): Promise<Generation | undefined> {
  const { rows: known } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('onrecord.generation') IS NOT NULL AS exists`,
  );
  if (!known[0]?.exists) return undefined;
  const { rows } = await client.query<Generation>(
    'SELECT number, version, stamp, format FROM onrecord.generation WHERE is_current',
  );
  return rows[0];
}

/** Makes a corpus the one that is served, in the transaction that the client is in. */
export async function makeCurrent(client: Client, number: number): Promise<void> {
  await client.query(
    'UPDATE onrecord.generation SET is_current = false, superseded_at = clock_timestamp() WHERE is_current',
  );
  await client.query('UPDATE onrecord.generation SET is_current = true WHERE number = $1', [number]);
}

/**
 * Drops corpora that were replaced at least `grace` milliseconds ago: each reader has told its request by then, and each process
 * has noticed. What a reader still holds on to is left for the next time.
 */
export async function dropSuperseded(client: Client, grace: number): Promise<void> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM onrecord.generation WHERE NOT is_current
     AND superseded_at <= clock_timestamp() - $1 * interval '1 millisecond' ORDER BY number`,
    [grace],
  );
  for (const { number } of rows) {
    try {
      // Several statements at once are one transaction.
      await client.query(
        `SET LOCAL lock_timeout = '2s'; DROP SCHEMA IF EXISTS ${schemaOf(number)} CASCADE;
         DELETE FROM onrecord.generation WHERE number = ${number}`,
      );
    } catch {
      continue;
    }
  }
}
