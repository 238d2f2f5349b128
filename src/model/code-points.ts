// Offsets of JavaScript, in UTF-16 units, to those of anchors and columns, in Unicode code points.

const SURROGATE = /[\ud800-\udfff]/;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** How many Unicode code points a text has; a lone surrogate counts one. */
export function codePointLength(text: string): number {
  return SURROGATE.test(text) ? text.length - (text.match(PAIR)?.length ?? 0) : text.length;
}

/** The code points of one text, counted once for many questions. */
export class CodePoints {
  // Where the second unit of each surrogate pair stands.
  readonly #pairs: readonly number[];
  // For each pair how many code points stand before it, once it is asked for.
  #paired: readonly number[] | undefined;

  constructor(text: string) {
    this.#pairs = SURROGATE.test(text) ? Array.from(text.matchAll(PAIR), (pair) => pair.index + 1) : [];
  }

  /** How many code points stand before an offset that is given in UTF-16 units. */
  before(offset: number): number {
    return offset - countBelow(this.#pairs, offset);
  }

  /** Where a code point begins, in UTF-16 units: the way back of {@link before}. */
  offset(codePoints: number): number {
    if (this.#pairs.length === 0) return codePoints;
    this.#paired ??= this.#pairs.map((second, index) => second - 1 - index);
    return codePoints + countBelow(this.#paired, codePoints);
  }
}

/** How many of `sorted` numbers are less than `limit`. */
export function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
