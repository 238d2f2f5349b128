// The words of records as PostgreSQL keeps them, from the same words that go into SQLite's index.
import type { Term } from '../search/terms.ts';
import { isLoneLetter } from '../search/words.ts';

// An index over an array of our own words, and the words in their order for what it cannot tell. `tsvector` does not hold what
// has to be told: it counts no more than 256 places of a word and none after 16,383, so that phrases of long texts would be lost,
// and texts with a megabyte of words could not be stored. A table with a row for each word of each record is exact too, and on
// 10,000 articles was several times the size of the array with its index.

/** What stands between two texts of a column, and is no word. */
export const BETWEEN_TEXTS = '¶';

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

// Phrases of frequent words would be looked for in the texts of all records that have the words. So the index knows pairs of
// words that stand together, too, as one of 65,536 numbers: few enough to keep it small, and what happens to have the number of
// another pair the text tells. A signed number of two bytes holds it.
const PAIR_NUMBERS = 1 << 16;

/** The number of two words that stand one after the other. */
function pairNumber(first: string, second: string): number {
  // FNV-1a, over 32 bits.
  let hash = 0x811c9dc5;
  for (const letter of `${first} ${second}`) {
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  }
  return ((hash ^ (hash >>> 16)) & (PAIR_NUMBERS - 1)) - PAIR_NUMBERS / 2;
}

/** The numbers of all pairs of words in texts; each once, in no order. */
export function pairNumbers(...texts: readonly string[]): Set<number> {
  const numbers = new Set<number>();
  for (const text of texts) {
    const words = text.split(' ');
    for (let place = 1; place < words.length; place += 1)
      numbers.add(pairNumber(words[place - 1]!, words[place]!));
  }
  return numbers;
}

/** What the index knows of a record: its words, and beginnings of words, which end with a star. */
export function indexTerms(...columns: readonly string[]): Set<string> {
  const terms = new Set<string>();
  for (const column of columns) {
    for (const word of column.split(' ')) {
      if (word === '' || word === BETWEEN_TEXTS || terms.has(word)) continue;
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
