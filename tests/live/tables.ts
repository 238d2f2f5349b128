// Everything that the tables of a corpus hold, without the numbers by which they happen to name records.
import { DatabaseSync } from 'node:sqlite';

type Row = Record<string, unknown>;

/** The rows of every table, sorted, with global ids in the place of ordinals. */
export function tablesOf(file: string): Record<string, readonly string[]> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const all = (sql: string) => database.prepare(sql).all() as Row[];
    const ids = new Map(all('SELECT ordinal, id FROM record').map(({ ordinal, id }) => [ordinal, id]));
    const tables: Record<string, readonly string[]> = {};
    for (const { name } of all(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('search', 'corpus')
       UNION ALL VALUES ('search_tag'), ('search_name')`,
    )) {
      tables[String(name)] = all(`SELECT * FROM "${String(name)}"`)
        .map((row) =>
          JSON.stringify(
            Object.fromEntries(
              Object.entries(row).map(([column, value]) => [
                column,
                isOrdinal(String(name), column) && value !== null
                  ? (ids.get(value) ?? `lost ${String(value)}`)
                  : value,
              ]),
            ),
          ),
        )
        .toSorted();
    }
    database.exec(`CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, search, instance)`);
    tables['search'] = all('SELECT term, doc, col, "offset" FROM temp.word')
      .map(
        ({ term, doc, col, offset }) =>
          `${String(ids.get(doc))} ${String(col)} ${String(offset)} ${String(term)}`,
      )
      .toSorted();
    return tables;
  } finally {
    database.close();
  }
}

function isOrdinal(table: string, column: string): boolean {
  return (
    column === 'ordinal' ||
    (table === 'member' && (column === 'owner' || column === 'member')) ||
    (table === 'search_tag' && column === 'target') ||
    (table === 'status_change' && column === 'outcome')
  );
}
