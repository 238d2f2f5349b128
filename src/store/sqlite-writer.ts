// Builds a corpus as an SQLite file beside the one that is served, and swaps the two when it is complete.
import { type Building, startBuilding } from './building.ts';
import { LiveCorpus } from './live-corpus.ts';
import { format, indexes, stagingIndexes } from './schema.ts';
import { measureSearch } from './search/completion.ts';
import { Indexing } from './search/indexing.ts';
import { SqliteBuilder } from './sqlite-builder.ts';
import type { CorpusWriter } from './store.ts';

/** What a corpus is published with. */
interface Label {
  readonly version: string;
  readonly stamp: string;
}

/** Builds a corpus as a file of its own. */
export interface SqliteCorpusWriter extends CorpusWriter {
  /** Completes the corpus, but keeps it apart from the file that is served, so that it can be revised. */
  keep(label: Label): Promise<LiveCorpus>;
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

class SqliteWriter extends SqliteBuilder implements SqliteCorpusWriter {
  readonly #building: Building;
  readonly #indexing: Indexing;
  #isKept = false;

  constructor(building: Building) {
    const indexing = new Indexing(building.wordsPath);
    super(building.path, building.stagingPath, () => indexing);
    this.#building = building;
    this.#indexing = indexing;
  }

  async publish(label: Label): Promise<void> {
    try {
      await this.#finish(label);
      this.database.close();
      this.#building.moveIntoPlace();
    } finally {
      await this.discard();
    }
  }

  async keep(label: Label): Promise<LiveCorpus> {
    await this.#finish(label);
    this.database.exec(['DROP TABLE staging.appearance', ...stagingIndexes].join(';'));
    this.#isKept = true;
    return new LiveCorpus(this.#building, this.database, label);
  }

  async discard(): Promise<void> {
    await this.#indexing.close();
    // What was kept has another owner.
    if (this.#isKept) return;
    this.close();
    this.#building.remove();
  }

  async #finish({ version, stamp }: Label): Promise<void> {
    const { database } = this;
    const corpus = database.prepare('INSERT INTO corpus VALUES (?, ?)');
    for (const pair of Object.entries({ format, version, stamp })) corpus.run(...pair);
    await this.#indexing.complete(database);
    this.complete();
    this.#indexing.leave(database);
    for (const step of finish) database.exec(step);
    measureSearch(database);
    const [finding] = database.prepare('PRAGMA main.quick_check(1)').all();
    if (finding?.['quick_check'] !== 'ok') {
      throw new Error(
        `The corpus came out damaged (${finding?.['quick_check']}): check the disk and build again.`,
      );
    }
  }
}

const finish: readonly string[] = [
  'BEGIN',
  ...indexes,
  `INSERT INTO search (search) VALUES ('optimize')`,
  'PRAGMA analysis_limit = 1000',
  'ANALYZE main',
  'COMMIT',
];
