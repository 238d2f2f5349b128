// One change of a live corpus: some files' records taken out and put anew, and all that follows from it.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { ArticleText } from '../model/article.ts';
import type { Kind } from '../model/kind.ts';
import type { DataPath, Entry, Origin, Records } from '../model/record.ts';
import { RevisedMembers } from './revised-members.ts';
import { RevisedVisibility } from './revised-visibility.ts';
import { kindTables, listCode } from './schema.ts';
import { measureSearch, searchedArticles } from './search/completion.ts';
import { SearchInserts } from './search/inserts.ts';
import { hasNames } from './search/texts.ts';
import { spacedWords } from './search/words.ts';
import { documentOf, readOrigin, Rows, spanOf, type StoredSpan } from './sqlite-rows.ts';
import type { Conflict, DanglingReference } from './store.ts';

/** A record that was taken out. Its rows stay until it is known whether it comes back. */
export interface Vacated extends StoredSpan {
  readonly ordinal: number;
  readonly id: string;
  readonly kind: Kind;
  readonly file: string;
  readonly gaps: number;
  readonly through: string | null;
}

type Label = { readonly version: string; readonly stamp: string };

const topicLists = ['topic.articles', 'topic.statements', 'topic.events', 'topic.outcomes'] as const;

const isPut = (table: string) => `${table}.ordinal IN (SELECT value FROM json_each(?))`;

// What the rows of records that were put learn from others, as when all are completed.
const completion: readonly string[] = [
  `UPDATE status_change SET outcome = name.ordinal FROM staging.origin JOIN name ON name.id = origin.whole
   WHERE origin.ordinal = status_change.ordinal AND ${isPut('status_change')}`,
  ...searchedArticles.map((step) => `${step} AND ${isPut('searched')}`),
  `INSERT OR IGNORE INTO search_tag SELECT ordinal, ordinal FROM record WHERE kind IN ('topic', 'actor') AND ${isPut('record')}`,
];

/** Whether a column is filled when all records are there. */
function isLookedUp(kind: Kind, column: string): boolean {
  return kind === 'statusChange' && column === 'outcome';
}

/** A transaction on a live corpus. `commit` or `rollback` ends it; where either throws, the corpus is as it was. */
export class Revision {
  readonly #database: DatabaseSync;
  readonly #onCommit: (label: Label) => void;
  readonly #rows: Rows;
  readonly #statements = new Map<string, StatementSync>();
  readonly #vacated = new Map<string, Vacated>();
  readonly #put = new Set<number>();
  readonly #before = new Map<string, { readonly kind: Kind; readonly record: Records[Kind] }[]>();
  readonly #members: RevisedMembers;
  readonly #visibility: RevisedVisibility;
  #ordinal: number;

  constructor(database: DatabaseSync, onCommit: (label: Label) => void) {
    this.#database = database;
    this.#onCommit = onCommit;
    database.exec('BEGIN IMMEDIATE');
    this.#rows = new Rows(database, new SearchInserts(database));
    this.#members = new RevisedMembers(database);
    this.#visibility = new RevisedVisibility(database);
    this.#ordinal = Number(this.#row('SELECT max(ordinal) AS last FROM document')?.['last'] ?? 0);
  }

  takeOut(file: string): readonly Vacated[] {
    const found = this.#all(
      `SELECT ordinal, id, kind, file, visible_from, visible_until, gaps, names, through
       FROM staging.origin JOIN record USING (ordinal) WHERE file = ? ORDER BY ordinal`,
      file,
    ) as unknown as (Vacated & { readonly names: string })[];
    const before = [];
    for (const { names, ...vacated } of found) {
      const { ordinal, id, kind } = vacated;
      if (kind === 'place' || kind === 'actor') before.push({ kind, record: this.#recordAt(ordinal) });
      for (const name of JSON.parse(names) as string[]) this.#run('DELETE FROM name WHERE id = ?', name);
      this.#run('DELETE FROM record WHERE ordinal = ?', ordinal);
      this.#vacated.set(id, vacated);
      this.#members.takeOut(vacated);
      this.#visibility.takeOut(vacated);
    }
    this.#before.set(file, before);
    return found;
  }

  put(entry: Entry): Conflict {
    const conflict = this.#rows.conflictOf(entry);
    if (conflict) return conflict;
    const vacated = this.#vacated.get(entry.record.id);
    // A record keeps its place in the tables, so that all who name it need not change.
    const ordinal = vacated?.ordinal ?? ++this.#ordinal;
    if (vacated) {
      this.#vacated.delete(entry.record.id);
      this.#rows.identity(ordinal, entry, entry.visible ? { ...spanOf(entry), gaps: 0 } : vacated);
      this.#replace(ordinal, entry);
    } else {
      this.#rows.all(ordinal, entry);
    }
    this.#put.add(ordinal);
    this.#members.put(entry);
    this.#visibility.put(ordinal, entry, vacated);
    return undefined;
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.#rows.find(kind, id);
  }

  textOf(article: string): ArticleText | undefined {
    return this.#rows.textOf(article);
  }

  has(id: string): boolean {
    return (
      this.#row(
        'SELECT 1 FROM name JOIN record USING (ordinal) WHERE name.id = ? AND record.id = ?',
        id,
        id,
      ) !== undefined
    );
  }

