// The tables of a corpus as data: what each kind is ordered by, and the DDL that follows from it.
import { createHash } from 'node:crypto';
import type { Kind } from '../model/kind.ts';
import { type Columns, type DateColumns, type ListName, listKinds } from '../model/record.ts';
import type { ordersByKind } from './store.ts';

type ColumnType = 'integer' | 'text';

/** The columns of an order by direction; the id, which settles ties, is left out. */
export type OrderColumns = Readonly<Record<'ASC' | 'DESC', readonly string[]>>;

// LAST_CHANGE depends on who asks, so no column can hold it.
type StoredOrder<K extends Kind> = Exclude<(typeof ordersByKind)[K][number], 'LAST_CHANGE'>;

/** The narrow table of one kind, from which its lists are read without touching documents. */
export interface KindTable<K extends Kind = Kind> {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly orders: Readonly<Record<StoredOrder<K>, OrderColumns>>;
  /** The values of `columns`; null for what is looked up when all records are there. */
  row(columns: Columns[K]): Record<string, number | string | null>;
}

// A record without a date has 1 in `undated`: leading an ascending order by it, and a descending one by `dated`,
// puts such records last in both, with one comparison of rows and one index for each.
const dateColumns = { dated: 'integer', undated: 'integer', earliest: 'integer', latest: 'integer' } as const;
const byDate: OrderColumns = {
  ASC: ['undated', 'earliest', 'latest'],
  DESC: ['dated', 'earliest', 'latest'],
};

const named = {
  columns: { name: 'text' },
  orders: { NAME: by('name') },
  row: ({ name }: { readonly name: string }) => ({ name }),
} as const;

/** The table of each kind. */
export const kindTables: { readonly [K in Kind]: KindTable<K> } = {
  article: {
    name: 'article',
    columns: {
      published: 'integer',
      changed: 'integer',
      unchanged: 'integer',
      modified: 'integer',
      headline: 'text',
      language: 'text',
    },
    orders: {
      DATE_PUBLISHED: by('published'),
      DATE_MODIFIED: { ASC: ['unchanged', 'modified'], DESC: ['changed', 'modified'] },
      HEADLINE: by('headline'),
    },
    row: ({ published, modified, headline, language }) => ({
      published,
      changed: modified === null ? 0 : 1,
      unchanged: modified === null ? 1 : 0,
      modified: modified ?? 0,
      headline,
      language,
    }),
  },
  actor: { name: 'actor', ...named },
  statement: {
    name: 'statement',
    columns: { ...dateColumns, published: 'integer', article: 'text', position: 'integer' },
    orders: { DATE_UTTERED: byDate, READING_ORDER: by('published', 'article', 'position') },
    row: ({ published, article, position, ...date }) => ({ ...dateRow(date), published, article, position }),
  },
  outcome: { name: 'outcome', ...named },
  event: {
    name: 'event',
    columns: { ...dateColumns, name: 'text' },
    orders: { START_DATE: byDate, NAME: by('name') },
    row: ({ name, ...date }) => ({ ...dateRow(date), name }),
  },
  place: { name: 'place', ...named },
  topic: { name: 'topic', ...named },
  source: { name: 'source', ...named },
  statusChange: {
    name: 'status_change',
    columns: { ...dateColumns, outcome: 'integer', recorded: 'integer', position: 'integer' },
    orders: { RECORDED: by('recorded', 'position') },
    row: ({ recorded, position, earliest, latest }) => ({
      ...dateRow({ earliest, latest }),
      outcome: null,
      recorded,
      position,
    }),
  },
  correction: {
    name: 'correction',
    columns: { created: 'integer' },
    orders: { DATE_CREATED: by('created') },
    row: ({ created }) => ({ created }),
  },
};

/** How tables name a list: by its place among all lists. */
export function listCode(list: ListName): number {
  return lists.indexOf(list);
}

const lists = Object.keys(listKinds);

const visibilityColumns =
  'visible_from INTEGER NOT NULL, visible_until INTEGER NOT NULL, gaps INTEGER NOT NULL';

/** What a corpus consists of, before it is filled. */
export const tables: readonly string[] = [
  'CREATE TABLE corpus (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
  // Ids that records have and had, so that one lookup finds either and no two records can share one.
  'CREATE TABLE name (id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL) WITHOUT ROWID',
  `CREATE TABLE record (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, ${visibilityColumns})`,
  'CREATE TABLE document (ordinal INTEGER PRIMARY KEY, data TEXT NOT NULL)',
  ...Object.values(kindTables).map(
    ({ name, columns }) =>
      `CREATE TABLE ${name} (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL, ${Object.entries(columns)
        .map(([column, type]) => `${column} ${type.toUpperCase()}`)
        .join(', ')}, ${visibilityColumns})`,
  ),
  `CREATE TABLE member (list INTEGER NOT NULL, owner INTEGER NOT NULL, member INTEGER NOT NULL, label TEXT,
    PRIMARY KEY (list, owner, member)) WITHOUT ROWID`,
  `CREATE TABLE visibility_gap (ordinal INTEGER NOT NULL, gap_from INTEGER NOT NULL, gap_until INTEGER NOT NULL,
    PRIMARY KEY (ordinal, gap_from, gap_until)) WITHOUT ROWID`,
  `CREATE VIRTUAL TABLE search USING fts5 (title, alternate_name, text, content = '',
    tokenize = 'unicode61 remove_diacritics 2')`,
];

/** Made when the tables are filled: it is faster than keeping them up to date. */
export const indexes: readonly string[] = [
  ...Object.values(kindTables).flatMap(({ name, orders }) =>
    [...new Set(Object.values(orders).flatMap(({ ASC, DESC }) => [ASC.join(), DESC.join()]))].map(
      (columns) => `CREATE INDEX ${name}_by_${columns.replaceAll(',', '_')} ON ${name} (${columns}, id)`,
    ),
  ),
  'CREATE INDEX status_change_by_outcome ON status_change (outcome, dated, earliest, recorded, position)',
];

/** Tables beside those of the corpus, in the schema `staging`, that are thrown away when it is complete. */
export const stagingTables: readonly string[] = [
  // `through` is the article by which a record exists; `whole` the record without which it is not shown either.
  `CREATE TABLE staging.origin (ordinal INTEGER PRIMARY KEY, file TEXT NOT NULL, line INTEGER NOT NULL,
    path TEXT NOT NULL, through TEXT, whole TEXT)`,
  'CREATE TABLE staging.reference (sequence INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL, target TEXT NOT NULL, path TEXT)',
  `CREATE TABLE staging.membership (sequence INTEGER PRIMARY KEY, list INTEGER NOT NULL, owner TEXT NOT NULL,
    member TEXT NOT NULL, label TEXT)`,
];

// Raise it when the meaning of a table changes and its DDL does not.
const FORMAT = 1;

/** What a corpus file says of how it was built; one with another format is built anew. */
export const format = `${FORMAT} ${createHash('sha256')
  .update(JSON.stringify([tables, indexes, lists]))
  .digest('hex')}`;

/** The value that stands for a moment in a column: infinite ones become the first and last that a date can hold. */
export function moment(value: number): number {
  return Math.max(-8.64e15, Math.min(8.64e15, value));
}

function dateRow({ earliest, latest }: DateColumns): Record<string, number> {
  const dated = earliest !== null && latest !== null;
  return {
    dated: dated ? 1 : 0,
    undated: dated ? 0 : 1,
    earliest: dated ? moment(earliest) : 0,
    latest: dated ? moment(latest) : 0,
  };
}

function by(...columns: readonly string[]): OrderColumns {
  return { ASC: columns, DESC: columns };
}
