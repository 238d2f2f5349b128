// What a record must be to stand in a list, told in the words of the model: stores compile it, and nothing here knows how.
import type { ListName } from './record.ts';

/** Whether an imprecise date must lie within a span of time, or only may. */
export type DateMatch = 'CERTAINLY' | 'POSSIBLY';

/** A value of a record that is one of a few. */
export type FilteredValue = 'genre' | 'inLanguage' | 'kind' | 'form' | 'type' | 'wikidataId' | 'qcode';

/** A date of a record; an event's time is from its start to its end, an outcome's date is when it is due or was done. */
export type FilteredDate = 'datePublished' | 'dateModified' | 'dateUttered' | 'eventTime' | 'outcomeDate';

/**
 * A condition on the records of one kind; which tests a kind has follows from its record.
 * Every test is true or false of a record: what a record does not have matches nothing. Moments are finite milliseconds
 * since 1970, UTC, both ends included; one that is left out is no bound. Hidden records are as if they were not there.
 */
export type Filter =
  /** All of them; without any, everything. */
  | { readonly test: 'and'; readonly of: readonly Filter[] }
  /** Any of them; without any, nothing. */
  | { readonly test: 'or'; readonly of: readonly Filter[] }
  | { readonly test: 'not'; readonly of: Filter }
  /** The record has one of the values. */
  | { readonly test: 'value'; readonly field: FilteredValue; readonly in: readonly string[] }
  /** The record stands in the list of one of the owners: global ids, former ones included. */
  | { readonly test: 'member'; readonly list: ListName; readonly owners: readonly string[] }
  /** The statement belongs to at least one outcome of which the condition is true. */
  | { readonly test: 'outcome'; readonly where: Filter }
  | {
      readonly test: 'date';
      readonly field: FilteredDate;
      readonly from?: number;
      readonly until?: number;
      readonly match: DateMatch;
    }
  /** A name or alias of the record, folded by `foldedName`, begins with the text, folded likewise. */
  | { readonly test: 'name'; readonly prefix: string }
  /** The texts of the record have all words of the text. */
  | { readonly test: 'text'; readonly text: string }
  /** The statement has an unvoided response by another speaker that does more than comment. */
  | { readonly test: 'answered' }
  /** A correction voids the statement. */
  | { readonly test: 'voided' }
  /** The status of the outcome, asked with these arguments as `standingChange` answers, is one of `in`. */
  | {
      readonly test: 'status';
      readonly in: readonly string[];
      readonly asOf?: number;
      readonly knownAt?: number;
    };
