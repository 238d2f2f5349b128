// The embedded store: one SQLite file that is only ever read, and replaced as a whole.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { type Kind, kinds } from '../model/kind.ts';
import type { AnyRecord } from '../model/record.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { Watch } from './damage.ts';
import type { Query, Values } from './dialect.ts';
import { obstacleToReading } from './obstacles.ts';
import { countQuery, pageOf, pageParts, type PageParts, type ScannedRow } from './pages.ts';
import { ordinalsQuery } from './records.ts';
import { Remembered } from './remembered.ts';
import { format } from './schema.ts';
import { sqliteDialect as dialect, sqliteValues } from './sqlite-dialect.ts';
import { facetsOf, foundRows, searchPageOf } from './search/answers.ts';
import {
  countQuery as searchCountQuery,
  facetsQuery,
  pageQuery as searchPageQuery,
} from './search/queries.ts';
import type {
  CorpusReader,
  CorpusSummary,
  Facets,
  FacetsRequest,
  Fingerprint,
  FingerprintsRequest,
  ListRequest,
  Page,
  PageRequest,
  SearchPage,
  SearchPageRequest,
  SearchRequest,
  Store,
  View,
} from './store.ts';
import { nextVisibilityChange, visible, visibleParameters } from './visibility.ts';

export { DamagedFile } from './damage.ts';
export { LiveCorpus } from './live-corpus.ts';
export { writeSqlite } from './sqlite-writer.ts';

/**
 * Opens the corpus `file`; undefined where there is none, or one that another version of this program built.
 * Throws a {@link DamagedFile} where it is to be built anew, and another error where it cannot be read or is somebody's.
 * A corpus that is replaced stays readable until it is closed.
 */
export function openSqlite(file: string): Store | undefined {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (!facts) return undefined;
  if (!facts.isFile()) throw new Error(`${file} is not a file: name one with --store.`);
  const watch = watchOver(file);
  let isOpen = false;
  try {
    const store = openWatched(file, watch);
    isOpen = store !== undefined;
    // Another process may have published a new corpus between two looks at the file.
    if (!watch.isReplaced()) return store;
    void store?.close();
  } catch (error) {
    if (!watch.isReplaced()) throw watch.refusal(error);
  } finally {
    if (!isOpen) watch.close();
  }
  return openSqlite(file);
}

function watchOver(file: string): Watch {
  try {
    return new Watch(file);
  } catch (error) {
    throw obstacleToReading(file, error);
  }
}

function openWatched(file: string, watch: Watch): Store | undefined {
  watch.check();
  // Absolute, so that no name looks like a URI.
  const database = new DatabaseSync(resolve(file), { readOnly: true });
  try {
    for (const setting of SETTINGS) database.exec(`PRAGMA ${setting}`);
    const rows = database.prepare('SELECT key, value FROM corpus').all();
    const corpus = new Map(rows.map(({ key, value }) => [key as string, value as string]));
    if (corpus.get('format') === format)
      return new SqliteStore(database, new Statements(database, watch), corpus);
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}

/** A state of a live corpus. */
export interface Snapshot extends Store {
  /** Begins again with what the corpus is now, which must be the same, so that its log can be tidied. */
  renew(): void;
}

/** Opens a live corpus at `path` in the state in which it is now, and in which this reader keeps it. */
export function openSnapshot(path: string): Snapshot {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.exec('PRAGMA cache_size = -32768');
    const statements = new Statements(database);
    // A transaction that never ends: it pins the state, and takes the lock once for all queries.
    database.exec('BEGIN');
    const corpus = new Map(statements.rows('SELECT key, value FROM corpus') as [string, string][]);
    return new SqliteSnapshot(database, statements, corpus);
  } catch (error) {
    database.close();
    throw error;
  }
}

// Nothing ever writes to a published file: its lock is taken once, not for each query, which makes a lookup eight times as fast.
const SETTINGS = ['locking_mode = EXCLUSIVE', 'cache_size = -32768'];

const PREPARED_LIMIT = 256;

