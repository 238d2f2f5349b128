// Records by their ids.
import type { Dialect, Query } from './dialect.ts';
import type { View } from './store.ts';
import { visible, visibleParameters } from './visibility.ts';

/** What is stored of a record in a table. */
export interface StoredColumns {
  readonly table: string;
  readonly names: readonly string[];
}

export const documentColumns: StoredColumns = { table: 'document', names: ['data'] };
export const bodyColumns: StoredColumns = { table: 'article_text', names: ['body'] };
export const textColumns: StoredColumns = { table: 'article_text', names: ['body', 'data'] };

/** Rows of the place in `ids` and the ordinal of each that may be seen; none for the others. Former ids are found too. */
export function ordinalsQuery(ids: readonly string[], view: View, { each }: Dialect): Query {
  return {
    sql: `SELECT given.key, record.ordinal FROM ${each(':ids', 'given', 'text')}
       JOIN name ON name.id = given.value JOIN record ON record.ordinal = name.ordinal WHERE ${visible('record', view)}`,
    values: { ids, ...visibleParameters(view) },
  };
}

/** The same with the columns of a table in place of the ordinal. */
export function storedQuery(
  columns: StoredColumns,
  ids: readonly string[],
  view: View,
  { each }: Dialect,
): Query {
  const { table, names } = columns;
  return {
    sql: `SELECT given.key, ${names.map((name) => `${table}.${name}`).join(', ')} FROM ${each(':ids', 'given', 'text')}
       JOIN name ON name.id = given.value JOIN record ON record.ordinal = name.ordinal
       JOIN ${table} ON ${table}.ordinal = record.ordinal WHERE ${visible('record', view)}`,
    values: { ids, ...visibleParameters(view) },
  };
}
