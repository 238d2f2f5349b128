// Names and aliases to the places where a text has them: whole words, longest first, in any script.

/** One place where a name stands; positions in UTF-16 units, end exclusive. */
export interface NameFound {
  readonly from: number;
  readonly to: number;
  /** Global ids of the records that have the name, in the order in which they were added. */
  readonly things: readonly string[];
}

interface Name {
  readonly text: string;
  readonly things: string[];
}

const WORD = /[\p{L}\p{M}\p{N}]/u;
// Scripts without spaces between words: a name may begin and end anywhere.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** All names under which a corpus knows its actors and places. Memory grows with the names, not with the texts. */
export class NameIndex {
  // By first word; within it the longest names first.
  readonly #names = new Map<string, Name[]>();

  /** Adds a name of a record. Names that do not begin with a letter or digit are never found. */
  add(name: string, thing: string): void {
    const text = folded(name.normalize('NFC')).trim();
    const first = firstWord(text, 0);
    if (first === '') return;
    const names = this.#names.get(first) ?? [];
    this.#names.set(first, names);
    const known = names.find((other) => other.text === text);
    if (known) {
      if (!known.things.includes(thing)) known.things.push(thing);
      return;
    }
    const shorter = names.findIndex((other) => other.text.length < text.length);
    names.splice(shorter === -1 ? names.length : shorter, 0, { text, things: [thing] });
  }

  /** Every name in an NFC text, from left to right; of names that overlap the first, and of those that begin together the longest. */
  find(original: string): NameFound[] {
    const text = folded(original);
    const found: NameFound[] = [];
    let at = 0;
    while (at < text.length) {
      const word = firstWord(text, at);
      if (word === '') {
        at += codePointAt(text, at).length;
        continue;
      }
      const name = this.#names.get(word)?.find((candidate) => text.startsWith(candidate.text, at) && isBoundary(text, at + candidate.text.length));
      if (name) found.push({ from: at, to: at + name.text.length, things: name.things });
      at += name?.text.length ?? word.length;
    }
    return found;
  }
}

/** The word that begins at `at`: up to the next boundary, which in scripts without spaces is the next character. */
function firstWord(text: string, at: number): string {
  const first = codePointAt(text, at);
  if (!WORD.test(first)) return '';
  if (UNSPACED.test(first)) return first;
  let end = at + first.length;
  while (end < text.length && !isBoundary(text, end)) end += codePointAt(text, end).length;
  return text.slice(at, end);
}

/** Whether a word may end before `at`. */
function isBoundary(text: string, at: number): boolean {
  const next = codePointAt(text, at);
  if (next === '' || !WORD.test(next) || UNSPACED.test(next)) return true;
  const previous = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
  return UNSPACED.test(previous);
}

function codePointAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** Same length as `text`: one sort of apostrophe and of white space. */
function folded(text: string): string {
  return text.replaceAll(/[’ʼ]/g, "'").replaceAll(/\s/g, ' ');
}
