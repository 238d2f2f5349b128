// Dates, names and words as the property of filters reads them, by other means than the service where there are any.
import { dateBounds } from '../../../src/model/edtf.ts';

type Span = readonly [first: number, last: number];

/** `EDTFRange` as JSON. */
export interface Range {
  readonly from: string | null;
  readonly until: string | null;
  readonly match: 'CERTAINLY' | 'POSSIBLY';
}

/** Whether a date lies in a range. */
export function isWithin([first, last]: Span, { from, until, match }: Range): boolean {
  const begins = from === null ? -Infinity : bounds(from)[0];
  const ends = until === null ? Infinity : bounds(until)[1];
  return match === 'CERTAINLY' ? begins <= first && last <= ends : first <= ends && begins <= last;
}

/** Whether a range is one that is refused. */
export function isTurnedRound({ from, until }: Range): boolean {
  return from !== null && until !== null && bounds(from)[0] > bounds(until)[1];
}

/** The first and the last millisecond of a date. */
export function bounds(date: string): Span {
  const { earliest, latest } = dateBounds(date)!;
  return [earliest, latest];
}

/** Less than 0 where `a` comes first; text goes by code point. */
export function compare<T extends string | number>(a: T, b: T): number {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return a < b ? -1 : a > b ? 1 : 0;
}

export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether one of some names begins with a text; letter by letter, where the service folds whole names. */
export function isBeginning(prefix: string, all: readonly string[]): boolean {
  if (!prefix.isWellFormed() || prefix.includes('\0')) return false;
  return all.some((name) => plainLetters(name).join('').startsWith(plainLetters(prefix).join('')));
}

function plainLetters(name: string): string[] {
  const european = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;
  return [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(name)].map(({ segment }) => {
    const parts = [...segment.normalize('NFKD')];
    const kept = european.test(parts[0]!) ? parts.filter((part) => !/\p{M}/u.test(part)) : parts;
    return kept.join('').toUpperCase().toLowerCase().replace('ς', 'σ').normalize('NFC');
  });
}
