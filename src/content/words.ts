// What a word is, in any script.

// Scripts that put no spaces between words: words may begin and end anywhere in them.
const UNSPACED_SCRIPTS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const AFTER_UNSPACED = new RegExp(String.raw`(?<=[[${UNSPACED_SCRIPTS}]--\p{M}]\p{M}*)`, 'vy');
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** A letter or digit. */
const LETTER = 1;
/** What belongs to the letter before it. */
const MARK = 2;
/** A character of a script without spaces, be it a letter or not. */
const UNSPACED = 4;
const KNOWN = 8;
const sorts = [
  [LETTER, /[\p{L}\p{N}]/u],
  [MARK, /\p{M}/u],
  [UNSPACED, new RegExp(`[${UNSPACED_SCRIPTS}]`, 'v')],
] as const;
// Of each code point that was met; what no text has takes no memory.
const known = new Uint8Array(0x110000);

/** Where a word stands, or a letter of a script that does not part words, with its marks: UTF-16 units, end exclusive. */
export interface Word {
  readonly from: number;
  readonly until: number;
}

/** The first word that begins at `from` or behind it; `from` is no place within a word. */
export function nextWord(text: string, from: number): Word | undefined {
  let start = from;
  while (start < text.length && (sortAt(text, start) & LETTER) === 0) start += unitsAt(text, start);
  if (start >= text.length) return undefined;
  const isUnspaced = (sortAt(text, start) & UNSPACED) !== 0;
  for (let until = start + unitsAt(text, start); ; until += unitsAt(text, until)) {
    const sort = sortAt(text, until);
    const goesOn = (sort & MARK) !== 0 || (!isUnspaced && (sort & (LETTER | UNSPACED)) === LETTER);
    if (!goesOn) return { from: start, until };
  }
}

/** Whether words that stand before `at`, with punctuation that belongs to them, end there. */
export function endsWord(text: string, at: number): boolean {
  const sort = sortAt(text, at);
  if ((sort & MARK) !== 0) return false;
  if ((sort & (LETTER | UNSPACED)) !== LETTER) return true;
  AFTER_UNSPACED.lastIndex = at;
  return AFTER_UNSPACED.test(text);
}

/** How many words a text has; by dictionary in scripts that do not put spaces between them. */
export function countWords(text: string): number {
  let count = 0;
  let isWithin = false;
  for (let at = 0; at < text.length; at += unitsAt(text, at)) {
    const sort = sortAt(text, at);
    if ((sort & UNSPACED) !== 0) return countByDictionary(text);
    if ((sort & LETTER) !== 0) {
      if (!isWithin) count += 1;
      isWithin = true;
    } else if (isWithin && (sort & MARK) === 0) {
      isWithin = "'’.,-".includes(text[at]!) && (sortAt(text, at + 1) & LETTER) !== 0;
    }
  }
  return count;
}

function countByDictionary(text: string): number {
  let count = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) count += 1;
  return count;
}

/** What stands at a place; nothing behind the end. */
function sortAt(text: string, at: number): number {
  const point = text.codePointAt(at);
  if (point === undefined) return 0;
  return known[point] || (known[point] = sortOf(String.fromCodePoint(point)));
}

function sortOf(character: string): number {
  return sorts.reduce((all, [sort, pattern]) => (pattern.test(character) ? all | sort : all), KNOWN);
}

function unitsAt(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}
