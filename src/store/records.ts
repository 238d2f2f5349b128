// Records by their ids.
import type { Dialect, Query } from './dialect.ts';
import type { View } from './store.ts';
import { visible, visibleParameters } from './visibility.ts';

/** Rows of the place in `ids` and the ordinal of each that may be seen; none for the others. Former ids are found too. */
export function ordinalsQuery(ids: readonly string[], view: View, { each }: Dialect): Query {
  return {
    sql: `SELECT given.key, record.ordinal FROM ${each(':ids', 'given', 'text')}
       JOIN name ON name.id = given.value JOIN record ON record.ordinal = name.ordinal WHERE ${visible('record', view)}`,
    values: { ids, ...visibleParameters(view) },
  };
}

/** The same with the document in place of the ordinal. */
export function recordsQuery(ids: readonly string[], view: View, { each }: Dialect): Query {
  return {
    sql: `SELECT given.key, document.data FROM ${each(':ids', 'given', 'text')}
       JOIN name ON name.id = given.value JOIN record ON record.ordinal = name.ordinal
       JOIN document ON document.ordinal = record.ordinal WHERE ${visible('record', view)}`,
    values: { ids, ...visibleParameters(view) },
  };
}
