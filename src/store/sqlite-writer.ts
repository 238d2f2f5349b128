// Builds a corpus as an SQLite file beside the one that is served, and swaps the two when it is complete.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Kind, kinds } from '../model/kind.ts';
import type { DataPath, Entry, Origin, Records } from '../model/record.ts';
import { type Building, startBuilding } from './building.ts';
import { digestOf, namedIn } from './digest.ts';
import { format, indexes, kindTables, listCode, stagingTables, tables } from './schema.ts';
import { completeSearch } from './search/completion.ts';
import { fullTextIndex, searchRows } from './search/tables.ts';
import type { Conflict, CorpusWriter, DanglingReference } from './store.ts';
import { sqliteTable } from './table.ts';
import { ALWAYS, spreadVisibility } from './visibility.ts';

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

// Nobody else reads, and a build that fails is thrown away. (A journal in memory stays empty: all pages are new.)
const SETTINGS = [
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -65536',
];

class SqliteWriter implements CorpusWriter {
  readonly #building: Building;
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;
  #ordinal = 0;

  constructor(building: Building) {
    this.#building = building;
    this.#database = new DatabaseSync(building.path);
    this.#database.prepare('ATTACH DATABASE ? AS staging').run(building.stagingPath);
    for (const setting of SETTINGS) {
      for (const schema of ['main', 'staging']) this.#database.exec(`PRAGMA ${schema}.${setting}`);
    }
    this.#database.exec(['BEGIN', ...tables.map(sqliteTable), fullTextIndex, ...stagingTables].join(';'));
    this.#sql = prepare(this.#database);
  }

  put(entry: Entry): Conflict {
    const { kind, record, origin, references, memberships, search, foldedNames, visible, through } = entry;
    const ids = new Set([record.id, ...entry.otherIds]);
    for (const id of ids) {
      const holder = this.#sql.holderOf.get({ id });
      if (holder) return { id, origin: readOrigin(holder) };
    }
    const ordinal = ++this.#ordinal;
    const span = {
      visible_from: finite(visible?.from ?? -Infinity),
      visible_until: finite(visible?.until ?? Infinity),
    };
    for (const id of ids) this.#sql.name.run({ id, ordinal });
    this.#sql.record.run({ ordinal, id: record.id, kind, ...span });
    const data = JSON.stringify(record);
    this.#sql.document.run({ ordinal, data });
    this.#sql.fingerprint.run({ ordinal, digest: digestOf(data), names: JSON.stringify(namedIn(data)) });
    this.#sql.rows[kind].run({ ordinal, id: record.id, ...kindTables[kind].row(entry.columns as never) });
    this.#sql.origin.run({
      ordinal,
      file: origin.file,
      line: origin.line,
      path: JSON.stringify(origin.path),
      through: through ?? null,
      whole: wholeOf(entry) ?? null,
    });
    for (const { target, path } of references) {
      this.#sql.reference.run({ ordinal, target, path: path ? JSON.stringify(path) : null });
    }
    for (const { list, owner, member, label } of memberships) {
      this.#sql.membership.run({ list: listCode(list), owner, member, label: label ?? null });
    }
    for (const name of new Set(foldedNames)) this.#sql.alias.run({ name, ordinal });
    if (search) {
      const rows = searchRows(kind, search, entry.columns);
      this.#sql.search.run({ rowid: ordinal, ...rows.search });
      this.#sql.searched.run({ ordinal, ...rows.searched });
      for (const name of rows.names) this.#sql.searchName.run({ ordinal, ...name });
    }
    return undefined;
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    const found = this.#sql.documentOf.get({ id, kind });
    return found && (JSON.parse(found['data'] as string) as Records[K]);
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

  async publish({ version, stamp }: { readonly version: string; readonly stamp: string }): Promise<void> {
    try {
      const database = this.#database;
      for (const step of completion) database.exec(step);
      const corpus = database.prepare('INSERT INTO corpus VALUES (?, ?)');
      for (const pair of Object.entries({ format, version, stamp })) corpus.run(...pair);
      database.exec('COMMIT');
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
  `INSERT INTO search (search) VALUES ('optimize')`,
  'PRAGMA analysis_limit = 1000',
  'ANALYZE main',
];

function prepare(database: DatabaseSync) {
  const insert = (table: string, columns: readonly string[], fixed: Readonly<Record<string, string>> = {}) =>
    database.prepare(
      `INSERT INTO ${table} (${[...columns, ...Object.keys(fixed)].join(', ')})
       VALUES (${[...columns.map((column) => `:${column}`), ...Object.values(fixed)].join(', ')})`,
    );
  // Visibility is settled when all records are there.
  const always = { visible_from: `${ALWAYS.from}`, visible_until: `${ALWAYS.until}`, gaps: '0' };
  const rows = kinds.map((kind) => {
    const { name, columns } = kindTables[kind];
    return [kind, insert(name, ['ordinal', 'id', ...Object.keys(columns)], always)] as const;
  });
  return {
    holderOf: database.prepare(
      'SELECT file, line, path FROM name JOIN staging.origin USING (ordinal) WHERE id = :id',
    ),
    documentOf: database.prepare(
      `SELECT data FROM name JOIN record USING (ordinal) JOIN document USING (ordinal)
       WHERE name.id = :id AND kind = :kind`,
    ),
    name: insert('name', ['id', 'ordinal']),
    record: insert('record', ['ordinal', 'id', 'kind', 'visible_from', 'visible_until'], { gaps: '0' }),
    document: insert('document', ['ordinal', 'data']),
    fingerprint: insert('fingerprint', ['ordinal', 'digest', 'names']),
    rows: Object.fromEntries(rows) as Record<Kind, StatementSync>,
    origin: insert('staging.origin', ['ordinal', 'file', 'line', 'path', 'through', 'whole']),
    reference: insert('staging.reference', ['ordinal', 'target', 'path']),
    membership: insert('staging.membership', ['list', 'owner', 'member', 'label']),
    alias: insert('alias', ['name', 'ordinal']),
    search: insert('search', ['rowid', 'title', 'alternate_name', 'text']),
    searched: insert('searched', ['ordinal', 'words', 'published', 'year']),
    searchName: insert('search_name', ['name', 'ordinal', 'exactness']),
  };
}

/** The record without which this one is not shown either: an outcome's event, a change's outcome. */
function wholeOf({ kind, record }: Entry): string | undefined {
  if (kind === 'outcome') return (record as Records['outcome']).event;
  if (kind === 'statusChange') return (record as Records['statusChange']).outcome;
  return undefined;
}

function readOrigin(row: Record<string, unknown>): Origin {
  return {
    file: row['file'] as string,
    line: row['line'] as number,
    path: JSON.parse(row['path'] as string) as DataPath,
  };
}

function finite(value: number): number {
  return Math.max(ALWAYS.from, Math.min(ALWAYS.until, value));
}
