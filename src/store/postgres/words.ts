// The words of records as PostgreSQL keeps them, from the same words that go into SQLite's index.
import type { Term } from '../search/terms.ts';
import { isLoneLetter } from '../search/words.ts';

// An index over an array of our own words, and the words in their order for what it cannot tell. `tsvector` does not hold what
// has to be told: it counts no more than 256 places of a word and none after 16,383, so that phrases of long texts would be lost,
// and texts with a megabyte of words could not be stored. A table with a row for each word of each record is exact too, and on
// 10,000 articles was several times the size of the array with its index.

/** The most characters of a beginning of words that the index knows; of a longer one the text tells the rest. */
export const LONGEST_BEGINNING = 3;

/**
 * Words as a text in which each stands between spaces of its own, so that whoever looks for it or counts it finds it with both.
 * Takes words with one space between them, which is what a record puts into the tables of search.
 */
export function padded(words: string): string {
  return words === '' ? '' : ` ${words.replaceAll(' ', '  ')} `;
}

/** How a term is written in such a text. */
export function written({ words, prefix }: Term): string {
  const text = padded(words.join(' '));
  return prefix ? text.slice(0, -1) : text;
}

/** What the index knows of a record: its words, and beginnings of words, which end with a star. */
export function indexTerms(...columns: readonly string[]): Set<string> {
  const terms = new Set<string>();
  for (const column of columns) {
    for (const word of column.split(' ')) {
      // Between two texts stands what is no word.
      if (word === '' || word === '¶' || terms.has(word)) continue;
      terms.add(word);
      const letters = [...word];
      for (let length = 1; length <= Math.min(letters.length, LONGEST_BEGINNING); length += 1) {
        // Other scripts are not searched by a single letter.
        if (length === 1 && !isLoneLetter(letters[0]!)) continue;
        terms.add(`${letters.slice(0, length).join('')}*`);
      }
    }
  }
  return terms;
}
