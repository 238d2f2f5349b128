// When a database changed over, by its own clock: that of this machine.
import pg from 'pg';

/** The moment of the last switch, in milliseconds since 1970. */
export async function lastSwitch(database: string): Promise<number> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const { rows } = await client.query<{ moment: string }>(
      'SELECT extract(epoch FROM max(superseded_at)) * 1000 AS moment FROM onrecord.generation',
    );
    return Number(rows[0]!.moment);
  } finally {
    await client.end();
  }
}
