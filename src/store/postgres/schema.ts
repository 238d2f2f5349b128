// The tables of a corpus in PostgreSQL, each corpus in a schema of its own, and the table that says which one is served.
import { createHash } from 'node:crypto';
import { format as sharedFormat, indexes, tables as sharedTables } from '../schema.ts';
import { WEIGHTS } from '../search/score.ts';
import type { Table } from '../table.ts';
import { BLOCK, FEWEST_RECORDS } from './frequencies.ts';
import { LONGEST_BEGINNING } from './words.ts';

/** The channel on which the version of a new corpus is told. */
export const CHANNEL = 'onrecord';

/** Held by whoever loads: two at once would only take turns in undoing each other's work. */
export const LOADING_LOCK = 7_074_625_119;

/** Made where it is missing. */
export const registry: readonly string[] = [
  'CREATE SCHEMA IF NOT EXISTS onrecord',
  `CREATE TABLE IF NOT EXISTS onrecord.generation (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, version text NOT NULL, stamp text NOT NULL, format text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(), superseded_at timestamptz, is_current boolean NOT NULL DEFAULT false)`,
  'CREATE UNIQUE INDEX IF NOT EXISTS one_is_current ON onrecord.generation (is_current) WHERE is_current',
];

/** The schema with the tables of a corpus. */
export function schemaOf(generation: number): string {
  return `onrecord_${generation}`;
}

const wordTables = [
  // Columns that hold the words of records, and the arrays that are indexed: of words, and of pairs of words.
  'CREATE TABLE search (ordinal bigint NOT NULL, title text NOT NULL, alternate_name text NOT NULL, text text NOT NULL, terms text[] NOT NULL, pairs smallint[] NOT NULL)',
  // How often a word stands in each record of a block that has it.
  'CREATE TABLE search_frequency (word text NOT NULL, block bigint NOT NULL, places smallint[] NOT NULL, frequencies integer[] NOT NULL)',
];

/** The tables that are copied as they are. */
export const copiedTables: readonly Table[] = sharedTables.filter(({ name }) => name !== 'corpus');

/** SQL that makes the tables of a corpus in the schema of the search path. */
export const createTables: readonly string[] = [
  ...copiedTables.map(tableOf),
  ...wordTables.map(inBinaryOrder),
];

/** The names of them all. */
export const tableNames: readonly string[] = [
  ...copiedTables.map(({ name }) => name),
  'search',
  'search_frequency',
];

/** SQL that completes them when they are filled. */
export const completeTables: readonly string[] = [
  ...copiedTables
    .filter(({ key }) => key.length > 0)
    .map(({ name, key }) => `ALTER TABLE ${name} ADD PRIMARY KEY (${key.join(', ')})`),
  'ALTER TABLE search ADD PRIMARY KEY (ordinal)',
  'ALTER TABLE search_frequency ADD PRIMARY KEY (word, block)',
  'CREATE INDEX search_by_terms ON search USING gin (terms, pairs)',
  ...indexes,
];

// Raise it when the meaning of a column changes and its DDL does not.
const MEANING = 1;

/** Told with each corpus; one with another format cannot be read by this version of the program. */
export const format = createHash('sha256')
  .update(
    JSON.stringify([
      MEANING,
      sharedFormat,
      createTables,
      completeTables,
      LONGEST_BEGINNING,
      BLOCK,
      FEWEST_RECORDS,
      WEIGHTS,
    ]),
  )
  .digest('hex');

function tableOf({ name, columns }: Table): string {
  const lines = Object.entries(columns).map(([column, type]) => {
    const base = { integer: 'bigint', text: 'text', real: 'float8' }[type.replace('?', '')]!;
    return `${column} ${base}${type.endsWith('?') ? '' : ' NOT NULL'}`;
  });
  return inBinaryOrder(`CREATE TABLE ${name} (${lines.join(', ')})`);
}

// Texts are compared byte by byte, as SQLite does, whatever the language of the database.
function inBinaryOrder(sql: string): string {
  return sql.replace(/(?<= )text(?:\[\])?(?= NOT|,|\))/g, (type) => `${type} COLLATE "C"`);
}