  /** References of what was put to what is not there. */
  *dangling(): Iterable<DanglingReference> {
    const found = this.#all(
      `SELECT target, reference.path AS target_path, file, line, origin.path FROM json_each(?) put
       JOIN staging.reference ON reference.ordinal = put.value JOIN staging.origin ON origin.ordinal = put.value
       WHERE NOT EXISTS (SELECT 1 FROM name JOIN record USING (ordinal) WHERE name.id = target AND record.id = target)
       ORDER BY sequence`,
      JSON.stringify([...this.#put]),
    );
    for (const row of found) {
      const path = row['target_path'] as string | null;
      yield {
        target: row['target'] as string,
        ...(path !== null && { path: JSON.parse(path) as DataPath }),
        origin: readOrigin(row),
      };
    }
  }

  *ids(kind: Kind): Iterable<string> {
    for (const row of this.#all('SELECT id FROM record WHERE kind = ? ORDER BY id', kind))
      yield row['id'] as string;
  }

  filesNaming(ids: readonly string[], kinds?: readonly Kind[]): readonly string[] {
    const ofKinds = kinds
      ? 'JOIN record ON record.ordinal = reference.ordinal AND record.kind IN (SELECT value FROM json_each(:kinds))'
      : '';
    return this.#files(
      `SELECT DISTINCT file FROM json_each(:ids) named JOIN staging.reference ON target = named.value ${ofKinds}
       JOIN staging.origin ON origin.ordinal = reference.ordinal`,
      { ids: JSON.stringify(ids), ...(kinds && { kinds: JSON.stringify(kinds) }) },
    );
  }

  filesAbout(topics: readonly string[]): readonly string[] {
    const ordinals = topics.flatMap((id) => {
      const found = this.#vacated.get(id) ?? this.#row('SELECT ordinal FROM name WHERE id = ?', id);
      return found ? [found.ordinal] : [];
    });
    return this.#files(
      `SELECT DISTINCT file FROM json_each(:ordinals) topic
       CROSS JOIN member ON list IN (${topicLists.map(listCode).join(', ')}) AND owner = topic.value
       CROSS JOIN staging.origin ON origin.ordinal = member.member`,
      { ordinals: JSON.stringify(ordinals) },
    );
  }

  *articlesWith(texts: readonly string[]): Iterable<{ readonly file: string; readonly articleBody: string }> {
    if (texts.length === 0) return;
    const found = this.#database
      .prepare(
        `SELECT file, body AS text FROM article_text
         JOIN staging.origin USING (ordinal) JOIN record USING (ordinal)
         WHERE ${texts.map((_, index) => `instr(body, :text${index})`).join(' OR ')}`,
      )
      .iterate(Object.fromEntries(texts.map((text, index) => [`text${index}`, text])));
    for (const { file, text } of found) yield { file: file as string, articleBody: text as string };
  }

