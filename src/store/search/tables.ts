// What a corpus holds for searching, and what a record puts into it.
import type { Kind } from '../../model/kind.ts';
import type { Columns, SearchTexts } from '../../model/record.ts';
import { hasNames } from './texts.ts';
import { spacedWords } from './words.ts';

/** The tables of search. */
export const searchTables: readonly string[] = [
  // Texts come as words with spaces between them; this tokenizer parts them there and changes nothing else.
  // Without an index of beginnings a short one has to be put together from thousands of words, each time it is asked.
  `CREATE VIRTUAL TABLE search USING fts5 (title, alternate_name, text, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3')`,
  // `words` counts those of all three columns; the rest is of the article, or of the article of a statement.
  `CREATE TABLE searched (ordinal INTEGER PRIMARY KEY, words INTEGER NOT NULL, genre TEXT, language TEXT,
    published INTEGER, year INTEGER)`,
  // What the topics and actors are that a record is about or belongs to.
  'CREATE TABLE search_tag (ordinal INTEGER NOT NULL, target INTEGER NOT NULL, PRIMARY KEY (ordinal, target)) WITHOUT ROWID',
  // Whole names: 2 for the name itself, 1 for an alias.
  `CREATE TABLE search_name (name TEXT NOT NULL, ordinal INTEGER NOT NULL, exactness INTEGER NOT NULL,
    PRIMARY KEY (name, ordinal)) WITHOUT ROWID`,
  'CREATE TABLE search_length (average REAL NOT NULL)',
];

// A word that no text has and no search asks for, so that no phrase reaches from one text into the next.
const BOUNDARY = ' ¶ ';

/** The rows that a record puts into the tables of search. */
export interface SearchRows {
  readonly search: { readonly title: string; readonly alternate_name: string; readonly text: string };
  readonly searched: {
    readonly words: number;
    readonly published: number | null;
    readonly year: number | null;
  };
  readonly names: readonly { readonly name: string; readonly exactness: number }[];
}

/** What a record of a kind with these texts puts into the tables. */
export function searchRows(kind: Kind, texts: SearchTexts, columns: Columns[Kind]): SearchRows {
  const [title, aliases, text] = [[texts.title], texts.alternateName, texts.text].map((parts) =>
    parts.map(spacedWords).filter((words) => words !== ''),
  ) as [string[], string[], string[]];
  const search = {
    title: title.join(BOUNDARY),
    alternate_name: aliases.join(BOUNDARY),
    text: text.join(BOUNDARY),
  };
  const words = Object.values(search).reduce(
    (sum, column) => sum + (column === '' ? 0 : column.split(' ').length),
    0,
  );
  const published = 'published' in columns ? columns.published : null;
  const exact = new Map(
    hasNames(kind)
      ? [...aliases.map((name) => [name, 1] as const), ...title.map((name) => [name, 2] as const)]
      : [],
  );
  return {
    search,
    searched: { words, published, year: published === null ? null : new Date(published).getUTCFullYear() },
    names: [...exact].map(([name, exactness]) => ({ name, exactness })),
  };
}
