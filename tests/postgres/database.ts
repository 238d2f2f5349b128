// Databases for test files: empty ones on the server of the run.
import pg from 'pg';
import { inject } from 'vitest';

let given: Promise<string> | undefined;

/** The database of this test file. */
export function database(): Promise<string> {
  return (given ??= newDatabase());
}

/** Another database. */
export async function newDatabase(): Promise<string> {
  const response = await fetch(inject('postgresDoor'));
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Asks a database something. */
export async function query(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** Makes a database hold no corpus. Their tables stay behind, which nobody looks at: to drop them takes as long as to make them. */
export async function emptied(url: string): Promise<void> {
  await heldTo(url).query(
    `DO $$ BEGIN
       IF to_regclass('onrecord.generation') IS NOT NULL THEN DELETE FROM onrecord.generation; END IF;
     END $$`,
  );
}

const held = new Map<string, pg.Pool>();

/** A connection that stays: a server takes longer to make one than to empty a database. */
function heldTo(url: string): pg.Pool {
  const pool = held.get(url) ?? new pg.Pool({ connectionString: url, max: 1, allowExitOnIdle: true });
  // It ends with its server, which is stopped when all tests are over.
  if (!held.has(url)) pool.on('error', () => undefined);
  held.set(url, pool);
  return pool;
}
