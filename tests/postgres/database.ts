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

/** Makes a database as empty as it was. */
export async function emptied(url: string): Promise<void> {
  await query(
    url,
    `DO $$ DECLARE one name; BEGIN
       FOR one IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'onrecord%' LOOP
         EXECUTE format('DROP SCHEMA %I CASCADE', one);
       END LOOP;
     END $$`,
  );
}
