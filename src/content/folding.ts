// A text in which what may differ is made alike, and the way back to where it stood in the original.
import { countBelow } from '../model/code-points.ts';

/** A text with some of its stretches replaced. */
export class FoldedText {
  readonly text: string;
  // Of replaced stretches whose length changed: where they end in `text`, and how much farther that is in the original.
  readonly #ends: number[] = [];
  readonly #shifts: number[] = [];

  /** Replaces what `pattern` finds; it is global and has no groups. */
  constructor(original: string, pattern: RegExp, replace: (found: string) => string) {
    let shift = 0;
    this.text = original.replaceAll(pattern, (found: string, offset: number) => {
      const replacement = replace(found);
      if (replacement.length !== found.length) {
        shift += found.length - replacement.length;
        this.#ends.push(offset + found.length - shift);
        this.#shifts.push(shift);
      }
      return replacement;
    });
  }

  /** The offset in the original of an offset in `text`; behind what was replaced by nothing. */
  original(offset: number): number {
    return offset + (this.#shifts[countBelow(this.#ends, offset + 1) - 1] ?? 0);
  }
}
