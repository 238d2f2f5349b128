// A corpus in the making, as an SQLite database: takes records in any order, and completes the tables when all are there.
import type { DatabaseSync } from 'node:sqlite';
import type { ArticleText } from '../model/article.ts';
import type { Kind } from '../model/kind.ts';
import type { DataPath, Entry, Records } from '../model/record.ts';
import { openToFill } from './filling.ts';
import { kindTables, stagingTables, tables } from './schema.ts';
import { completeSearch } from './search/completion.ts';
import type { SearchTarget } from './search/inserts.ts';
import { readOrigin, Rows } from './sqlite-rows.ts';
import type { Conflict, CorpusWriter, DanglingReference } from './store.ts';
import { sqliteTable } from './table.ts';
import { spreadVisibility } from './visibility.ts';

/** The tables that take records. An empty path stands for a file that nobody sees and that is gone with the process. */
export class SqliteBuilder implements Omit<CorpusWriter, 'publish' | 'discard'> {
  readonly database: DatabaseSync;
  readonly #rows: Rows;
  #ordinal = 0;

  /** What is searched goes to what `searchOf` gives; it makes the table `search` too, if it needs one. */
  constructor(path: string, stagingPath: string, searchOf: (database: DatabaseSync) => SearchTarget) {
    this.database = openToFill(path, { staging: stagingPath });
    try {
      this.database.exec(['BEGIN', ...tables.map(sqliteTable), ...stagingTables].join(';'));
      this.#rows = new Rows(this.database, searchOf(this.database));
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
