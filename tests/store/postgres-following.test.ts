// Being told of a new corpus: by a notification, and without one.
import { expect, onTestFinished, test } from 'vitest';
import { followPostgres, writePostgres } from '../../src/store/postgres.ts';
import { newDatabase, query } from '../postgres/database.ts';
import { until } from '../postgres/pause.ts';
import { person } from './entries.ts';

async function load(url: string, version: string): Promise<void> {
  const writer = writePostgres(url);
  writer.put(person('a'));
  await writer.publish({ version, stamp: version });
}

function followed(url: string) {
  const [versions, lines]: [string[], string[]] = [[], []];
  const following = followPostgres(url, {
    onCorpus: ({ version }) => void versions.push(version),
    onLost: (line) => void lines.push(line),
    onFound: (line) => void lines.push(line),
  });
  onTestFinished(() => following.end());
  return { versions, lines, following };
}

test('every corpus is told once, the one of the beginning among them', async () => {
  const url = await newDatabase();
  const { versions, following } = followed(url);
  await load(url, 'first');
  await until('the first is told', () => versions.length === 1);
  await load(url, 'second');
  await until('the second is told', () => versions.length === 2);
  // The same content again is another corpus: the one before will be dropped.
  await load(url, 'second');
  await until('the third is told', () => versions.length === 3);
  expect(versions).toEqual(['first', 'second', 'second']);
  await following.end();
  await load(url, 'fourth');
  expect(versions).toHaveLength(3);
});

test('a missed notification is noticed, and so is what happened while the connection was broken', async () => {
  const url = await newDatabase();
  await load(url, 'first');
  const { versions, lines } = followed(url);
  await until('the first is told', () => versions.length === 1);
  await query(url, `UPDATE onrecord.generation SET is_current = false`);
  await query(
    url,
    `INSERT INTO onrecord.generation (version, stamp, format, is_current) VALUES ('silent', '', '', true)`,
  );
  await until('it is noticed without being told', () => versions.length === 2);

  await query(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await load(url, 'third');
  await until('the third is told', () => versions.includes('third'));
  expect(versions).toEqual(['first', 'silent', 'third']);
  await until('both are told', () => lines.length === 2);
  expect(lines[0]).toMatch(
    /^The database 127\.0\.0\.1:\d+\/test_\d+ does not answer: .*\. It is tried again and again\.$/,
  );
  expect(lines[1]).toMatch(/^The database 127\.0\.0\.1:\d+\/test_\d+ answers again\.$/);
});
