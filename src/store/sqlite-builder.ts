// A corpus in the making, as an SQLite database: takes records in any order, and completes the tables when all are there.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Kind, kinds } from '../model/kind.ts';
import type { DataPath, Entry, Origin, Records } from '../model/record.ts';
import { digestOf, namedIn } from './digest.ts';
import { kindTables, listCode, stagingTables, tables } from './schema.ts';
import { completeSearch } from './search/completion.ts';
import { searchRows } from './search/tables.ts';
import type { Conflict, CorpusWriter, DanglingReference } from './store.ts';
import { sqliteTable } from './table.ts';
import { ALWAYS, spreadVisibility } from './visibility.ts';

// Nobody else reads, and a build that fails is thrown away. (A journal in memory stays empty: all pages are new.)
const SETTINGS = [
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -65536',
];

/** The tables that take records. An empty path stands for a file that nobody sees and that is gone with the process. */
export class SqliteBuilder implements Omit<CorpusWriter, 'publish' | 'discard'> {
  readonly database: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;
  #ordinal = 0;

  /** `search` makes the table of that name, with the columns rowid, title, alternate_name and text. */
  constructor(path: string, stagingPath: string, search: string) {
    this.database = new DatabaseSync(path);
    try {
      this.database.prepare('ATTACH DATABASE ? AS staging').run(stagingPath);
      for (const setting of SETTINGS) {
        for (const schema of ['main', 'staging']) this.database.exec(`PRAGMA ${schema}.${setting}`);
      }
      this.database.exec(['BEGIN', ...tables.map(sqliteTable), search, ...stagingTables].join(';'));
      this.#sql = prepare(this.database);
    } catch (error) {
      this.database.close();
      throw error;
    }
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
