// In what the SQL of the stores differs. All else of it is shared, and both bind values by name.
import type { Terms } from './search/terms.ts';

/** What a parameter can be; lists are for {@link Dialect.isOneOf} and {@link Dialect.each}. */
export type Value = number | string | readonly string[] | readonly number[];

/** Values of named parameters. */
export type Values = Record<string, Value>;

/** SQL with named parameters (`:name`) and their values. */
export interface Query {
  readonly sql: string;
  readonly values: Readonly<Values>;
}

/** Puts a value into a query; returns its parameter. */
export type AddValue = (value: Value) => string;

/** How a store says what SQL has no common words for. */
export interface Dialect {
  /** A join of two tables that SQLite reads in the order in which they are written. */
  readonly join: 'CROSS JOIN' | 'JOIN';
  /** Whether a text is one of the list `parameter`. */
  isOneOf(text: string, parameter: string): string;
  /** For FROM, under the name `alias`: each `value` of the list `parameter`, and its place from 0 on as `key`. */
  each(parameter: string, alias: string, type: 'text' | 'integer'): string;
  /** A parameter that may be no whole number. */
  real(parameter: string): string;
  /** A number rounded to six digits behind the point, but no less than `least`. */
  roundedAtLeast(number: string, least: string): string;
  /** Where the first colon of a text stands, from 1 on. */
  colon(text: string): string;
  readonly fullText: FullText;
}

/** How the table `search`, here with the alias `s`, is asked. */
export interface FullText {
  /** Its column with the ordinals of records. */
  readonly ordinal: 's.rowid' | 's.ordinal';
  /** Whether a record has all that is wanted, of which there is something, and nothing that is not. */
  matches(terms: Terms, add: AddValue): string;
  /**
   * Tables for WITH, the last of them `frequency` (ordinal, id, words, frequency): a row for each wanted term of each row of
   * `hit` (ordinal, id, words), with how often the term stands there, counted by `weights`.
   */
  frequencies(terms: Terms, weights: Weights, add: AddValue): string;
}

/** How much a word counts by where it stands. */
export interface Weights {
  readonly title: number;
  readonly alternateName: number;
  readonly text: number;
}
