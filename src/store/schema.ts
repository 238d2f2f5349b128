// The tables of a corpus as data: what each kind is ordered and filtered by, and the DDL that follows from it.
import { createHash } from 'node:crypto';
import type { Kind } from '../model/kind.ts';
import {
  type Columns,
  type DateColumns,
  type ListName,
  listKinds,
  type NameColumns,
  type WikidataColumns,
} from '../model/record.ts';
import { fullTextIndex, searchTables } from './search/tables.ts';
import type { ordersByKind } from './store.ts';
import { sqliteTable, type Table } from './table.ts';
import { visibilityIndexes } from './visibility.ts';

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

const named = { columns: { name: 'text' }, orders: { NAME: by('name') } } as const;
const known = {
  columns: { ...named.columns, wikidata: 'text' },
  orders: named.orders,
  row: ({ name, wikidataId }: NameColumns & WikidataColumns) => ({ name, wikidata: wikidataId }),
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
      genre: 'text',
    },
    orders: {
      DATE_PUBLISHED: by('published'),
      DATE_MODIFIED: { ASC: ['unchanged', 'modified'], DESC: ['changed', 'modified'] },
      HEADLINE: by('headline'),
    },
    row: ({ published, modified, headline, language, genre }) => ({
      published,
      changed: modified === null ? 0 : 1,
      unchanged: modified === null ? 1 : 0,
      modified: modified ?? 0,
      headline,
      language,
      genre,
    }),
  },
  actor: {
    name: 'actor',
    columns: { ...known.columns, type: 'text' },
    orders: known.orders,
    row: ({ type, ...columns }) => ({ ...known.row(columns), type }),
  },
  statement: {
    name: 'statement',
    columns: {
      ...dateColumns,
      published: 'integer',
      article: 'text',
      position: 'integer',
      kind: 'text',
      form: 'text',
      speaker: 'text',
    },
    orders: { DATE_UTTERED: byDate, READING_ORDER: by('published', 'article', 'position') },
    row: ({ earliest, latest, ...columns }) => ({ ...dateRow({ earliest, latest }), ...columns }),
  },
  outcome: {
    name: 'outcome',
    columns: { ...dateColumns, ...named.columns },
    orders: named.orders,
    row: ({ name, ...date }) => ({ ...dateRow(date), name }),
  },
  event: {
    name: 'event',
    columns: { ...dateColumns, ends: 'integer', ...known.columns, kind: 'text' },
    orders: { START_DATE: byDate, NAME: by('name') },
    row: ({ earliest, latest, ends, kind, ...columns }) => ({
      ...dateRow({ earliest, latest }),
      ends: moment(ends ?? 0),
      ...known.row(columns),
      kind,
    }),
  },
  place: { name: 'place', ...known },
  topic: {
    name: 'topic',
    columns: { ...known.columns, qcode: 'text' },
    orders: known.orders,
    row: ({ qcode, ...columns }) => ({ ...known.row(columns), qcode }),
  },
  source: {
    name: 'source',
    columns: { ...named.columns, kind: 'text' },
    orders: named.orders,
    row: (columns) => ({ ...columns }),
  },
  statusChange: {
    name: 'status_change',
    columns: { ...dateColumns, outcome: 'integer', recorded: 'integer', position: 'integer', status: 'text' },
    orders: { RECORDED: by('recorded', 'position') },
    row: ({ recorded, position, status, earliest, latest }) => ({
      ...dateRow({ earliest, latest }),
      outcome: null,
      recorded,
      position,
      status,
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

/** Lists whose owners are looked up by their members, too. */
export const relatingLists = [
  'subject.articles',
  'figure.articles',
  'article.translations',
  'topic.narrower',
] as const;

const visibilityColumns = { visible_from: 'integer', visible_until: 'integer', gaps: 'integer' } as const;

/** What a corpus consists of, but for the index of words. */
export const tables: readonly Table[] = [
  { name: 'corpus', columns: { key: 'text', value: 'text' }, key: ['key'] },
  // Ids that records have and had, so that one lookup finds either and no two records can share one.
  { name: 'name', columns: { id: 'text', ordinal: 'integer' }, key: ['id'] },
  {
    name: 'record',
    columns: { ordinal: 'integer', id: 'text', kind: 'text', ...visibilityColumns },
    key: ['ordinal'],
  },
  { name: 'document', columns: { ordinal: 'integer', data: 'text' }, key: ['ordinal'] },
  // The text of an article, of which lists show nothing: its body, and the rest as places in it.
  { name: 'article_text', columns: { ordinal: 'integer', body: 'text', data: 'text' }, key: ['ordinal'] },
  // Of each document what tells it from others, and the ids that it names, as a JSON array: two corpora are compared by it.
  {
    name: 'fingerprint',
    columns: { ordinal: 'integer', digest: 'text', names: 'text' },
    key: ['ordinal'],
  },
  ...Object.values(kindTables).map(({ name, columns }): Table => ({
    name,
    columns: {
      ordinal: 'integer',
      id: 'text',
      ...Object.fromEntries(Object.entries(columns).map(([column, type]) => [column, `${type}?` as const])),
      ...visibilityColumns,
    },
    key: ['ordinal'],
  })),
  {
    name: 'member',
    columns: { list: 'integer', owner: 'integer', member: 'integer', label: 'text?' },
    key: ['list', 'owner', 'member'],
  },
  // Names and aliases of named records, folded: what prefixes of names are looked up in.
  { name: 'alias', columns: { name: 'text', ordinal: 'integer' }, key: ['name', 'ordinal'] },
  {
    name: 'visibility_gap',
    columns: { ordinal: 'integer', gap_from: 'integer', gap_until: 'integer' },
    key: ['ordinal', 'gap_from', 'gap_until'],
  },
  ...searchTables,
];

/** Made when the tables are filled: it is faster than keeping them up to date. */
export const indexes: readonly string[] = [
  ...Object.values(kindTables).flatMap(({ name, orders }) =>
    [...new Set(Object.values(orders).flatMap(({ ASC, DESC }) => [ASC.join(), DESC.join()]))].map(
      (columns) => `CREATE INDEX ${name}_by_${columns.replaceAll(',', '_')} ON ${name} (${columns}, id)`,
    ),
  ),
  ...Object.values(kindTables)
    .filter(({ columns }) => 'wikidata' in columns)
    .map(({ name }) => `CREATE INDEX ${name}_by_wikidata ON ${name} (wikidata) WHERE wikidata IS NOT NULL`),
  ...visibilityIndexes,
  'CREATE INDEX alias_by_ordinal ON alias (ordinal, name)',
  // From a member back to its owners.
  ...relatingLists.map(
    (list) =>
      `CREATE INDEX owner_in_list_${listCode(list)} ON member (member, owner) WHERE list = ${listCode(list)}`,
  ),
  'CREATE INDEX status_change_by_outcome ON status_change (outcome, dated, earliest, recorded, position)',
];

/** Tables beside those of the corpus, in the schema `staging`, that are thrown away when nothing more is changed in it. */
export const stagingTables: readonly string[] = [
  // `through` is the article by which a record exists; `whole` the record without which it is not shown either. `names` has
  // the ids by which it is found, as a JSON array.
  `CREATE TABLE staging.origin (ordinal INTEGER PRIMARY KEY, file TEXT NOT NULL, line INTEGER NOT NULL,
    path TEXT NOT NULL, names TEXT NOT NULL, through TEXT, whole TEXT)`,
  'CREATE TABLE staging.reference (sequence INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL, target TEXT NOT NULL, path TEXT)',
  // `ordinal` is the record that says so.
  `CREATE TABLE staging.membership (sequence INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL, list INTEGER NOT NULL,
    owner TEXT NOT NULL, member TEXT NOT NULL, label TEXT)`,
];

/** What a corpus that is to be revised is looked up by. */
export const stagingIndexes: readonly string[] = [
  'CREATE INDEX staging.origin_by_file ON origin (file)',
  'CREATE INDEX staging.origin_by_through ON origin (through) WHERE through IS NOT NULL',
  'CREATE INDEX staging.origin_by_whole ON origin (whole) WHERE whole IS NOT NULL',
  'CREATE INDEX staging.reference_by_ordinal ON reference (ordinal)',
  'CREATE INDEX staging.reference_by_target ON reference (target)',
  'CREATE INDEX staging.membership_by_ordinal ON membership (ordinal)',
  'CREATE INDEX staging.membership_by_member ON membership (member, owner, list)',
];

// Raise it when the meaning of a table changes and its DDL does not.
const FORMAT = 3;

/** What a corpus says of how it was built; one with another format is built anew. */
export const format = `${FORMAT} ${createHash('sha256')
  .update(JSON.stringify([tables.map(sqliteTable), fullTextIndex, indexes, lists]))
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
