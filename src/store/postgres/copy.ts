// The tables of a corpus from SQLite to PostgreSQL, row by row: nothing is held but what the network has not taken yet.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { blockFrequencies, type Words } from './frequencies.ts';
import type { OnLoad } from './load-progress.ts';
import { copiedTables } from './schema.ts';
import { indexTerms, padded, pairNumbers } from './words.ts';

/** Copies all tables into those of the search path, which were made in the transaction that the client is in. */
export async function copyCorpus(corpus: DatabaseSync, client: Client, onLoad?: OnLoad): Promise<void> {
  const copies = copiesOf(corpus);
  let rows = 0;
  for (const [done, { target, lines }] of copies.entries()) {
    const tell = () => onLoad?.({ step: 'copy', done, of: copies.length, rows });
    await copy(
      client,
      target,
      chunks(lines, (count) => {
        rows += count;
        tell();
      }),
    );
  }
}

/** The rows of a table, in the text format of COPY. */
interface Copy {
  readonly target: string;
  readonly lines: Iterable<string>;
}

function copiesOf(corpus: DatabaseSync): readonly Copy[] {
  const tables = copiedTables.map(({ name, columns }): Copy => {
    const names = Object.keys(columns).join(', ');
    return { target: `${name} (${names})`, lines: tableLines(corpus, `SELECT ${names} FROM ${name}`) };
  });
  return [
    ...tables,
    {
      target: 'search (ordinal, title, alternate_name, text, terms, pairs)',
      lines: tableLines(corpus, TEXTS, searchRow),
    },
    {
      target: 'search_frequency (word, block, places, frequencies)',
      lines: frequencyLines(corpus),
    },
  ];
}

// In the order of ordinals, so that records of a block stand together.
const TEXTS = 'SELECT rowid, title, alternate_name, text FROM search ORDER BY rowid';

function searchRow([ordinal, ...texts]: Row): Row {
  const columns = texts as string[];
  const terms = [...indexTerms(...columns)].map((term) => `"${term}"`);
  return [ordinal!, ...columns.map(padded), arrayOf(terms), arrayOf(pairNumbers(...columns))];
}

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

type Row = readonly SQLOutputValue[];

function* tableLines(corpus: DatabaseSync, sql: string, change = (row: Row) => row): Iterable<string> {
  for (const row of rows(corpus, sql)) yield line(change(row));
}

function rows(corpus: DatabaseSync, sql: string): Iterable<SQLOutputValue[]> {
  const statement = corpus.prepare(sql);
  statement.setReturnArrays(true);
  // The types do not know that rows are arrays now.
  return statement.iterate() as unknown as Iterable<SQLOutputValue[]>;
}

function line(values: Row): string {
  return `${values.map(field).join('\t')}\n`;
}

function* chunks(lines: Iterable<string>, onChunk: (lines: number) => void): Generator<string> {
  let [chunk, count] = ['', 0];
  for (const one of lines) {
    chunk += one;
    count += 1;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    onChunk(count);
    [chunk, count] = ['', 0];
  }
  if (chunk !== '') yield chunk;
  onChunk(count);
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
