// Stretches of a text: what an anchor says of where words stand, told from their place alone.
import { type Anchor, CONTEXT_LENGTH } from './anchor.ts';
import { codePointLength, CodePoints, countBelow } from './code-points.ts';

/** Between the paragraphs of a body. */
export const PARAGRAPH_BREAK = '\n\n';

/** Where a stretch of text lies; positions in Unicode code points, end exclusive. */
export type Stretch = Omit<Anchor, 'article' | 'field'>;

/** A text measured once for many stretches. */
export class MeasuredText {
  readonly text: string;
  readonly #codePoints: CodePoints;
  readonly #paragraphStarts: number[] = [];

  constructor(text: string) {
    this.text = text;
    this.#codePoints = new CodePoints(text);
    for (let at = text.indexOf(PARAGRAPH_BREAK); at !== -1; at = text.indexOf(PARAGRAPH_BREAK, at + 1)) {
      this.#paragraphStarts.push(at + PARAGRAPH_BREAK.length);
    }
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

  /** The stretch between two positions given in code points. */
  stretchAt(start: number, end: number): Stretch {
    return this.stretch(this.#codePoints.offset(start), this.#codePoints.offset(end));
  }
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
