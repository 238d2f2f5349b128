// Names and aliases to the places where a text has them: whole words, longest first, in any script.
import { endsWord, nextWord, type Word } from './words.ts';

/** One place where a name stands; positions in UTF-16 units, end exclusive. */
export interface NameFound {
  readonly from: number;
  readonly to: number;
  /** Global ids of the records that have the name, in the order in which they were added. */
  readonly things: readonly string[];
}

/** The names of actors and places, as those who look for them see it. */
export type Names = Pick<NameIndex, 'add' | 'find'>;

/** All names under which a corpus knows its actors and places. Memory grows with the names, not with the texts. */
export class NameIndex {
  readonly #things = new Map<string, string[]>();
  readonly #families = new Map<string, NameFamily>();
  /** The UTF-16 unit with which each name begins: most words of a text begin with none of them. */
  readonly #beginnings = new Set<number>();

  /** Adds a name of a record. Names that do not begin with a letter or digit are never found. */
  add(name: string, thing: string): void {
    const text = folded(name.normalize('NFC')).trim();
    const first = nextWord(text, 0);
    if (!first || !/^[\p{L}\p{N}]/u.test(text)) return;
    const things = this.#things.get(text);
    if (things) {
      if (!things.includes(thing)) things.push(thing);
      return;
    }
    this.#things.set(text, [thing]);
    const word = text.slice(first.from, first.until);
    const family = this.#families.get(word) ?? new NameFamily();
    this.#families.set(word, family);
    this.#beginnings.add(word.charCodeAt(0));
    family.add(text);
  }

  /** Every name in an NFC text, from left to right; of names that overlap the first, and of those that begin together the longest. */
  find(original: string): NameFound[] {
    const text = folded(original);
    const found: NameFound[] = [];
    for (let word = nextWord(text, 0); word !== undefined;) {
      const name = this.#nameAt(text, word);
      const to = name === undefined ? word.until : word.from + name.length;
      if (name !== undefined) found.push({ from: word.from, to, things: this.#things.get(name) ?? [] });
      word = nextWord(text, to);
    }
    return found;
  }

  #nameAt(text: string, { from, until }: Word): string | undefined {
    if (!this.#beginnings.has(text.charCodeAt(from))) return undefined;
    return this.#families.get(text.slice(from, until))?.longestAt(text, from);
  }
}

/** The names that begin with the same word. */
class NameFamily {
  readonly #names: string[] = [];
  #longest = 0;
  // For each name, where the longest other one stands that it begins with; -1 where there is none. Undefined while unsorted.
  #within: number[] | undefined;

  add(name: string): void {
    this.#names.push(name);
    this.#longest = Math.max(this.#longest, name.length);
    this.#within = undefined;
  }

  /** The longest name that stands at `at` and ends where a word does. */
  longestAt(text: string, at: number): string | undefined {
    this.#within ??= this.#sort();
    const rest = text.slice(at, at + this.#longest);
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle] ?? '') <= rest) low = middle + 1;
      else high = middle;
    }
    // Whatever `rest` begins with, the last name that sorts before it begins with too.
    for (let index = low - 1; index >= 0; index = this.#within[index] ?? -1) {
      const name = this.#names[index] ?? '';
      if (rest.startsWith(name) && endsWord(text, at + name.length)) return name;
    }
    return undefined;
  }

  #sort(): number[] {
    this.#names.sort();
    const open: number[] = [];
    return this.#names.map((name, index) => {
      while (open.length > 0 && !name.startsWith(this.#names[open.at(-1) ?? 0] ?? '')) open.pop();
      const within = open.at(-1) ?? -1;
      open.push(index);
      return within;
    });
  }
}

/** Letters and digits in a row that every text has in which a name is found; undefined where the name never is. */
export function sureLetters(name: string): string | undefined {
  const runs = name.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return runs.toSorted((a, b) => b.length - a.length).find((run) => !/[’ʼ]/.test(run));
}

/** Same length as `text`: one sort of apostrophe and of white space. */
function folded(text: string): string {
  return text.replaceAll(/[’ʼ]/g, "'").replaceAll(/\s/g, ' ');
}