  *records<K extends Kind>(kind: K): Iterable<{ readonly record: Records[K]; readonly origin: Origin }> {
    const found = this.#all(
      `SELECT data, file, line, path FROM record JOIN document USING (ordinal) JOIN staging.origin USING (ordinal)
       WHERE kind = ?`,
      kind,
    );
    for (const row of found)
      yield { record: JSON.parse(row['data'] as string) as Records[K], origin: readOrigin(row) };
  }

  recordsBefore<K extends Kind>(kind: K, file: string): readonly Records[K][] {
    return (this.#before.get(file) ?? [])
      .filter((each) => each.kind === kind)
      .map(({ record }) => record as Records[K]);
  }

  /** Makes the revision what readers see who begin from now on. */
  commit(label: Label): void {
    try {
      const gone = [...this.#vacated.values()];
      for (const vacated of gone) this.#remove(vacated);
      this.#members.settle(gone);
      this.#visibility.settle();
      const put = JSON.stringify([...this.#put]);
      for (const step of completion) this.#run(step, put);
      measureSearch(this.#database);
      for (const [key, value] of Object.entries(label))
        this.#run('UPDATE corpus SET value = ? WHERE key = ?', value, key);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.rollback();
      throw error;
    }
    this.#onCommit(label);
  }

  /** Leaves the corpus as it was. */
  rollback(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  /** Replaces those rows of a record that came back which are not as they were. */
  #replace(ordinal: number, entry: Entry): void {
    const document = documentOf(entry);
    const before = this.#row(
      `SELECT document.data, body, article_text.data AS rest FROM document LEFT JOIN article_text USING (ordinal)
       WHERE ordinal = ?`,
      ordinal,
    );
    const isSame =
      before?.['data'] === document.data &&
      before['body'] === (document.text?.body ?? null) &&
      before['rest'] === (document.text?.data ?? null);
    if (!isSame) {
      this.#removeTexts(ordinal, entry.kind);
      this.#rows.document(ordinal, document);
      this.#rows.aliases(ordinal, entry);
      this.#rows.search(ordinal, entry);
    } else if (entry.search && 'published' in entry.columns) {
      const { published } = entry.columns;
      const year = new Date(published).getUTCFullYear();
      this.#run('UPDATE searched SET published = ?, year = ? WHERE ordinal = ?', published, year, ordinal);
    }
    const { name } = kindTables[entry.kind];
    const was = this.#row(`SELECT * FROM ${name} WHERE ordinal = ?`, ordinal);
    const is = kindTables[entry.kind].row(entry.columns as never);
    if (
      Object.entries(is).some(([column, value]) => !isLookedUp(entry.kind, column) && value !== was?.[column])
    ) {
      this.#run(`DELETE FROM ${name} WHERE ordinal = ?`, ordinal);
      this.#rows.columns(ordinal, entry);
    }
    for (const table of ['origin', 'reference', 'membership'])
      this.#run(`DELETE FROM staging.${table} WHERE ordinal = ?`, ordinal);
    this.#rows.origin(ordinal, entry);
    this.#rows.references(ordinal, entry);
    this.#rows.memberships(ordinal, entry);
  }

  /** Removes the rows of a record that did not come back. */
  #remove({ ordinal, kind }: Vacated): void {
    this.#removeTexts(ordinal, kind);
    for (const table of [kindTables[kind].name, 'visibility_gap', 'search_tag'])
      this.#run(`DELETE FROM ${table} WHERE ordinal = ?`, ordinal);
    for (const table of ['origin', 'reference', 'membership'])
      this.#run(`DELETE FROM staging.${table} WHERE ordinal = ?`, ordinal);
  }

  /** Removes what is made of the texts of a record. */
  #removeTexts(ordinal: number, kind: Kind): void {
    if (hasNames(kind)) {
      const { name, alternateName } = this.#recordAt(ordinal) as Records['topic'];
      for (const each of [name, ...alternateName])
        this.#run('DELETE FROM search_name WHERE name = ? AND ordinal = ?', spacedWords(each), ordinal);
    }
    for (const table of ['document', 'article_text', 'fingerprint', 'alias', 'searched'])
      this.#run(`DELETE FROM ${table} WHERE ordinal = ?`, ordinal);
    this.#run('DELETE FROM search WHERE rowid = ?', ordinal);
  }

  #recordAt(ordinal: number): Records[Kind] {
    const { data } = this.#prepared('SELECT data FROM document WHERE ordinal = ?').get(ordinal)!;
    return JSON.parse(data as string) as Records[Kind];
  }

  #files(sql: string, values: Record<string, SQLInputValue>): readonly string[] {
    return this.#database
      .prepare(sql)
      .all(values)
      .map((row) => row['file'] as string);
  }

  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepared(sql).run(...values);
  }

  #row(sql: string, ...values: SQLInputValue[]): Record<string, never> | undefined {
    return this.#prepared(sql).get(...values) as Record<string, never> | undefined;
  }

  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#prepared(sql).all(...values);
  }
}
