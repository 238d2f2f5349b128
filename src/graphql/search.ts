// A search as a Relay connection. What is not asked for is not read.
import { createHash } from 'node:crypto';
import { Failure } from '../errors.ts';
import { type FacetBucket, type FacetField, searchedKinds, type SearchFilter } from '../model/search.ts';
import type { FacetsRequest, SearchPage, SearchRequest, SearchRow } from '../store/store.ts';
import { checked, type DateRange, rangeBounds } from './conditions.ts';
import type { Context } from './context.ts';
import {
  type ConnectionArguments,
  encodeCursor,
  MAXIMUM_PAGE_SIZE,
  pageInfo,
  readSlice,
  type Slice,
} from './paging.ts';

/** The most characters (code points) of the text of a search. */
export const LONGEST_SEARCH = 10_000;

type Given<T> = T | null | undefined;

/** `where` of a search as clients give it. */
export interface SearchWhereInput {
  readonly kind?: Given<readonly (keyof typeof searchedKinds)[]>;
  readonly about?: Given<readonly string[]>;
  readonly actor?: Given<readonly string[]>;
  readonly genre?: Given<readonly string[]>;
  readonly inLanguage?: Given<readonly string[]>;
  readonly datePublished?: Given<DateRange>;
}

/** The filter that a store understands; null is as good as left out. Throws `BAD_FILTER`. */
export function searchFilter(where: Given<SearchWhereInput>): SearchFilter {
  const { kind, about, actor, genre, inLanguage, datePublished } = where ?? {};
  return {
    ...(kind && { kinds: checked(kind, 'kind').map((name) => searchedKinds[name]) }),
    ...(about && { about: checked(about, 'about') }),
    ...(actor && { actors: checked(actor, 'actor') }),
    ...(genre && { genres: checked(genre, 'genre') }),
    ...(inLanguage && { languages: checked(inLanguage, 'inLanguage') }),
    ...(datePublished && { published: rangeBounds(datePublished, 'datePublished') }),
  };
}

/** The hits of a search that one page shows. */
export class SearchConnection {
  readonly #context: Context;
  readonly #request: SearchRequest;
  readonly #scope: string;
  readonly #slice: Slice;

  /** Throws `BAD_SEARCH`, `BAD_PAGE` or `BAD_CURSOR` where the arguments are wrong. */
  constructor(context: Context, text: string, where: SearchFilter, args: ConnectionArguments) {
    if (isTooLong(text)) {
      throw new Failure(
        'BAD_SEARCH',
        `\`text\` has more than ${LONGEST_SEARCH.toLocaleString('en')} characters, which is the most: search for less.`,
      );
    }
    this.#context = context;
    this.#request = { text, where };
    this.#scope = `search.${createHash('sha256')
      .update(JSON.stringify([text, where]))
      .digest('base64url')
      .slice(0, 16)}`;
    this.#slice = readSlice(args, this.#scope);
  }

  get edges(): Promise<(SearchRow & { node: SearchRow['record']; cursor: string })[]> {
    return this.#page().then(({ rows }) =>
      rows.map((row) => ({ ...row, node: row.record, cursor: this.#cursorOf(row) })),
    );
  }

  get pageInfo() {
    return this.#page().then(({ rows, hasNextPage, hasPreviousPage }) =>
      pageInfo(
        hasNextPage,
        hasPreviousPage,
        rows.map((row) => this.#cursorOf(row)),
      ),
    );
  }

  totalCount(): Promise<number> {
    return this.#context.searchCount(this.#request);
  }

  /** Counts of all hits by each of the fields, each field once. Throws `BAD_PAGE`. */
  async facets(fields: readonly FacetField[], first: number) {
    if (first < 0 || first > MAXIMUM_PAGE_SIZE) {
      throw new Failure(
        'BAD_PAGE',
        `\`first\` is ${first}, and a facet has from 0 to ${MAXIMUM_PAGE_SIZE} buckets: ask for fewer.`,
      );
    }
    const request: FacetsRequest = { ...this.#request, fields: [...new Set(fields)], limit: first };
    const found = await this.#context.searchFacets(request);
    return request.fields.map((field) => ({
      field,
      buckets: field === 'KIND' ? (found.KIND?.map(withKindName) ?? []) : (found[field] ?? []),
    }));
  }

  #page(): Promise<SearchPage> {
    return this.#context.searchPage({ ...this.#request, ...this.#slice });
  }

  #cursorOf({ position }: SearchRow): string {
    return encodeCursor(this.#scope, position);
  }
}

function withKindName(bucket: FacetBucket): FacetBucket {
  return { ...bucket, value: kindNames.get(bucket.value) ?? bucket.value };
}

const kindNames = new Map<string, string>(Object.entries(searchedKinds).map(([name, kind]) => [kind, name]));

// Whoever sends megabytes has them counted no further than the limit.
function isTooLong(text: string): boolean {
  return (
    text.length > LONGEST_SEARCH && (text.length > 2 * LONGEST_SEARCH || [...text].length > LONGEST_SEARCH)
  );
}
