// The embedded store: one SQLite file that is only ever read, and replaced as a whole.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import type { ArticleText } from '../model/article.ts';
import { type Kind, kinds } from '../model/kind.ts';
import type { AnyRecord, ListName } from '../model/record.ts';
import { textOf } from './article-text.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { Watch } from './damage.ts';
import type { Query, Values } from './dialect.ts';
import { obstacleToReading } from './obstacles.ts';
import { countQuery, type FoundPage, pageOf, pageParts, type PageParts, type ScannedRow } from './pages.ts';
import { ordinalsQuery } from './records.ts';
import { Remembered } from './remembered.ts';
import { format, listCode } from './schema.ts';
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
const SETTINGS = ['locking_mode = EXCLUSIVE', 'cache_size = -65536'];

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

const stored = (table: string, columns: string) =>
  `SELECT ordinal, ${columns} FROM ${dialect.each(':ordinals', 'given', 'integer')} JOIN ${table} ON ${table}.ordinal = given.value`;
const OWNERS = `SELECT given.key FROM ${dialect.each(':owners', 'given', 'text')} JOIN name ON name.id = given.value
  WHERE EXISTS (SELECT 1 FROM member WHERE list = :list AND owner = name.ordinal)`;
const FEWEST_ASKED_AT_ONCE = 3;
const NOTHING_FOUND: FoundPage = { rows: [], behind: false, beyond: false };
const DOCUMENTS = stored('document', 'data');
const BODIES = stored('article_text', 'body');
const TEXTS = stored('article_text', 'body, data');

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
    const ordinals = this.#ordinalsOf(ids);
    const records = this.#recordsAt(new Set(ordinals.filter((ordinal) => ordinal !== undefined)));
    return ordinals.map((ordinal) => (ordinal === undefined ? undefined : records(ordinal)));
  }

  async bodies(articles: readonly string[]): Promise<readonly (string | undefined)[]> {
    return this.#stored(BODIES, articles).map((row) => row?.[1] as string | undefined);
  }

  async texts(articles: readonly string[]): Promise<readonly (ArticleText | undefined)[]> {
    return this.#stored(TEXTS, articles).map((row) => row && textOf(row[1] as string, row[2] as string));
  }

  async pages(requests: readonly PageRequest[]): Promise<readonly Page[]> {
    const empty = this.#emptyOf(requests);
    const found = requests.map((request) => {
      if (empty.has(request)) return NOTHING_FOUND;
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
    this.#statements.assertSound();
    const whole = { sql: this.#view.preview ? 'summary of all' : 'summary', values: {} };
    return this.#remembered.count(this.#view, whole, () => this.#summarised());
  }

  fingerprints(request: FingerprintsRequest): AsyncIterable<Fingerprint> {
    return fingerprintsOf((sql, values) => this.#statements.rows(sql, values), dialect, this.#view, request);
  }

  async nextVisibilityChange(): Promise<number | undefined> {
    if (this.#view.preview) return undefined;
    const { until } = this.#remembered.span(this.#view);
    return until === Infinity ? undefined : until;
  }

  #summarised(): CorpusSummary {
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

  /** For each id the row of what is stored, after its ordinal; undefined where there is none. */
  #stored(sql: string, ids: readonly string[]): readonly (readonly SQLOutputValue[] | undefined)[] {
    const ordinals = this.#ordinalsOf(ids);
    const rows = this.#statements.rows(sql, { ordinals: ordinals.filter((each) => each !== undefined) });
    const byOrdinal = new Map(rows.map((row) => [row[0] as number, row]));
    return ordinals.map((ordinal) => (ordinal === undefined ? undefined : byOrdinal.get(ordinal)));
  }

  /** Lists of owners that have no member in them at all, where there are enough to ask of all at once. */
  #emptyOf(requests: readonly PageRequest[]): ReadonlySet<PageRequest> {
    const whole = requests.filter(
      (request): request is PageRequest & { readonly list: ListName; readonly owner: string } =>
        'list' in request && !request.after && !request.before,
    );
    const empty = new Set<PageRequest>();
    for (const [list, asked] of Map.groupBy(whole, ({ list }) => list)) {
      if (asked.length < FEWEST_ASKED_AT_ONCE) continue;
      const owners = asked.map(({ owner }) => owner);
      const filled = new Set(
        this.#statements.rows(OWNERS, { owners, list: listCode(list) }).map(([place]) => place as number),
      );
      for (const [place, request] of asked.entries()) if (!filled.has(place)) empty.add(request);
    }
    return empty;
  }

  #ordinalsOf(ids: readonly string[]): readonly (number | undefined)[] {
    this.#statements.assertSound();
    return this.#remembered.ordinals(this.#view, ids, (missing) => {
      const { sql, values } = ordinalsQuery(missing, this.#view, dialect);
      return new Map(this.#statements.rows(sql, values) as [number, number][]);
    });
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
