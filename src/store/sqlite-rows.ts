// The rows that one record puts into the tables of a corpus that is being built or revised.
import type { DatabaseSync } from 'node:sqlite';
import type { ArticleText } from '../model/article.ts';
import { type Kind, kinds } from '../model/kind.ts';
import type { DataPath, Entry, Origin, Records } from '../model/record.ts';
import { digestOf, namedIn, wholeDocument } from './digest.ts';
import { type TextColumns, textColumns, textOf } from './article-text.ts';
import { insertInto } from './filling.ts';
import { kindTables, listCode } from './schema.ts';
import { searchedOf, type SearchTarget } from './search/inserts.ts';
import type { Conflict } from './store.ts';
import { ALWAYS } from './visibility.ts';

/** When a record may be shown, as columns say it. */
export interface StoredSpan {
  readonly visible_from: number;
  readonly visible_until: number;
}

/** The rows of records, each inserted by itself, in a database with the tables of a corpus and of its staging; what is searched goes to `search`. */
export class Rows {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #search: SearchTarget;

  constructor(database: DatabaseSync, search: SearchTarget) {
    this.#sql = prepare(database);
    this.#search = search;
  }

  /** Who has one of the ids of an entry. */
  conflictOf(entry: Entry): Conflict {
    for (const id of idsOf(entry)) {
      const holder = this.#sql.holderOf.get({ id });
      if (holder) return { id, origin: readOrigin(holder) };
    }
    return undefined;
  }

  /** The record that is found by an id, now or formerly its own. */
  find<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    const found = this.#sql.documentOf.get({ id, kind });
    return found && (JSON.parse(found['data'] as string) as Records[K]);
  }

  /** The text of the article that is found by an id. */
  textOf(article: string): ArticleText | undefined {
    const found = this.#sql.textOf.get({ id: article });
    return found && textOf(found['body'] as string, found['data'] as string);
  }

  /** That it is there, and when it is shown as far as itself tells. */
  identity(ordinal: number, entry: Entry, span: StoredSpan & { readonly gaps?: number }): void {
    const { visible_from, visible_until, gaps = 0 } = span;
    for (const id of idsOf(entry)) this.#sql.name({ id, ordinal });
    const { kind, record } = entry;
    this.#sql.record({ ordinal, id: record.id, kind, visible_from, visible_until, gaps });
  }

  document(ordinal: number, { data, text }: StoredDocument): void {
    this.#sql.document({ ordinal, data });
    if (text) this.#sql.articleText({ ordinal, ...text });
    const whole = wholeDocument(data, text);
    this.#sql.fingerprint({ ordinal, digest: digestOf(whole), names: JSON.stringify(namedIn(whole)) });
  }

  columns(ordinal: number, { kind, record, columns }: Entry): void {
    this.#sql.rows[kind]({ ordinal, id: record.id, ...kindTables[kind].row(columns as never) });
  }

  origin(ordinal: number, entry: Entry): void {
    const { origin, through } = entry;
    this.#sql.origin({
      ordinal,
      file: origin.file,
      line: origin.line,
      path: JSON.stringify(origin.path),
      names: JSON.stringify([...idsOf(entry)]),
      through: through ?? null,
      whole: wholeOf(entry) ?? null,
    });
  }

  references(ordinal: number, { references }: Pick<Entry, 'references'>): void {
    for (const { target, path } of references)
      this.#sql.reference({ ordinal, target, path: path ? JSON.stringify(path) : null });
  }

  memberships(ordinal: number, { memberships }: Pick<Entry, 'memberships'>): void {
    for (const { list, owner, member, label } of memberships)
      this.#sql.membership({ ordinal, list: listCode(list), owner, member, label: label ?? null });
  }

  aliases(ordinal: number, { foldedNames }: Pick<Entry, 'foldedNames'>): void {
    for (const name of new Set(foldedNames)) this.#sql.alias({ name, ordinal });
  }

  search(ordinal: number, entry: Entry): void {
    const searched = searchedOf(ordinal, entry);
    if (searched) this.#search.put(searched);
  }

  /** Everything of an entry. */
  all(ordinal: number, entry: Entry): void {
    this.identity(ordinal, entry, spanOf(entry));
    this.document(ordinal, documentOf(entry));
    this.columns(ordinal, entry);
    this.origin(ordinal, entry);
    this.references(ordinal, entry);
    this.memberships(ordinal, entry);
    this.aliases(ordinal, entry);
    this.search(ordinal, entry);
  }
}

/** A record as it is stored, with its text where it has one. */
export interface StoredDocument {
  readonly data: string;
  readonly text?: TextColumns;
}

/** A record as it is stored. */
export function documentOf({ record, text }: Entry): StoredDocument {
  return { data: JSON.stringify(record), ...(text && { text: textColumns(record.id, text) }) };
}

/** The ids by which a record is found, its own first. */
export function idsOf({ record, otherIds }: Entry): ReadonlySet<string> {
  return new Set([record.id, ...otherIds]);
}

/** When a record may be shown as far as itself tells. */
export function spanOf({ visible }: Entry): StoredSpan {
  return {
    visible_from: finite(visible?.from ?? -Infinity),
    visible_until: finite(visible?.until ?? Infinity),
  };
}

/** The record without which this one is not shown either: an outcome's event, a change's outcome. */
export function wholeOf({ kind, record }: Entry): string | undefined {
  if (kind === 'outcome') return (record as Records['outcome']).event;
  if (kind === 'statusChange') return (record as Records['statusChange']).outcome;
  return undefined;
}

/** Where a record was written, from a row with the columns of it. */
export function readOrigin(row: Record<string, unknown>): Origin {
  return {
    file: row['file'] as string,
    line: row['line'] as number,
    path: JSON.parse(row['path'] as string) as DataPath,
  };
}

function finite(value: number): number {
  return Math.max(ALWAYS.from, Math.min(ALWAYS.until, value));
}

function prepare(database: DatabaseSync) {
  const insert = insertInto.bind(undefined, database);
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
    textOf: database.prepare(
      'SELECT body, data FROM name JOIN record USING (ordinal) JOIN article_text USING (ordinal) WHERE name.id = :id',
    ),
    name: insert('name', ['id', 'ordinal']),
    record: insert('record', ['ordinal', 'id', 'kind', 'visible_from', 'visible_until', 'gaps']),
    document: insert('document', ['ordinal', 'data']),
    articleText: insert('article_text', ['ordinal', 'body', 'data']),
    fingerprint: insert('fingerprint', ['ordinal', 'digest', 'names']),
    rows: Object.fromEntries(rows) as Record<Kind, ReturnType<typeof insertInto>>,
    origin: insert('staging.origin', ['ordinal', 'file', 'line', 'path', 'names', 'through', 'whole']),
    reference: insert('staging.reference', ['ordinal', 'target', 'path']),
    membership: insert('staging.membership', ['ordinal', 'list', 'owner', 'member', 'label']),
    alias: insert('alias', ['name', 'ordinal']),
  };
}
