// The tables of a corpus from SQLite to PostgreSQL, row by row: nothing is held but what the network has not taken yet.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { blockFrequencies, type Words } from './frequencies.ts';
import { copiedTables } from './schema.ts';
import { indexTerms, padded, pairNumbers } from './words.ts';

/** Copies all tables into those of the search path, which were made in the transaction that the client is in. */
export async function copyCorpus(corpus: DatabaseSync, client: Client): Promise<void> {
  for (const { name, columns } of copiedTables) {
    const names = Object.keys(columns).join(', ');
    await copy(
      client,
      `${name} (${names})`,
      lines(corpus, `SELECT ${names} FROM ${name}`, (row) => row),
    );
  }
  const words = lines(corpus, TEXTS, ([ordinal, ...texts]) => {
    const columns = texts as string[];
    const terms = [...indexTerms(...columns)].map((term) => `"${term}"`);
    return [ordinal!, ...columns.map(padded), arrayOf(terms), arrayOf(pairNumbers(...columns))];
  });
  await copy(client, 'search (ordinal, title, alternate_name, text, terms, pairs)', words);
  const frequencies = chunks(frequencyLines(corpus));
  await copy(client, 'search_frequency (word, block, places, frequencies)', frequencies);
}

// In the order of ordinals, so that records of a block stand together.
const TEXTS = 'SELECT rowid, title, alternate_name, text FROM search ORDER BY rowid';

function* frequencyLines(corpus: DatabaseSync): Iterable<string> {
  for (const { word, block, places, frequencies } of blockFrequencies(rows(corpus, TEXTS) as Iterable<Words>))
    yield line([word, block, arrayOf(places), arrayOf(frequencies)]);
}

function arrayOf(values: Iterable<string | number>): string {
  return `{${[...values].join(',')}}`;
}

async function copy(client: Client, target: string, text: Iterator<string>): Promise<void> {
  const first = text.next();
  if (first.done) return;
  // Frozen, as rows can be that nobody could have seen before: they are read from indexes alone from the start.
  const stream = client.query(copyFrom(`COPY ${target} FROM STDIN WITH (FREEZE)`));
  await pipeline(
    Readable.from(continued(first.value, text), { objectMode: false, highWaterMark: CHUNK }),
    stream,
  );
}

function* continued(first: string, rest: Iterator<string>): Iterable<string> {
  yield first;
  yield* { [Symbol.iterator]: () => rest };
}

const CHUNK = 1 << 16;

function lines(
  corpus: DatabaseSync,
  sql: string,
  change: (row: readonly SQLOutputValue[]) => readonly SQLOutputValue[],
): Generator<string> {
  return chunks(changed());
  function* changed() {
    for (const row of rows(corpus, sql)) yield line(change(row));
  }
}

function rows(corpus: DatabaseSync, sql: string): Iterable<SQLOutputValue[]> {
  const statement = corpus.prepare(sql);
  statement.setReturnArrays(true);
  // The types do not know that rows are arrays now.
  return statement.iterate() as unknown as Iterable<SQLOutputValue[]>;
}

function line(values: readonly SQLOutputValue[]): string {
  return `${values.map(field).join('\t')}\n`;
}

function* chunks(all: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const one of all) {
    chunk += one;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  // PostgreSQL has no text with it. Content has none either: the compiler refuses it.
  '\0': '\uFFFD',
};
// oxlint-disable-next-line no-control-regex
const ESCAPED = /[\\\n\r\t\0]/g;

function field(value: SQLOutputValue): string {
  if (value === null) return '\\N';
  return typeof value === 'string' ? value.replace(ESCAPED, (sign) => ESCAPES[sign]!) : String(value);
}