/** The statements of a database, prepared: values are parameters, so texts recur, but filters can be put in many ways. */
class Statements {
  /** Of a published file; others are seen by this process alone. */
  readonly watch: Watch | undefined;
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, watch?: Watch) {
    this.#database = database;
    this.watch = watch;
  }

  /** Throws STORE_UNAVAILABLE where the file turns out, or is known, to be damaged. */
  rows(sql: string, values: Readonly<Values> = {}): SQLOutputValue[][] {
    this.assertSound();
    try {
      return this.#rows(sql, values);
    } catch (error) {
      throw this.watch ? this.watch.explain(error) : error;
    }
  }

  /** Throws STORE_UNAVAILABLE where the file is known to be damaged. */
  assertSound(): void {
    this.watch?.assertSound();
  }

  /** The first value of the first row. */
  value(sql: string, values?: Readonly<Values>): SQLOutputValue | undefined {
    return this.rows(sql, values)[0]?.[0];
  }

  /** The record in a document. */
  record(text: string | undefined): AnyRecord {
    try {
      return JSON.parse(text ?? '') as AnyRecord;
    } catch (error) {
      throw this.watch ? this.watch.condemn('a document in it cannot be read') : error;
    }
  }

  #rows(sql: string, values: Readonly<Values>): SQLOutputValue[][] {
    let statement = this.#prepared.get(sql);
    if (statement) {
      this.#prepared.delete(sql);
    } else {
      statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
    }
    // Those that were not used for longest come first.
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > PREPARED_LIMIT) this.#prepared.delete(this.#prepared.keys().next().value!);
    // The types do not know that rows are arrays now.
    return statement.all(sqliteValues(values)) as unknown as SQLOutputValue[][];
  }
}

class SqliteStore implements Store {
  readonly version: string;
  readonly stamp: string;
  readonly damaged?: Promise<Error>;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #remembered: Remembered;

  constructor(database: DatabaseSync, statements: Statements, corpus: ReadonlyMap<string, string>) {
    this.#database = database;
    this.#statements = statements;
    this.#remembered = new Remembered(
      (now) => (statements.value(nextVisibilityChange, { now }) as number | null) ?? Infinity,
    );
    if (statements.watch) this.damaged = statements.watch.damaged;
    this.version = corpus.get('version') ?? '';
    this.stamp = corpus.get('stamp') ?? '';
  }

  reader(view: View): CorpusReader {
    this.#statements.watch?.look();
    return new SqliteReader(this.#statements, this.#remembered, this.version, view);
  }

  async ping(): Promise<void> {
    this.#statements.watch?.look();
    this.#statements.value('SELECT count(*) FROM corpus');
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
    this.#statements.watch?.close();
  }
}

class SqliteSnapshot extends SqliteStore implements Snapshot {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, statements: Statements, corpus: ReadonlyMap<string, string>) {
    super(database, statements, corpus);
    this.#database = database;
  }

  renew(): void {
    if (this.#database.isOpen) this.#database.exec('COMMIT; BEGIN; SELECT 1 FROM corpus');
  }
}

const DOCUMENTS = `SELECT ordinal, data FROM ${dialect.each(':ordinals', 'given', 'integer')} JOIN document ON document.ordinal = given.value`;

class SqliteReader implements CorpusReader {
  readonly version: string;
  readonly #statements: Statements;
  readonly #remembered: Remembered;
  readonly #view: View;

  constructor(statements: Statements, remembered: Remembered, version: string, view: View) {
    this.#statements = statements;
    this.#remembered = remembered;
    this.version = version;
    this.#view = view;
  }

