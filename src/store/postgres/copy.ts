// The tables of a corpus from SQLite to PostgreSQL, row by row: nothing is held but what the network has not taken yet.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copiedTables } from './schema.ts';
import { indexTerms, padded } from './words.ts';

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
  const words = lines(
    corpus,
    'SELECT rowid, title, alternate_name, text FROM search',
    ([ordinal, ...texts]) => {
      const columns = texts as string[];
      return [
        ordinal!,
        ...columns.map(padded),
        `{${[...indexTerms(...columns)].map((term) => `"${term}"`).join(',')}}`,
      ];
    },
  );
  await copy(client, 'search (ordinal, title, alternate_name, text, terms)', words);
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

function* lines(
  corpus: DatabaseSync,
  sql: string,
  change: (row: readonly SQLOutputValue[]) => readonly SQLOutputValue[],
): Generator<string> {
  const statement = corpus.prepare(sql);
  statement.setReturnArrays(true);
  let chunk = '';
  // The types do not know that rows are arrays now.
  for (const row of statement.iterate() as unknown as Iterable<SQLOutputValue[]>) {
    chunk += `${change(row).map(field).join('\t')}\n`;
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
