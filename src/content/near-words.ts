// What a text does have where exact words are not in it: the usual slips, told so that they can be mended.
import { PARAGRAPH_BREAK } from '../model/stretch.ts';
import { plainText, readBody } from './body.ts';
import { FoldedText } from './folding.ts';

const BREAK = '\n';
const COPY = 'copy the words letter by letter';
const LIST = 'give a list where they are printed in several pieces';

/** A text in which words are sought that differ a little from what is written. */
export class NearWords {
  readonly #text: string;
  readonly #loose: FoldedText;
  readonly #sought: string;

  constructor(text: string) {
    this.#text = text;
    this.#loose = loosened(text);
    this.#sought = this.#loose.text.toLowerCase();
  }

  /** How a message goes on that says that the words do not stand in the text. */
  advice(exact: string): string {
    const near = this.#like(exact) ?? this.#like(plainText(readBody(exact)));
    if (near !== undefined) {
      const looksAlike = near.replaceAll(INVISIBLE, '') === exact.replaceAll(INVISIBLE, '');
      return looksAlike
        ? `: it has invisible characters, or the text has them; ${COPY}`
        : `, but ${shown(near)} does: ${COPY}`;
    }
    if (this.#sought.replaceAll(BREAK, ' ').includes(sought(exact))) {
      return ': words that cross paragraphs are two anchors, so give a list';
    }
    const [beginning, rest] = this.#beginningOf(exact) ?? [];
    if (beginning === undefined || rest === undefined) return `: ${COPY}, and ${LIST}`;
    return `, which goes on with ${shown(rest)} after ${shownEnd(beginning)}: ${COPY}, and ${LIST}`;
  }

  /** The words as the text has them, where only letter case, accents, punctuation or invisible characters differ. */
  #like(exact: string): string | undefined {
    const words = sought(exact);
    const at = words === '' ? -1 : this.#sought.indexOf(words);
    return at === -1 ? undefined : this.#original(at, at + words.length);
  }

  /** The longest beginning of the words that the text has, in one place only, and what follows it there. */
  #beginningOf(exact: string): [string, string] | undefined {
    const words = sought(exact).split(' ');
    let [known, unknown] = [0, words.length];
    while (unknown - known > 1) {
      const middle = (known + unknown) >>> 1;
      if (this.#sought.includes(words.slice(0, middle).join(' '))) known = middle;
      else unknown = middle;
    }
    const beginning = words.slice(0, known).join(' ');
    const at = this.#sought.indexOf(beginning);
    if (known < FEWEST_WORDS || this.#sought.indexOf(beginning, at + 1) !== -1) return undefined;
    const end = at + beginning.length;
    const paragraphEnd = this.#sought.indexOf(BREAK, end);
    return [
      this.#original(at, end),
      this.#original(end, paragraphEnd === -1 ? this.#sought.length : paragraphEnd).trim(),
    ];
  }

  #original(from: number, to: number): string {
    return this.#text.slice(this.#loose.original(from), this.#loose.original(to));
  }
}

// Soft hyphens, marks of direction, joiners.
const INVISIBLE = /\p{Cf}/gu;
// Fewer say too little of where the words were copied from.
const FEWEST_WORDS = 3;
const SHOWN_LENGTH = 60;

/** Words as messages show them: in quotation marks, and cut where they are long. */
export function shown(words: string): string {
  const all = Array.from(words);
  return all.length > SHOWN_LENGTH ? `“${all.slice(0, SHOWN_LENGTH).join('')}…”` : `“${words}”`;
}

function shownEnd(words: string): string {
  const all = Array.from(words);
  return all.length > SHOWN_LENGTH ? `“…${all.slice(-SHOWN_LENGTH).join('')}”` : `“${words}”`;
}

function sought(words: string): string {
  return loosened(words).text.toLowerCase();
}

function loosened(text: string): FoldedText {
  return new FoldedText(text, /\s+|[^\0-\x7f]/gu, (found) => {
    if (/\s/.test(found)) return found.includes(PARAGRAPH_BREAK) ? BREAK : ' ';
    if (/[“”„«»]/.test(found)) return '"';
    if (/[‘’‚‹›´ʼ]/.test(found)) return "'";
    if (/[‐‑‒–—]/.test(found)) return '-';
    if (found.replace(INVISIBLE, '') === '') return '';
    return found
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .toLowerCase();
  });
}
