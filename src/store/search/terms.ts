// The text of a search to what it asks for. Every text asks for something, if only for nothing.
import { isLoneLetter, wordsOf } from './words.ts';

/** Words that stand one after the other; the last may be the beginning of a longer word. */
export interface Term {
  readonly words: readonly string[];
  readonly prefix: boolean;
}

/** What a search asks for: records with all of `wanted` and none of `unwanted`. */
export interface Terms {
  readonly wanted: readonly Term[];
  readonly unwanted: readonly Term[];
}

/** The most words of a search that are used, counted over all its terms, each term once; what follows is left out. */
export const MOST_WORDS = 32;

// A hyphen at the beginning excludes; quotation marks of any shape open and close; what has no closing mark ends with the text.
const TERM =
  /(?<=^|\s)(?<minus>-+)(?=\S)|["“”„‟«»＂](?<phrase>[^"“”„‟«»＂]*)["“”„‟«»＂]?|(?<plain>[^\s"“”„‟«»＂]+)/gu;

// Directly after a word.
const STAR = /[\p{L}\p{M}\p{N}]\*+$/u;

/**
 * Reads the text of a search: words, `"a phrase"`, `prefix*` of two characters or more, and `-` before any of them for what must not be there.
 * What is written together and is several words (`cease-fire`, `O’Brien`, Chinese) is a phrase.
 */
export function readTerms(text: string): Terms {
  const wanted = new Map<string, Term>();
  const unwanted = new Map<string, Term>();
  let room = MOST_WORDS;
  let minus = false;
  for (const { groups = {} } of text.matchAll(TERM)) {
    if (groups['minus'] !== undefined) {
      minus = true;
      continue;
    }
    const written = groups['plain'] ?? groups['phrase'] ?? '';
    const words = wordsOf(written).map(({ word }) => word);
    if (words.length > 0) {
      const kept = words.slice(0, room);
      const terms = minus ? unwanted : wanted;
      const star = groups['plain'] !== undefined && STAR.test(written) && [...words.at(-1)!].length > 1;
      // Pairs of letters hide a letter that is asked for alone.
      const alone = words.length === 1 && isLoneLetter(words[0]!);
      const term = { words: kept, prefix: (star || alone) && kept.length === words.length };
      const key = JSON.stringify(term);
      if (!terms.has(key)) room -= kept.length;
      terms.set(key, term);
      if (room === 0) break;
    }
    minus = false;
  }
  return { wanted: [...wanted.values()], unwanted: [...unwanted.values()] };
}
