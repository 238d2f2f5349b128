// Texts to the words by which they are found: one tokeniser for what is stored and for what is asked, whichever store it is.

/** A word of a text as it is compared, and where it stands: UTF-16 positions in the text, end exclusive. */
export interface Word {
  readonly word: string;
  readonly from: number;
  readonly until: number;
}

/** The most characters (code points) of a word that are compared; the rest is cut off. */
export const LONGEST_WORD = 64;

/**
 * The words of a text: runs of letters and digits, compared without case, diacritics and compatibility forms.
 * An apostrophe parts words, whichever it is. Scripts without spaces give overlapping pairs of letters, or one that stands alone.
 */
export function wordsOf(text: string): Word[] {
  const found: Word[] = [];
  scan(text, (word, from, until) => found.push({ word, from, until }));
  return found;
}

/** The words of a text, one space between them. */
export function spacedWords(text: string): string {
  let words = '';
  scan(text, (word) => {
    words += words === '' ? word : ` ${word}`;
  });
  return words;
}

/** Calls `take` with each word of a text; most letters of many texts are plain, and need no more than a look at their codes. */
function scan(text: string, take: (word: string, from: number, until: number) => void): void {
  const run = new Run(take);
  for (let from = 0; from < text.length;) {
    const code = text.charCodeAt(from);
    if (code < PLAIN.length) {
      if (PLAIN[code] === 0) {
        run.end();
        from += 1;
        continue;
      }
      let until = from + 1;
      while (PLAIN[text.charCodeAt(until)] === 1) until += 1;
      run.addPlain(text.slice(from, until).toLowerCase(), from, until);
      from = until;
      continue;
    }
    const point = text.codePointAt(from)!;
    const until = from + (point > 0xffff ? 2 : 1);
    for (const [character, role] of foldedCharacters(point)) {
      if (role === 'separator') run.end();
      else if (role === 'mark') run.addMark(character, until);
      else if (role === 'plain') run.addPlain(character, from, until);
      else if (role !== 'ignored') run.addMarked(character, from, until, role === 'unspaced');
    }
    from = until;
  }
  run.end();
}

/** The letters that were met and are no whole word yet. */
class Run {
  readonly #take: (word: string, from: number, until: number) => void;
  #word = '';
  #from = 0;
  #until = 0;
  #keepsMarks = false;
  /** Whether Unicode may write the letters and marks in another order than the text. */
  #isMixed = false;
  #isUnspaced = false;
  /** Of a script without spaces the letter before, and where it begins. */
  #before = '';
  #beforeFrom = 0;

  constructor(take: (word: string, from: number, until: number) => void) {
    this.#take = take;
  }

  /** Adds letters or digits that lose their marks. */
  addPlain(letters: string, from: number, until: number): void {
    this.#add(letters, from, until, false);
    this.#keepsMarks = false;
  }

  /** Adds a letter that keeps its marks. */
  addMarked(letter: string, from: number, until: number, isUnspaced: boolean): void {
    this.#add(letter, from, until, isUnspaced);
    this.#keepsMarks = true;
    this.#isMixed = true;
  }

  /** Adds a mark of the last letter; without a letter it is nothing that could be looked for. */
  addMark(mark: string, until: number): void {
    if (this.#word === '') return;
    this.#until = until;
    if (this.#keepsMarks) this.#word += mark;
  }

  /** Takes what is there as a word. */
  end(): void {
    if (this.#word === '') return;
    this.#give();
    this.#word = this.#before = '';
    this.#isMixed = false;
  }

  #add(letters: string, from: number, until: number, isUnspaced: boolean): void {
    if (this.#word !== '' && isUnspaced !== this.#isUnspaced) this.end();
    if (this.#word === '') {
      this.#word = letters;
      this.#from = from;
    } else if (isUnspaced) {
      if (this.#before !== '') this.#give();
      this.#before = this.#word;
      this.#beforeFrom = this.#from;
      this.#word = letters;
      this.#from = from;
    } else {
      this.#word += letters;
    }
    this.#isUnspaced = isUnspaced;
    this.#until = until;
  }

  #give(): void {
    const word = this.#before + this.#word;
    const from = this.#before === '' ? this.#from : this.#beforeFrom;
    this.#take(cut(this.#isMixed ? word.normalize('NFKD') : word), from, this.#until);
  }
}

/** Whether a word is a single letter of a script without spaces, which pairs of letters would hide. */
export function isLoneLetter(word: string): boolean {
  const letters = [...word].flatMap((character) => [...foldedCharacters(character.codePointAt(0)!)]);
  return letters.filter(([, role]) => role !== 'mark').length === 1 && letters[0]?.[1] === 'unspaced';
}

/** Of each ASCII code whether it is a letter or digit, else it parts words. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[A-Za-z0-9]/.test(String.fromCharCode(code))),
);

/** What a character does: `plain` letters and digits lose their marks, `marked` ones keep them. */
type Role = 'plain' | 'marked' | 'unspaced' | 'mark' | 'ignored' | 'separator';

function cut(word: string): string {
  return word.length <= LONGEST_WORD ? word : [...word].slice(0, LONGEST_WORD).join('');
}

// Letters that Unicode does not take apart, though readers do.
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

// Zero-width space parts words; what else is not shown (soft hyphens, joiners, marks of direction) stands within them.
const SEPARATING = /[\u200B\u2060\uFEFF]/;
const IGNORED = /\p{Default_Ignorable_Code_Point}/u;
// Letters in name only: apostrophes and accents that stand by themselves.
const APOSTROPHE = /[\u02B9-\u02DF]/;
const MARK = /\p{M}/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const WITHOUT_MARKS = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u;
const DIGIT = /\p{Nd}/u;

const cache = new Map<number, readonly (readonly [string, Role])[]>();

/** What a code point becomes, character by character. */
function foldedCharacters(point: number): readonly (readonly [string, Role])[] {
  const known = cache.get(point);
  if (known) return known;
  const characters = [...String.fromCodePoint(point).normalize('NFKD')]
    // Marks have no case, and the one that Unicode gives an upper case would become a letter.
    .map((character) => (MARK.test(character) ? character : withoutCase(character)))
    .flatMap((folded) => [...folded])
    .map((character) => [character, roleOf(character)] as const);
  // Texts use few of the million code points; an attacker's may use all.
  if (cache.size >= 20_000) cache.clear();
  cache.set(point, characters);
  return characters;
}

function withoutCase(character: string): string {
  const folded = character.toUpperCase().toLowerCase();
  return [...folded]
    .map((letter) => LETTERS[letter] ?? letter)
    .join('')
    .normalize('NFKD');
}

function roleOf(character: string): Role {
  if (SEPARATING.test(character)) return 'separator';
  if (IGNORED.test(character)) return 'ignored';
  if (MARK.test(character)) return 'mark';
  if (!LETTER_OR_DIGIT.test(character) || APOSTROPHE.test(character)) return 'separator';
  if (UNSPACED.test(character) && !DIGIT.test(character)) return 'unspaced';
  return WITHOUT_MARKS.test(character) ? 'plain' : 'marked';
}
