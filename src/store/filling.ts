// Databases of SQLite that are filled before anybody reads them: how they are opened, and how rows come in one by one.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

// Nobody else reads, and a build that fails is thrown away. (A journal in memory stays empty: all pages are new.)
const SETTINGS = [
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -65536',
];

// In bytes: the body of an article fits into one page, and reading a page costs more than its length.
const PAGE_SIZE = 8_192;

/** Opens a new database at `path`, with others attached to it by their names. Empty paths are files that nobody sees. */
export function openToFill(path: string, attached: Readonly<Record<string, string>> = {}): DatabaseSync {
  // An index of words that was made elsewhere is copied by its own tables.
  const database = new DatabaseSync(path, { defensive: false });
  try {
    database.exec(`PRAGMA page_size = ${PAGE_SIZE}`);
    for (const [name, file] of Object.entries(attached))
      database.prepare(`ATTACH DATABASE ? AS ${name}`).run(file);
    for (const setting of SETTINGS) {
      for (const name of ['main', ...Object.keys(attached)]) database.exec(`PRAGMA ${name}.${setting}`);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Prepares the insertion of rows with these columns; those of `fixed` have the same SQL in each. */
export function insertInto(
  database: DatabaseSync,
  table: string,
  columns: readonly string[],
  fixed: Readonly<Record<string, string>> = {},
): (row: Readonly<Record<string, SQLInputValue>>) => void {
  const statement = database.prepare(
    `INSERT INTO ${table} (${[...columns, ...Object.keys(fixed)].join(', ')})
     VALUES (${[...columns.map(() => '?'), ...Object.values(fixed)].join(', ')})`,
  );
  // Values by their places: to look up the place of each by its name takes longer than to insert the row.
  return (row) => void statement.run(...columns.map((column) => row[column]!));
}
