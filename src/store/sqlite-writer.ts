// Builds a corpus as an SQLite file beside the one that is served, and swaps the two when it is complete.
import { DatabaseSync } from 'node:sqlite';
import type { Kind } from '../model/kind.ts';
import type { DataPath, Entry, Records } from '../model/record.ts';
import { type Building, startBuilding } from './building.ts';
import { LiveCorpus } from './live-corpus.ts';
import { format, indexes, kindTables, stagingIndexes, stagingTables, tables } from './schema.ts';
import { completeSearch, measureSearch } from './search/completion.ts';
import { readOrigin, Rows } from './sqlite-rows.ts';
import type { Conflict, CorpusWriter, DanglingReference } from './store.ts';
import { spreadVisibility } from './visibility.ts';

/** What a corpus is published with. */
interface Label {
  readonly version: string;
  readonly stamp: string;
}

/** Builds a corpus as a file of its own. */
export interface SqliteCorpusWriter extends CorpusWriter {
  /** Completes the corpus, but keeps it apart from the file that is served, so that it can be revised. */
  keep(label: Label): LiveCorpus;
}

/**
 * Starts to build the corpus `file`, which is served as it is until `publish`; makes its folder where it is missing.
 * Records go to the disk as they come; memory holds a cache of fixed size.
 */
export function writeSqlite(file: string): SqliteCorpusWriter {
  const building = startBuilding(file);
  try {
    return new SqliteWriter(building);
  } catch (error) {
    building.remove();
    throw error;
  }
}

// Nobody else reads, and a build that fails is thrown away. (A journal in memory stays empty: all pages are new.)
const SETTINGS = [
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -65536',
];

class SqliteWriter implements SqliteCorpusWriter {
  readonly #building: Building;
  readonly #database: DatabaseSync;
  readonly #rows: Rows;
  #ordinal = 0;
  #isKept = false;

  constructor(building: Building) {
    this.#building = building;
    this.#database = new DatabaseSync(building.path);
    this.#database.prepare('ATTACH DATABASE ? AS staging').run(building.stagingPath);
    for (const setting of SETTINGS) {
      for (const schema of ['main', 'staging']) this.#database.exec(`PRAGMA ${schema}.${setting}`);
    }
    this.#database.exec(['BEGIN', ...tables, ...stagingTables].join(';'));
    this.#rows = new Rows(this.#database);
  }

  put(entry: Entry): Conflict {
    const conflict = this.#rows.conflictOf(entry);
    if (!conflict) this.#rows.all(++this.#ordinal, entry);
    return conflict;
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.#rows.find(kind, id);
  }

  *dangling(): Iterable<DanglingReference> {
    const statement = this.#database.prepare(
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
    const statement = this.#database.prepare('SELECT id FROM record WHERE kind = ? ORDER BY id');
    for (const row of statement.iterate(kind)) yield row['id'] as string;
  }

  async publish(label: Label): Promise<void> {
    try {
      this.#complete(label);
      this.#database.close();
      this.#building.moveIntoPlace();
    } finally {
      await this.discard();
    }
  }

  keep(label: Label): LiveCorpus {
    this.#complete(label);
    this.#database.exec(['DROP TABLE staging.appearance', ...stagingIndexes].join(';'));
    this.#isKept = true;
    return new LiveCorpus(this.#building, this.#database, label);
  }

  #complete({ version, stamp }: Label): void {
    const database = this.#database;
    for (const step of completion) database.exec(step);
    measureSearch(database);
    const corpus = database.prepare('INSERT INTO corpus VALUES (?, ?)');
    for (const pair of Object.entries({ format, version, stamp })) corpus.run(...pair);
    database.exec('COMMIT');
    const [finding] = database.prepare('PRAGMA main.quick_check(1)').all();
    if (finding?.['quick_check'] !== 'ok') {
      throw new Error(
        `The corpus came out damaged (${finding?.['quick_check']}): check the disk and build again.`,
      );
    }
  }

  async discard(): Promise<void> {
    // What was kept has another owner.
    if (this.#isKept) return;
    if (this.#database.isOpen) this.#database.close();
    this.#building.remove();
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
  ...indexes,
  ...completeSearch,
  'PRAGMA analysis_limit = 1000',
  'ANALYZE main',
];
