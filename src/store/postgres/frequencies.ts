// How often frequent words stand in records, counted when a corpus is loaded, so that nobody has to read thousands of texts to
// rank them. Rare words are counted in the texts: rows for these would be more than all others, and save next to nothing.
import { WEIGHTS } from '../search/score.ts';
import { BETWEEN_TEXTS } from './words.ts';

/** How many ordinals a block has; a place in a block is a signed number of two bytes. */
export const BLOCK = 4_096;

/** A word has a row for a block where so many of its records have the word. */
export const FEWEST_RECORDS = 8;

/** A record: its ordinal, then the words of its title, of its other names and of its text, with one space between them. */
export type Words = readonly [ordinal: number, title: string, alternateName: string, text: string];

/** The records of a block that have a word. */
export interface BlockFrequencies {
  readonly word: string;
  readonly block: number;
  /** The ordinals of the records, counted from the first of the block. */
  readonly places: readonly number[];
  /** How often the word stands in each of these, by the weights of the columns. */
  readonly frequencies: readonly number[];
}

/** Counts the words of records that come in the order of their ordinals. Memory holds one block. */
export function* blockFrequencies(records: Iterable<Words>): Generator<BlockFrequencies> {
  let block = 0;
  let counted = new Map<string, { places: number[]; frequencies: number[] }>();
  for (const [ordinal, title, alternateName, text] of records) {
    const at = Math.floor(ordinal / BLOCK);
    if (at !== block) {
      yield* frequent(block, counted);
      [block, counted] = [at, new Map()];
    }
    const place = ordinal % BLOCK;
    const count = (words: string, weight: number) => {
      if (words === '') return;
      for (const word of words.split(' ')) {
        if (word === BETWEEN_TEXTS) continue;
        let found = counted.get(word);
        if (!found) counted.set(word, (found = { places: [], frequencies: [] }));
        const last = found.places.length - 1;
        if (found.places[last] === place) found.frequencies[last]! += weight;
        else {
          found.places.push(place);
          found.frequencies.push(weight);
        }
      }
    };
    count(title, WEIGHTS.title);
    count(alternateName, WEIGHTS.alternateName);
    count(text, WEIGHTS.text);
  }
  yield* frequent(block, counted);
}

function* frequent(
  block: number,
  counted: ReadonlyMap<string, Pick<BlockFrequencies, 'places' | 'frequencies'>>,
): Generator<BlockFrequencies> {
  for (const [word, { places, frequencies }] of counted)
    if (places.length >= FEWEST_RECORDS) yield { word, block, places, frequencies };
}
