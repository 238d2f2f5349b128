// Builds a corpus as an SQLite file beside the one that is served, and swaps the two when it is complete.
import { type Building, startBuilding } from './building.ts';
import { format, indexes } from './schema.ts';
import { fullTextIndex } from './search/tables.ts';
import { SqliteBuilder } from './sqlite-builder.ts';
import type { CorpusWriter } from './store.ts';

/**
 * Starts to build the corpus `file`, which is served as it is until `publish`; makes its folder where it is missing.
 * Records go to the disk as they come; memory holds a cache of fixed size.
 */
export function writeSqlite(file: string): CorpusWriter {
  const building = startBuilding(file);
  try {
    return new SqliteWriter(building);
  } catch (error) {
    building.remove();
    throw error;
  }
}

class SqliteWriter extends SqliteBuilder implements CorpusWriter {
  readonly #building: Building;

  constructor(building: Building) {
    super(building.path, building.stagingPath, fullTextIndex);
    this.#building = building;
  }

  async publish({ version, stamp }: { readonly version: string; readonly stamp: string }): Promise<void> {
    try {
      const { database } = this;
      const corpus = database.prepare('INSERT INTO corpus VALUES (?, ?)');
      for (const pair of Object.entries({ format, version, stamp })) corpus.run(...pair);
      this.complete();
      for (const step of finish) database.exec(step);
      const [finding] = database.prepare('PRAGMA main.quick_check(1)').all();
      if (finding?.['quick_check'] !== 'ok') {
        throw new Error(
          `The corpus came out damaged (${finding?.['quick_check']}): check the disk and build again.`,
        );
      }
      database.close();
      this.#building.moveIntoPlace();
    } finally {
      await this.discard();
    }
  }

  async discard(): Promise<void> {
    this.close();
    this.#building.remove();
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
