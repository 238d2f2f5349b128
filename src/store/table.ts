// A table as data, from which each store makes its own.

/** The type of a column; with a question mark where a value may be missing. */
export type ColumnType = 'integer' | 'text' | 'real' | 'integer?' | 'text?';

/** A table of a corpus. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The columns that tell its rows apart; none for a table of one row. */
  readonly key: readonly string[];
}

/** The table in SQLite: kept in the order of its key. */
export function sqliteTable({ name, columns, key }: Table): string {
  const isNumbered = key.length === 1 && columns[key[0]!] === 'integer';
  const lines = Object.entries(columns).map(([column, type]) => {
    if (isNumbered && column === key[0]) return `${column} INTEGER PRIMARY KEY`;
    return `${column} ${type.replace('?', '').toUpperCase()}${type.endsWith('?') ? '' : ' NOT NULL'}`;
  });
  if (!isNumbered && key.length > 0) lines.push(`PRIMARY KEY (${key.join(', ')})`);
  return `CREATE TABLE ${name} (${lines.join(', ')})${isNumbered || key.length === 0 ? '' : ' WITHOUT ROWID'}`;
}
