// Exact words to positions. Exact or not at all: nothing here guesses.
import { type Anchor, CONTEXT_LENGTH, type ExactWords } from '../model/anchor.ts';
import { PARAGRAPH_BREAK } from './body.ts';
import { codePointLength, CodePoints, countBelow } from './code-points.ts';
import { FoldedText } from './folding.ts';
import { NearWords, shown } from './near-words.ts';

/** Where a stretch of text lies; positions in Unicode code points, end exclusive. */
export type Stretch = Omit<Anchor, 'article' | 'field'>;

/** Why exact words are not an anchor; `message` says so to editors. */
export interface NoAnchor {
  readonly code: 'ANCHOR_NOT_FOUND' | 'ANCHOR_AMBIGUOUS';
  readonly message: string;
}

// What stands for a paragraph break where white space is folded; exact words never have it.
const BREAK = '\n';
// White space that is not one plain space.
const UNEVEN_SPACE = /\s{2,}|[^\S ]/g;
// Nobody means one of so many places, and to look at all of them may take long.
const MOST_PLACES = 1000;

/** A text of an article in which anchors are sought. It is NFC. */
export class AnchoredText {
  readonly text: string;
  readonly #name: string;
  // One space for white space, so that words that were written over several lines are found.
  readonly #sought: FoldedText;
  readonly #codePoints: CodePoints;
  readonly #paragraphStarts: number[] = [];
  #near: NearWords | undefined;

  /** `name` is how messages call the text. */
  constructor(text: string, name = 'the text') {
    this.text = text;
    this.#name = name;
    this.#sought = new FoldedText(text, UNEVEN_SPACE, (space) =>
      space.includes(PARAGRAPH_BREAK) ? BREAK : ' ',
    );
    this.#codePoints = new CodePoints(text);
    for (let at = text.indexOf(PARAGRAPH_BREAK); at !== -1; at = text.indexOf(PARAGRAPH_BREAK, at + 1)) {
      this.#paragraphStarts.push(at + PARAGRAPH_BREAK.length);
    }
  }

  /** The one place where the words stand. White space of any length in `words` stands for any white space within a paragraph. */
  find(words: ExactWords): Stretch | NoAnchor {
    const { exact, prefix, suffix } = foldedWords(words);
    if (exact === '') return notFound('there is only white space here: copy words from the text');
    const places = this.#places(exact);
    const stands = `${shown(exact)} stands in ${this.#name}`;
    if (places.length > MOST_PLACES)
      return ambiguous(`${stands} more than ${MOST_PLACES} times: take more words`);
    if (places.length === 0)
      return notFound(`${shown(exact)} does not stand in ${this.#name}${this.#advice(exact)}`);
    const fitting = places.filter((at) => this.#isBetween(prefix, at, at + exact.length, suffix));
    const [at, ...others] = fitting;
    if (at === undefined) return notFound(`${stands}, but not ${between(prefix, suffix)}`);
    if (others.length === 0)
      return this.stretch(this.#sought.original(at), this.#sought.original(at + exact.length));
    const advice = prefix + suffix === '' ? 'give a prefix or a suffix' : 'give a longer prefix or suffix';
    return ambiguous(`${stands} ${fitting.length} times: ${advice} that only the right place has`);
  }

  /** The stretch between two positions given in UTF-16 units. */
  stretch(from: number, to: number): Stretch {
    return {
      exact: this.text.slice(from, to),
      prefix: lastCodePoints(this.text.slice(Math.max(0, from - 2 * CONTEXT_LENGTH), from)),
      suffix: firstCodePoints(this.text.slice(to, to + 2 * CONTEXT_LENGTH)),
      start: this.#codePoints.before(from),
      end: this.#codePoints.before(to),
      paragraph: countBelow(this.#paragraphStarts, from + 1),
    };
  }

  /** Where words stand in the folded text: all places, or one more than {@link MOST_PLACES}. */
  #places(exact: string): number[] {
    const { text } = this.#sought;
    const found: number[] = [];
    for (
      let at = text.indexOf(exact);
      at !== -1 && found.length <= MOST_PLACES;
      at = text.indexOf(exact, at + 1)
    )
      found.push(at);
    return found;
  }

  #isBetween(prefix: string, from: number, to: number, suffix: string): boolean {
    const { text } = this.#sought;
    // Either may reach into another paragraph.
    const before = () =>
      text
        .slice(Math.max(0, from - prefix.length - 1), from)
        .replaceAll(BREAK, ' ')
        .trimEnd();
    const after = () =>
      text
        .slice(to, to + suffix.length + 1)
        .replaceAll(BREAK, ' ')
        .trimStart();
    return (prefix === '' || before().endsWith(prefix)) && (suffix === '' || after().startsWith(suffix));
  }

  #advice(exact: string): string {
    this.#near ??= new NearWords(this.text);
    return this.#near.advice(exact);
  }
}

/** Whether `found` is a stretch. */
export function isStretch(found: Stretch | NoAnchor): found is Stretch {
  return !('code' in found);
}

function notFound(message: string): NoAnchor {
  return { code: 'ANCHOR_NOT_FOUND', message };
}

function ambiguous(message: string): NoAnchor {
  return { code: 'ANCHOR_AMBIGUOUS', message };
}

function foldedWords(
  words: ExactWords,
): Required<Pick<Exclude<ExactWords, string>, 'exact' | 'prefix' | 'suffix'>> {
  const { exact, prefix = '', suffix = '' } = typeof words === 'string' ? { exact: words } : words;
  return { exact: folded(exact), prefix: folded(prefix), suffix: folded(suffix) };
}

function folded(words: string): string {
  return words.normalize('NFC').replaceAll(UNEVEN_SPACE, ' ').trim();
}

function between(prefix: string, suffix: string): string {
  const places = [prefix && `after ${shown(prefix)}`, suffix && `before ${shown(suffix)}`].filter(Boolean);
  return `${places.join(' and ')}: copy prefix and suffix from right before and after the words`;
}

function firstCodePoints(text: string): string {
  return codePointLength(text) === text.length
    ? text.slice(0, CONTEXT_LENGTH)
    : Array.from(text).slice(0, CONTEXT_LENGTH).join('');
}

function lastCodePoints(text: string): string {
  // The cut may have split a pair; its half is more than CONTEXT_LENGTH code points away.
  return codePointLength(text) === text.length
    ? text.slice(-CONTEXT_LENGTH)
    : Array.from(text).slice(-CONTEXT_LENGTH).join('');
}
