// Rows that searches found to what a store answers.
import type { AnyRecord } from '../../model/record.ts';
import type { FacetBucket } from '../../model/search.ts';
import type { Facets, FacetsRequest, SearchPage, SearchPageRequest } from '../store.ts';
import { highlightsOf, matchedAlias } from './highlights.ts';
import { readTerms } from './terms.ts';

type Row = readonly unknown[];

/** The hits of a page from the end that is read, and whether there are others on either side of it. */
export interface FoundRows {
  readonly hits: readonly (readonly [ordinal: number, score: number, id: string])[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Reads the rows of a `pageQuery`; none where there was nothing to ask. */
export function foundRows(
  rows: readonly Row[],
  { limit, backward, before, after }: SearchPageRequest,
): FoundRows {
  const hits = rows.slice(0, -1) as (readonly [number, number, string])[];
  const [, , , low = 0, high = 0] = rows.at(-1) ?? [];
  const more = hits.length > limit;
  return {
    hits: hits.slice(0, limit),
    hasNextPage: (!backward && more) || (before !== undefined && high === 1),
    hasPreviousPage: (backward && more) || (after !== undefined && low === 1),
  };
}

/** The page of the hits that were found, in their order. */
export function searchPageOf(
  { text, backward }: SearchPageRequest,
  { hits, hasNextPage, hasPreviousPage }: FoundRows,
  recordAt: (ordinal: number) => AnyRecord,
): SearchPage {
  const { wanted } = readTerms(text);
  return {
    rows: (backward ? hits.toReversed() : hits).map(([ordinal, score, id]) => {
      const record = recordAt(ordinal);
      return {
        record,
        score,
        position: [score, id],
        matchedAlias: () => matchedAlias(record, wanted),
        highlights: (articleBody) => highlightsOf(record, articleBody, wanted),
      };
    }),
    hasNextPage,
    hasPreviousPage,
  };
}

/** Reads the rows of a `facetsQuery`. */
export function facetsOf({ fields }: FacetsRequest, rows: readonly Row[]): Facets {
  const buckets = Object.fromEntries(fields.map((field) => [field, [] as FacetBucket[]]));
  for (const [field, value, id, count] of rows as [string, string, string | null, number][]) {
    buckets[field]?.push({ value, ...(id !== null && { id }), count });
  }
  return buckets;
}