  async records(ids: readonly string[]): Promise<readonly (AnyRecord | undefined)[]> {
    const { sql, values } = ordinalsQuery(ids, this.#view, dialect);
    const ordinals = new Map(this.#statements.rows(sql, values) as [number, number][]);
    const records = this.#recordsAt(new Set(ordinals.values()));
    return ids.map((_, index) => {
      const ordinal = ordinals.get(index);
      return ordinal === undefined ? undefined : records(ordinal);
    });
  }

  async pages(requests: readonly PageRequest[]): Promise<readonly Page[]> {
    const found = requests.map((request) => {
      const { scan, behind, beyond } = pageQueries(pageParts(request, this.#view, dialect), request.limit);
      const rows = this.#statements.rows(scan.sql, scan.values) as unknown as ScannedRow[];
      return {
        rows: rows.slice(0, request.limit),
        behind: behind !== undefined && this.#holds(behind),
        beyond: rows.length > request.limit || (beyond !== undefined && this.#holds(beyond)),
      };
    });
    const records = this.#recordsAt(new Set(found.flatMap(({ rows }) => rows.map(([ordinal]) => ordinal))));
    return requests.map((request, index) => pageOf(request, found[index]!, records));
  }

  async counts(requests: readonly ListRequest[]): Promise<readonly number[]> {
    this.#statements.assertSound();
    return requests.map((request) => {
      const query = countQuery(request, this.#view, dialect);
      return this.#remembered.count(this.#view, query, () => this.#number(query));
    });
  }

  async searchPages(requests: readonly SearchPageRequest[]): Promise<readonly SearchPage[]> {
    const found = requests.map((request) =>
      foundRows(this.#found(searchPageQuery(request, this.#view, dialect)), request),
    );
    const records = this.#recordsAt(new Set(found.flatMap(({ hits }) => hits.map(([ordinal]) => ordinal))));
    return requests.map((request, index) => searchPageOf(request, found[index]!, records));
  }

  async searchCounts(requests: readonly SearchRequest[]): Promise<readonly number[]> {
    this.#statements.assertSound();
    return requests.map((request) =>
      Number(this.#counted(searchCountQuery(request, this.#view, dialect))[0]?.[0] ?? 0),
    );
  }

  async searchFacets(requests: readonly FacetsRequest[]): Promise<readonly Facets[]> {
    this.#statements.assertSound();
    return requests.map((request) =>
      facetsOf(request, this.#counted(facetsQuery(request, this.#view, dialect))),
    );
  }

  async summary(): Promise<CorpusSummary> {
    const articles = `FROM article WHERE ${visible('article', this.#view)}`;
    const values = visibleParameters(this.#view);
    const languages = this.#statements.rows(`SELECT DISTINCT language ${articles} ORDER BY language`, values);
    const [published] = this.#statements.rows(`SELECT min(published), max(published) ${articles}`, values);
    return {
      version: this.version,
      counts: Object.fromEntries(
        kinds.map((kind) => [kind, this.#number(countQuery({ kind }, this.#view, dialect))]),
      ) as Record<Kind, number>,
      languages: languages.map(([language]) => language as string),
      firstPublished: (published?.[0] ?? null) as number | null,
      lastPublished: (published?.[1] ?? null) as number | null,
    };
  }

  fingerprints(request: FingerprintsRequest): AsyncIterable<Fingerprint> {
    return fingerprintsOf((sql, values) => this.#statements.rows(sql, values), dialect, this.#view, request);
  }

  async nextVisibilityChange(): Promise<number | undefined> {
    if (this.#view.preview) return undefined;
    const { until } = this.#remembered.span(this.#view);
    return until === Infinity ? undefined : until;
  }

  /** The rows of a query that counts, and is left out where nothing can be found. */
  #counted(query: Query | undefined): SQLOutputValue[][] {
    return query ? this.#remembered.count(this.#view, query, () => this.#found(query)) : [];
  }

  /** The rows of a query that is left out where nothing can be found. */
  #found(query: Query | undefined): SQLOutputValue[][] {
    return query ? this.#statements.rows(query.sql, query.values) : [];
  }

  #number({ sql, values }: Query): number {
    return this.#statements.value(sql, values) as number;
  }

  #holds(query: Query): boolean {
    return this.#number(query) === 1;
  }

  #recordsAt(ordinals: ReadonlySet<number>): (ordinal: number) => AnyRecord {
    const records = this.#remembered.records(
      ordinals,
      (missing) => new Map(this.#statements.rows(DOCUMENTS, { ordinals: missing }) as [number, string][]),
      (document) => this.#statements.record(document),
    );
    return (ordinal) => records.get(ordinal)!;
  }
}

/** What to ask for one page. */
interface PageQueries {
  /** Rows of ordinal, label and the values of the position, from the end that is read; one more than the page holds. */
  readonly scan: Query;
  /** One number: whether there are members before the page. */
  readonly behind?: Query;
  /** The same for those after it. */
  readonly beyond?: Query;
}

/** The queries of a page; those of its sides are left out where it begins or may go on at an end of the list. */
export function pageQueries(
  { list, label, keys, within, orderBy, behind, beyond, values }: PageParts,
  limit: number,
): PageQueries {
  const exists = (condition: string, bounds: Query['values']): Query => ({
    sql: `SELECT EXISTS (SELECT 1 ${list}${condition})`,
    values: { ...values.list, ...bounds },
  });
  const bounds = { ...values.start, ...values.end };
  return {
    scan: {
      sql: `SELECT k.ordinal, ${label} AS label, ${keys.join(', ')} ${list}${within} ${orderBy} LIMIT :limit`,
      values: { ...values.list, ...bounds, limit: limit + 1 },
    },
    ...(behind !== undefined && { behind: exists(behind, values.start) }),
    ...(beyond !== undefined && { beyond: exists(beyond, bounds) }),
  };
}
