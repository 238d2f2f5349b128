// Exact words to positions. Exact or not at all: nothing here guesses.
import { type Anchor, CONTEXT_LENGTH, type ExactWords } from '../model/anchor.ts';
import { PARAGRAPH_BREAK } from './body.ts';

/** Where a stretch of text lies; positions in Unicode code points, end exclusive. */
export type Stretch = Omit<Anchor, 'article' | 'field'>;

/** Why exact words are not an anchor; `message` says so to editors. */
export interface NoAnchor {
  readonly code: 'ANCHOR_NOT_FOUND' | 'ANCHOR_AMBIGUOUS';
  readonly message: string;
}

const SURROGATE = /[\ud800-\udfff]/;
const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/g;

/** A text of an article in which anchors are sought. It is NFC. */
export class AnchoredText {
  readonly text: string;
  // Same length as `text`; line breaks are spaces, since exact words are written on one line.
  readonly #sought: string;
  readonly #hasSurrogates: boolean;
  readonly #paragraphStarts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    this.#sought = text.replaceAll(/\s/g, ' ');
    this.#hasSurrogates = SURROGATE.test(text);
    for (let at = text.indexOf(PARAGRAPH_BREAK); at !== -1; at = text.indexOf(PARAGRAPH_BREAK, at + PARAGRAPH_BREAK.length)) {
      this.#paragraphStarts.push(at + PARAGRAPH_BREAK.length);
    }
  }

  /** The one place where the words stand. White space of any length in `words` stands for one space or line break. */
  find(words: ExactWords): Stretch | NoAnchor {
    const given = typeof words === 'string' ? { exact: words } : words;
    const exact = folded(given.exact);
    const prefix = 'prefix' in given && given.prefix !== undefined ? folded(given.prefix) : '';
    const suffix = 'suffix' in given && given.suffix !== undefined ? folded(given.suffix) : '';
    const all = exact === '' ? [] : occurrences(this.#sought, exact);
    if (all.length === 0) return { code: 'ANCHOR_NOT_FOUND', message: this.#notFound(exact) };
    const fitting = all.filter(
      (at) =>
        this.#sought.slice(0, at).trimEnd().endsWith(prefix) &&
        this.#sought.slice(at + exact.length).trimStart().startsWith(suffix),
    );
    const [at] = fitting;
    if (at === undefined) {
      return { code: 'ANCHOR_NOT_FOUND', message: `${shown(exact)} stands in the text, but not with this prefix and suffix: copy them from right before and after the words` };
    }
    if (fitting.length > 1) {
      const advice = prefix + suffix === '' ? 'give a prefix or a suffix' : 'give a longer prefix or suffix';
      return { code: 'ANCHOR_AMBIGUOUS', message: `${shown(exact)} stands in the text ${fitting.length} times: ${advice} that only the right place has` };
    }
    return this.stretch(at, at + exact.length);
  }

  /** The stretch between two positions given in UTF-16 units. */
  stretch(from: number, to: number): Stretch {
    const start = this.#codePoints(from);
    const exact = this.text.slice(from, to);
    return {
      exact,
      prefix: lastCodePoints(this.text.slice(Math.max(0, from - 2 * CONTEXT_LENGTH), from)),
      suffix: firstCodePoints(this.text.slice(to, to + 2 * CONTEXT_LENGTH)),
      start,
      end: start + codePointLength(exact),
      paragraph: this.#paragraphAt(from),
    };
  }

  #codePoints(offset: number): number {
    return this.#hasSurrogates ? codePointLength(this.text.slice(0, offset)) : offset;
  }

  #paragraphAt(offset: number): number {
    let low = 0;
    let high = this.#paragraphStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#paragraphStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #notFound(exact: string): string {
    const loose = loosened(this.#sought);
    const at = loose.indexOf(loosened(exact));
    const near = at === -1 ? '' : this.text.slice(at, at + exact.length);
    if (near !== '') return `${shown(exact)} does not stand in the text, but ${shown(near)} does: copy the words letter by letter, quotation marks too`;
    const across = exact.split(' ').length > 3 && this.#spansParagraphs(exact);
    return `${shown(exact)} does not stand in the text: ${across ? 'words that cross paragraphs are two anchors, so give a list' : 'copy the words letter by letter; words that are not printed in one piece are a list'}`;
  }

  #spansParagraphs(exact: string): boolean {
    return this.#sought.replaceAll(/ {2,}/g, ' ').includes(exact);
  }
}

/** Whether `found` is a stretch. */
export function isStretch(found: Stretch | NoAnchor): found is Stretch {
  return !('code' in found);
}

/** How many Unicode code points a text has; a lone surrogate counts one. */
export function codePointLength(text: string): number {
  return SURROGATE.test(text) ? text.length - (text.match(ASTRAL)?.length ?? 0) : text.length;
}

function folded(words: string): string {
  return words.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}

/** Same length as `text`: letters in one case, quotation marks and dashes of one sort. */
function loosened(text: string): string {
  return text
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[‘’‚‹›`´]/g, "'")
    .replaceAll(/[‐‑‒–—]/g, '-')
    .replaceAll(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));
}

function occurrences(text: string, sought: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) {
    // A position between the halves of a surrogate pair is none.
    if (!splitsPair(text, at) && !splitsPair(text, at + sought.length)) found.push(at);
  }
  return found;
}

function splitsPair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '');
}

function firstCodePoints(text: string): string {
  return SURROGATE.test(text) ? [...text].slice(0, CONTEXT_LENGTH).join('') : text.slice(0, CONTEXT_LENGTH);
}

function lastCodePoints(text: string): string {
  if (!SURROGATE.test(text)) return text.slice(-CONTEXT_LENGTH);
  // The cut may have split a pair; its half is more than CONTEXT_LENGTH code points away.
  return [...text].slice(-CONTEXT_LENGTH).join('');
}

function shown(words: string): string {
  const all = [...words];
  return `“${all.length > 60 ? `${all.slice(0, 60).join('')}…` : words}”`;
}
