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
  let run: Run | undefined;
  const flush = () => {
    for (const word of run ? wordsOfRun(run) : []) found.push(word);
    run = undefined;
  };
  for (let from = 0; from < text.length;) {
    const plain = run ? undefined : plainWordAt(text, from);
    if (plain !== undefined) {
      const until = from + plain.length;
      found.push({ word: cut(plain.toLowerCase()), from, until });
      from = until;
      continue;
    }
    const point = text.codePointAt(from)!;
    const until = from + (point > 0xffff ? 2 : 1);
    for (const [character, role] of foldedCharacters(point)) {
      if (role === 'ignored') continue;
      if (role === 'separator') {
        flush();
      } else if (role === 'mark') {
        // A mark without a letter is nothing that could be looked for.
        const letter = run?.letters.at(-1);
        if (!letter) continue;
        letter.until = until;
        if (letter.keepsMarks) letter.word += character;
      } else {
        const unspaced = role === 'unspaced';
        if (run?.unspaced !== unspaced) flush();
        run ??= { unspaced, letters: [] };
        run.letters.push({ word: character, from, until, keepsMarks: role !== 'plain' });
      }
    }
    from = until;
  }
  flush();
  return found;
}

/** The words of a text, one space between them. */
export function spacedWords(text: string): string {
  return wordsOf(text)
    .map(({ word }) => word)
    .join(' ');
}

/** Whether a word is a single letter of a script without spaces, which pairs of letters would hide. */
export function isLoneLetter(word: string): boolean {
  const letters = [...word].flatMap((character) => [...foldedCharacters(character.codePointAt(0)!)]);
  return letters.filter(([, role]) => role !== 'mark').length === 1 && letters[0]?.[1] === 'unspaced';
}

const PLAIN_WORD = /[A-Za-z0-9]+(?=[\0-\x2F:-@[-`{-\x7F]|$)/y;

/** A word of plain letters that begins and surely ends here: most words of many texts, which need no look at each letter. */
function plainWordAt(text: string, from: number): string | undefined {
  PLAIN_WORD.lastIndex = from;
  return PLAIN_WORD.exec(text)?.[0];
}

interface Letter {
  word: string;
  readonly from: number;
  until: number;
  readonly keepsMarks: boolean;
}

interface Run {
  readonly unspaced: boolean;
  readonly letters: Letter[];
}

/** What a character does: `plain` letters and digits lose their marks, `marked` ones keep them. */
type Role = 'plain' | 'marked' | 'unspaced' | 'mark' | 'ignored' | 'separator';

function joined(letters: readonly Letter[]): Word {
  const word = letters
    .map((letter) => letter.word)
    .join('')
    .normalize('NFKD');
  return { word: cut(word), from: letters[0]!.from, until: letters.at(-1)!.until };
}

function wordsOfRun({ unspaced, letters }: Run): Word[] {
  if (!unspaced || letters.length === 1) return [joined(letters)];
  return letters.slice(1).map((second, index) => joined([letters[index]!, second]));
}

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
