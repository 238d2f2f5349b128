// Where the words of a search stand in a record. Told from the record itself, so that every store tells the same.
import type { AnyRecord } from '../../model/record.ts';
import type { Highlight, HighlightFragment } from '../../model/search.ts';
import type { Term } from './terms.ts';
import { aliasesOf, searchedTexts } from './texts.ts';
import { type Word, wordsOf } from './words.ts';

/** The most stretches that are shown of one field. */
export const MOST_STRETCHES = 3;

// In UTF-16 units: before the first match, and altogether unless a match is longer.
const LEAD = 60;
const STRETCH = 160;

interface Range {
  readonly from: number;
  readonly until: number;
}

/** The stretches of a record's texts in which any of the terms stands, by field, in the order of the text; of an article in its body too. */
export function highlightsOf(
  record: AnyRecord,
  articleBody: string | undefined,
  terms: readonly Term[],
): Highlight[] {
  const shown = new Map<string, number>();
  return searchedTexts(record, articleBody).flatMap(({ field, text }) => {
    const room = MOST_STRETCHES - (shown.get(field) ?? 0);
    if (room <= 0) return [];
    const stretches = stretchesOf(text, terms, room);
    shown.set(field, (shown.get(field) ?? 0) + stretches.length);
    return stretches.map((fragments) => ({ field, fragments }));
  });
}

/**
 * The alias by which a record was found, as it is written: the one with the most terms, where it has more of them than
 * the name; of several the one with the fewest words.
 */
export function matchedAlias(record: AnyRecord, terms: readonly Term[]): string | undefined {
  const names = aliasesOf(record);
  if (!names) return undefined;
  let best: string | undefined;
  let most = matchCount(wordsOf(names.name), terms);
  let fewest = 0;
  for (const alias of names.aliases) {
    const words = wordsOf(alias);
    const count = matchCount(words, terms);
    if (count > most || (count === most && best !== undefined && words.length < fewest)) {
      [best, most, fewest] = [alias, count, words.length];
    }
  }
  return best;
}

function matchCount(words: readonly Word[], terms: readonly Term[]): number {
  return terms.filter((term) => placesOf(words, [term]).length > 0).length;
}

function stretchesOf(text: string, terms: readonly Term[], most: number): HighlightFragment[][] {
  const words = wordsOf(text);
  const places = merged(placesOf(words, terms));
  const stretches: HighlightFragment[][] = [];
  for (let next = 0, end = 0; next < places.length && stretches.length < most;) {
    const first = places[next]!;
    const start = Math.max(end, startBefore(words, first.from, text.length));
    const limit = Math.max(start + STRETCH, first.until);
    const within: Range[] = [];
    for (let place = places[next]; place && place.until <= limit; place = places[next]) {
      within.push(place);
      next += 1;
    }
    end = endAfter(words, within.at(-1)!.until, limit, text.length);
    stretches.push(fragmentsOf(text, start, end, within));
  }
  return stretches;
}

/** Where the terms stand, as positions in the text. */
function placesOf(words: readonly Word[], terms: readonly Term[]): Range[] {
  return words.flatMap((first, index) =>
    terms.flatMap(({ words: sought, prefix }) => {
      const last = words[index + sought.length - 1];
      const stands =
        last !== undefined &&
        sought.every((word, offset) => {
          const written = words[index + offset]!.word;
          return prefix && offset === sought.length - 1 ? written.startsWith(word) : written === word;
        });
      return stands ? [{ from: first.from, until: last.until }] : [];
    }),
  );
}

/** The same places without overlaps, in the order of the text. */
function merged(places: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const place of places.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && place.from < last.until) {
      result[result.length - 1] = { from: last.from, until: Math.max(last.until, place.until) };
    } else {
      result.push(place);
    }
  }
  return result;
}

/** Where a stretch with a match at `from` begins: at a word, or at the beginning of the text. */
function startBefore(words: readonly Word[], from: number, length: number): number {
  const earliest = length <= STRETCH ? 0 : from - LEAD;
  return earliest <= 0 ? 0 : (words.find((word) => word.from >= earliest)?.from ?? from);
}

/** Where a stretch whose last match ends at `until` ends: after a word, or at the end of the text. */
function endAfter(words: readonly Word[], until: number, limit: number, length: number): number {
  if (limit >= length) return length;
  return Math.max(until, words.findLast((word) => word.until <= limit)?.until ?? until);
}

function fragmentsOf(
  text: string,
  start: number,
  end: number,
  matches: readonly Range[],
): HighlightFragment[] {
  const fragments: HighlightFragment[] = [];
  let at = start;
  const add = (until: number, matched: boolean) => {
    if (until > at) fragments.push({ text: text.slice(at, until), matched });
    at = Math.max(at, until);
  };
  for (const { from, until } of matches) {
    add(from, false);
    add(until, true);
  }
  add(end, false);
  return fragments;
}
