// What a corpus holds for searching, and what a record puts into it.
import type { Kind } from '../../model/kind.ts';
import type { SearchTexts } from '../../model/record.ts';
import type { Table } from '../table.ts';
import { hasNames } from './texts.ts';
import { spacedWords } from './words.ts';

/** What is known of each record that is searched, beside the index of words. */
export const searchedTables: readonly Table[] = [
  // `words` counts those of all texts; the rest is of the article, or of the article of a statement.
  {
    name: 'searched',
    columns: {
      ordinal: 'integer',
      words: 'integer',
      genre: 'text?',
      language: 'text?',
      published: 'integer?',
      year: 'integer?',
    },
    key: ['ordinal'],
  },
  // Whole names: 2 for the name itself, 1 for an alias.
  {
    name: 'search_name',
    columns: { name: 'text', ordinal: 'integer', exactness: 'integer' },
    key: ['name', 'ordinal'],
  },
];

/** The tables of search, but for the index of words: every store has its own. */
export const searchTables: readonly Table[] = [
  ...searchedTables,
  // What the topics and actors are that a record is about or belongs to.
  { name: 'search_tag', columns: { ordinal: 'integer', target: 'integer' }, key: ['ordinal', 'target'] },
  { name: 'search_length', columns: { average: 'real' }, key: [] },
];

/** SQLite's index of words. */
export const fullTextIndex =
  // Texts come as words with spaces between them; this tokenizer parts them there and changes nothing else.
  // Without an index of beginnings a short one has to be put together from thousands of words, each time it is asked.
  `CREATE VIRTUAL TABLE search USING fts5 (title, alternate_name, text, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3')`;

/** The words themselves, in place of that index: from these another store makes its own. */
export const wordsTable: Table = {
  name: 'search',
  columns: { rowid: 'integer', title: 'text', alternate_name: 'text', text: 'text' },
  key: ['rowid'],
};

// A word that no text has and no search asks for, so that no phrase reaches from one text into the next.
const BOUNDARY = ' ¶ ';

/** The rows that a record puts into the tables of search. */
export interface SearchRows {
  readonly search: { readonly title: string; readonly alternate_name: string; readonly text: string };
  /** How many words all of these have. */
  readonly words: number;
  readonly names: readonly { readonly name: string; readonly exactness: number }[];
}

/** What a record of a kind with these texts puts into the tables. */
export function searchRows(kind: Kind, texts: SearchTexts): SearchRows {
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
  const exact = new Map(
    hasNames(kind)
      ? [...aliases.map((name) => [name, 1] as const), ...title.map((name) => [name, 2] as const)]
      : [],
  );
  return {
    search,
    words,
    names: [...exact].map(([name, exactness]) => ({ name, exactness })),
  };
}
