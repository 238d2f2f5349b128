// What the fields of filters are made of: the type of each, what it asks of a record, and how far a filter may go.
import { Failure } from '../errors.ts';
import { dateBounds } from '../model/edtf.ts';
import type { DateMatch as Match, Filter, FilteredDate, FilteredValue } from '../model/filter.ts';
import { parseId } from '../model/kind.ts';
import type { ListName } from '../model/record.ts';
import { builder } from './builder.ts';
import { DateMatch } from './enums.ts';

/** How deep AND, OR, NOT and `outcome` may stand in one another. */
export const NESTING_LIMIT = 5;

/** The most values of one list. */
export const VALUES_LIMIT = 100;

/** The most conditions of a whole filter: fields that are given, and filters within it. */
export const CONDITIONS_LIMIT = 100;

/** The most characters of a text. */
export const TEXT_LIMIT = 10_000;

/** How far the reading of one filter has come. */
export class FilterReading {
  #conditions = 0;

  /** Counts a condition. Throws `BAD_FILTER` where there are too many. */
  count(): void {
    this.#conditions += 1;
    if (this.#conditions <= CONDITIONS_LIMIT) return;
    throw new Failure(
      'BAD_FILTER',
      `The filter has more than ${CONDITIONS_LIMIT} conditions (fields, and filters within AND, OR and NOT), which is the most: ask in several requests.`,
    );
  }
}

/** Where in a filter a field stands. */
export interface FieldPlace {
  readonly field: string;
  readonly depth: number;
  readonly reading: FilterReading;
}

/** A field of a filter. */
export interface Condition {
  /** A type of the builder. */
  readonly type: unknown;
  readonly description: string;
  /** What a value asks of a record. Throws `BAD_FILTER`. */
  read(value: never, place: FieldPlace): Filter;
}

/** Text is one of a few; `type` is that of one of them. */
export function oneOf(field: FilteredValue, type: unknown, description: string): Condition {
  return {
    type: [type],
    description,
    read: (values: readonly string[], { field: name }) => ({
      test: 'value',
      field,
      in: checked(values, name),
    }),
  };
}

/** The record stands in a list of one of the records with these ids. */
export function memberOf(list: ListName, description: string): Condition {
  return {
    type: ['ID'],
    description,
    read: (ids: readonly string[], { field }) => ({
      test: 'member',
      list,
      owners: checked(ids, field).filter((id) => parseId(id)),
    }),
  };
}

/** A name or alias begins with a text. */
export const name: Condition = {
  type: 'String',
  description:
    'How its name or one of its aliases begins, without regard to case and to the accents of Latin, Greek and Cyrillic letters.',
  read: (prefix: string, { field }) => ({ test: 'name', prefix: checkedText(prefix, field) }),
};

export const wikidataId: Condition = oneOf('wikidataId', 'ID', 'Its Wikidata item, for example `Q3874799`.');

/** Words that the texts of the record have. */
export function textOf(texts: string): Condition {
  return {
    type: 'String',
    description: `Words that ${texts} have, all of them, as in \`search\`: also "a phrase", the begin* of a word, and -without. A text without words matches nothing.`,
    read: (text: string, { field }) => ({ test: 'text', text: checkedText(text, field) }),
  };
}

/** Whether something is so. */
export function whether(test: 'answered' | 'voided', description: string): Condition {
  return {
    type: 'Boolean',
    description,
    read: (value: boolean) => (value ? { test } : { test: 'not', of: { test } }),
  };
}

/** `EDTFRange` as clients give it. */
export interface DateRange {
  readonly from?: string | null;
  readonly until?: string | null;
  readonly match: Match;
}

export const EDTFRange = builder.inputType('EDTFRange', {
  description:
    'A span of time, both ends included. Records without the date never match; without `from` and `until`, all others do.',
  fields: (t) => ({
    from: t.field({
      type: 'EDTF',
      description:
        'Where it begins: the earliest moment that the date can mean. Without it the span has no beginning.',
    }),
    until: t.field({
      type: 'EDTF',
      description: 'Where it ends: the latest moment that the date can mean. Without it the span has no end.',
    }),
    match: t.field({
      type: DateMatch,
      required: true,
      defaultValue: 'POSSIBLY',
      description: 'Whether an imprecise date must lie in the span or only may.',
    }),
  }),
});

/** A date lies in a span of time. */
export function during(date: FilteredDate, description: string): Condition {
  return {
    type: EDTFRange,
    description,
    read: (range: DateRange, { field }) => ({
      test: 'date',
      field: date,
      ...rangeBounds(range, field),
      match: range.match,
    }),
  };
}

/** First and last millisecond of a range, left out where it has none. Throws `BAD_FILTER`. */
export function rangeBounds(
  { from, until }: Omit<DateRange, 'match'>,
  field: string,
): { from?: number; until?: number } {
  const first = typeof from === 'string' ? dateBounds(from)?.earliest : undefined;
  const last = typeof until === 'string' ? dateBounds(until)?.latest : undefined;
  if (first !== undefined && last !== undefined && first > last) {
    throw new Failure(
      'BAD_FILTER',
      `\`${field}\` ends before it begins: \`from\` (${from}) is later than \`until\` (${until}).`,
    );
  }
  return { ...(isFinite(first) && { from: first }), ...(isFinite(last) && { until: last }) };
}

/** The values of a list. Throws `BAD_FILTER` where there are too many. */
export function checked<T>(values: readonly T[], field: string): readonly T[] {
  if (values.length <= VALUES_LIMIT) return values;
  throw new Failure(
    'BAD_FILTER',
    `\`${field}\` has ${values.length} values, and ${VALUES_LIMIT} are the most: ask in several requests.`,
  );
}

function checkedText(text: string, field: string): string {
  if (text.length <= TEXT_LIMIT) return text;
  throw new Failure(
    'BAD_FILTER',
    `\`${field}\` has ${text.length} characters, and ${TEXT_LIMIT} are the most: ask for less.`,
  );
}

function isFinite(bound: number | undefined): bound is number {
  return Number.isFinite(bound);
}
