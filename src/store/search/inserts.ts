// The rows that one record puts into the tables of search, in a database of SQLite.
import type { DatabaseSync } from 'node:sqlite';
import type { Kind } from '../../model/kind.ts';
import type { Columns, Entry, SearchTexts } from '../../model/record.ts';
import { insertInto } from '../filling.ts';
import { searchRows } from './tables.ts';

/** What is searched of a record; another thread can be given it. */
export interface SearchedRecord {
  readonly ordinal: number;
  readonly kind: Kind;
  readonly texts: SearchTexts;
  /** When its article, or that of a statement, was published: milliseconds since 1970. */
  readonly published: number | null;
}

/** What takes that which is searched, record by record. */
export interface SearchTarget {
  put(searched: SearchedRecord): void;
}

/** What is searched of a record under an ordinal; undefined where it is not searched at all. */
export function searchedOf(ordinal: number, { kind, search, columns }: Entry): SearchedRecord | undefined {
  return search && { ordinal, kind, texts: search, published: publishedOf(columns) };
}

/** Puts it into the tables at once. */
export class SearchInserts implements SearchTarget {
  readonly #search: ReturnType<typeof insertInto>;
  readonly #searched: ReturnType<typeof insertInto>;
  readonly #name: ReturnType<typeof insertInto>;

  constructor(database: DatabaseSync) {
    this.#search = insertInto(database, 'search', ['rowid', 'title', 'alternate_name', 'text']);
    this.#searched = insertInto(database, 'searched', ['ordinal', 'words', 'published', 'year']);
    this.#name = insertInto(database, 'search_name', ['name', 'ordinal', 'exactness']);
  }

  put({ ordinal, kind, texts, published }: SearchedRecord): void {
    const { search, words, names } = searchRows(kind, texts);
    this.#search({ rowid: ordinal, ...search });
    const year = published === null ? null : new Date(published).getUTCFullYear();
    this.#searched({ ordinal, words, published, year });
    for (const name of names) this.#name({ ordinal, ...name });
  }
}

function publishedOf(columns: Columns[Kind]): number | null {
  return 'published' in columns ? columns.published : null;
}
