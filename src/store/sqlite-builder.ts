// A corpus in the making, as an SQLite database: takes records in any order, and completes the tables when all are there.
import { DatabaseSync } from 'node:sqlite';
import type { ArticleText } from '../model/article.ts';
import type { Kind } from '../model/kind.ts';
import type { DataPath, Entry, Records } from '../model/record.ts';
import { kindTables, stagingTables, tables } from './schema.ts';
import { completeSearch } from './search/completion.ts';
import { readOrigin, Rows } from './sqlite-rows.ts';
import type { Conflict, CorpusWriter, DanglingReference } from './store.ts';
import { sqliteTable } from './table.ts';
import { spreadVisibility } from './visibility.ts';

// Nobody else reads, and a build that fails is thrown away. (A journal in memory stays empty: all pages are new.)
const SETTINGS = [
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -65536',
];

// In bytes: the body of an article fits into one page, and reading a page costs more than its length.
const PAGE_SIZE = 8_192;

/** The tables that take records. An empty path stands for a file that nobody sees and that is gone with the process. */
export class SqliteBuilder implements Omit<CorpusWriter, 'publish' | 'discard'> {
  readonly database: DatabaseSync;
  readonly #rows: Rows;
  #ordinal = 0;

  /** `search` makes the table of that name, with the columns rowid, title, alternate_name and text. */
  constructor(path: string, stagingPath: string, search: string) {
    this.database = new DatabaseSync(path);
    try {
      this.database.exec(`PRAGMA page_size = ${PAGE_SIZE}`);
      this.database.prepare('ATTACH DATABASE ? AS staging').run(stagingPath);
      for (const setting of SETTINGS) {
        for (const schema of ['main', 'staging']) this.database.exec(`PRAGMA ${schema}.${setting}`);
      }
      this.database.exec(['BEGIN', ...tables.map(sqliteTable), search, ...stagingTables].join(';'));
      this.#rows = new Rows(this.database);
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  put(entry: Entry): Conflict {
    const conflict = this.#rows.conflictOf(entry);
    if (!conflict) this.#rows.all(++this.#ordinal, entry);
    return conflict;
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.#rows.find(kind, id);
  }

  textOf(article: string): ArticleText | undefined {
    return this.#rows.textOf(article);
  }

  *dangling(): Iterable<DanglingReference> {
    const statement = this.database.prepare(
      `SELECT target, reference.path AS target_path, file, line, origin.path FROM staging.reference
       JOIN staging.origin USING (ordinal)
       WHERE NOT EXISTS (SELECT 1 FROM name JOIN record USING (ordinal) WHERE name.id = target AND record.id = target)
       ORDER BY sequence`,
    );
    for (const row of statement.iterate()) {
      const path = row['target_path'] as string | null;
      yield {
        target: row['target'] as string,
        ...(path !== null && { path: JSON.parse(path) as DataPath }),
        origin: readOrigin(row),
      };
    }
  }

  *ids(kind: Kind): Iterable<string> {
    const statement = this.database.prepare('SELECT id FROM record WHERE kind = ? ORDER BY id');
    for (const row of statement.iterate(kind)) yield row['id'] as string;
  }

  /** Completes the tables of the corpus; nothing may be put afterwards. */
  complete(): void {
    for (const step of completion) this.database.exec(step);
    this.database.exec('COMMIT');
  }

  /** Closes the database; again and again as you like. */
  close(): void {
    if (this.database.isOpen) this.database.close();
  }
}

// Each is run once, in this order, when all records are there.
const completion: readonly string[] = [
  // Of memberships given twice the first counts.
  `INSERT OR IGNORE INTO member SELECT list, owners.ordinal, members.ordinal, label FROM staging.membership
   JOIN name owners ON owners.id = membership.owner JOIN name members ON members.id = membership.member
   ORDER BY list, owners.ordinal, members.ordinal, sequence`,
  `UPDATE status_change SET outcome = name.ordinal FROM staging.origin JOIN name ON name.id = origin.whole
   WHERE origin.ordinal = status_change.ordinal`,
  ...spreadVisibility,
  ...Object.values(kindTables).map(
    ({ name }) =>
      `UPDATE ${name} SET visible_from = record.visible_from, visible_until = record.visible_until, gaps = record.gaps
       FROM record WHERE record.ordinal = ${name}.ordinal`,
  ),
  ...completeSearch,
];
