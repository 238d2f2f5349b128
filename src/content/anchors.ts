// Exact words to positions. Exact or not at all: nothing here guesses.
import type { ExactWords } from '../model/anchor.ts';
import { MeasuredText, PARAGRAPH_BREAK, type Stretch } from '../model/stretch.ts';
import { FoldedText } from './folding.ts';
import { NearWords, shown } from './near-words.ts';

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
export class AnchoredText extends MeasuredText {
  readonly #name: string;
  // One space for white space, so that words that were written over several lines are found.
  readonly #sought: FoldedText;
  #near: NearWords | undefined;

  /** `name` is how messages call the text. */
  constructor(text: string, name = 'the text') {
    super(text);
    this.#name = name;
    this.#sought = new FoldedText(text, UNEVEN_SPACE, (space) =>
      space.includes(PARAGRAPH_BREAK) ? BREAK : ' ',
    );
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
