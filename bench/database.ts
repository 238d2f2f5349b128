// A PostgreSQL server for the run, with the same corpus twice: as onrecord keeps it, and as tables with foreign keys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startServer } from '../tests/postgres/server.ts';
import { atEnd } from './cleanup.ts';
import type { Cores } from './cores.ts';
import { type Item, readMemory } from './peers/memory.ts';
import { onrecord, run } from './processes.ts';

/** A database that is filled. */
export interface Database {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and loads a corpus into it. */
export async function loadDatabase(content: string, file: string, cores: Cores): Promise<Database> {
  const server = await startServer();
  const stop = atEnd(() => server.remove());
  const postmaster = Number(readFileSync(join(server.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  cores.pinServer(postmaster);
  await server.createDatabase('bench');
  const url = server.url('bench');
  const { code, output } = await run(
    [...cores.load, ...onrecord, 'build', '--content', content, '--store', url],
    900,
  );
  if (code !== 0) throw new Error(`The corpus could not be loaded into PostgreSQL:\n${output.slice(-2_000)}`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await fillTables(client, file);
  } finally {
    await client.end();
  }
  return { url, stop };
}

const named = ['id', 'slug', 'name'];

/** The tables of the peer: what the page of an article needs, with an index for each foreign key. */
async function fillTables(client: pg.Client, file: string): Promise<void> {
  await client.query(`
    CREATE SCHEMA bench;
    SET search_path TO bench;
    CREATE TABLE actor (id text PRIMARY KEY, slug text NOT NULL, name text NOT NULL);
    CREATE TABLE topic (id text PRIMARY KEY, slug text NOT NULL, name text NOT NULL);
    CREATE TABLE source (id text PRIMARY KEY, slug text NOT NULL, name text NOT NULL);
    CREATE TABLE event (id text PRIMARY KEY, slug text NOT NULL, name text NOT NULL);
    CREATE TABLE article (id text PRIMARY KEY, slug text NOT NULL UNIQUE, headline text NOT NULL, description text,
      in_language text NOT NULL, date_published text NOT NULL, article_body text NOT NULL, publisher text REFERENCES source);
    CREATE TABLE article_topic (article text NOT NULL REFERENCES article, position int NOT NULL,
      topic text NOT NULL REFERENCES topic, PRIMARY KEY (article, position));
    CREATE TABLE statement (id text PRIMARY KEY, article text NOT NULL REFERENCES article, position int NOT NULL,
      kind text NOT NULL, form text NOT NULL, text text NOT NULL, date_uttered text, speaker text REFERENCES actor,
      event text REFERENCES event);
  `);
  const { byId, articles, statementsOfArticle } = readMemory(file);
  const ofType = (...types: readonly string[]) =>
    [...byId.values()].filter(({ id }) => types.includes(id.slice(0, id.indexOf(':'))));
  await insert(client, 'actor', named, ofType('Person', 'Organization'));
  await insert(client, 'topic', named, ofType('Topic'));
  await insert(client, 'source', named, ofType('Source'));
  await insert(client, 'event', named, ofType('Event'));
  const articleColumns = [
    'id',
    'slug',
    'headline',
    'description',
    'inLanguage',
    'datePublished',
    'articleBody',
    'publisher',
  ];
  await insert(client, 'article', articleColumns, articles);
  await insert(
    client,
    'article_topic',
    ['article', 'position', 'topic'],
    articles.flatMap(({ id, about }) =>
      (about as string[]).map((topic, position) => ({ article: id, position, topic })),
    ),
  );
  await insert(
    client,
    'statement',
    ['id', 'article', 'position', 'kind', 'form', 'text', 'dateUttered', 'speaker', 'event'],
    [...statementsOfArticle.values()].flatMap((all) => all.map((one, position) => ({ ...one, position }))),
  );
  await client.query(`
    CREATE INDEX ON article (publisher);
    CREATE INDEX ON article_topic (topic);
    CREATE INDEX ON statement (article, position);
    CREATE INDEX ON statement (speaker);
    CREATE INDEX ON statement (event);
  `);
  // Not within the transaction that several statements make.
  await client.query('VACUUM ANALYZE');
}

async function insert(
  client: pg.Client,
  table: string,
  fields: readonly string[],
  rows: readonly Partial<Item>[],
): Promise<void> {
  const columns = fields.map((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  for (let start = 0; start < rows.length; start += 2_000) {
    const some = rows
      .slice(start, start + 2_000)
      .map((row) =>
        Object.fromEntries(columns.map((column, index) => [column, row[fields[index]!] ?? null])),
      );
    await client.query(
      `INSERT INTO bench.${table} (${columns.join()}) SELECT ${columns.join()} FROM json_populate_recordset(NULL::bench.${table}, $1)`,
      [JSON.stringify(some)],
    );
  }
}
