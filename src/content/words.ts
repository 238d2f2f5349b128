// What a word is, in any script.

// Scripts that put no spaces between words: words may begin and end anywhere in them.
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'v');
const AFTER_UNSPACED = new RegExp(String.raw`(?<=[[${UNSPACED}]--\p{M}]\p{M}*)`, 'vy');
// In scripts without spaces each letter with its marks, else letters and digits with theirs up to anything else.
const WORD = new RegExp(
  String.raw`[[\p{L}\p{N}]&&[${UNSPACED}]]\p{M}*|(?:[[\p{L}\p{N}]--[${UNSPACED}]]\p{M}*)+`,
  'gv',
);
const COUNTED = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|['’.,-](?=[\p{L}\p{N}]))*/gu;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** A word of a text, or a letter of a script that does not part words; `index` in UTF-16 units. */
export interface Word {
  readonly text: string;
  readonly index: number;
}

/** The first word that begins at `from` or behind it; `from` is no place within a word. */
export function nextWord(text: string, from: number): Word | undefined {
  WORD.lastIndex = from;
  const found = WORD.exec(text);
  return found ? { text: found[0], index: found.index } : undefined;
}

/** Whether words that stand before `at`, with punctuation that belongs to them, end there. */
export function endsWord(text: string, at: number): boolean {
  const next = text.codePointAt(at);
  if (next === undefined) return true;
  const character = String.fromCodePoint(next);
  if (/\p{M}/u.test(character)) return false;
  if (!/[\p{L}\p{N}]/u.test(character) || HAS_UNSPACED.test(character)) return true;
  AFTER_UNSPACED.lastIndex = at;
  return AFTER_UNSPACED.test(text);
}

/** How many words a text has; by dictionary in scripts that do not put spaces between them. */
export function countWords(text: string): number {
  if (!HAS_UNSPACED.test(text)) return text.match(COUNTED)?.length ?? 0;
  let count = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) count += 1;
  return count;
}
