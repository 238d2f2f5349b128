// What a search may ask for beside its words, and what it tells of what it found.
import { enumeration, type ValueOf } from './enumeration.ts';
import type { Kind } from './kind.ts';

/** The kinds of record that are searched, by the names that GraphQL has for them. */
export const searchedKinds = {
  ARTICLE: 'article',
  ACTOR: 'actor',
  STATEMENT: 'statement',
  OUTCOME: 'outcome',
  EVENT: 'event',
  PLACE: 'place',
  TOPIC: 'topic',
  SOURCE: 'source',
} as const satisfies Record<string, Kind>;

/** By what the hits of a search can be counted. */
export const facetField = enumeration('FacetField', 'By what the hits of a search can be counted.', {
  KIND: 'The kind of record: a value of RecordKind.',
  TOPIC: 'A topic: what is about it or about a narrower one, and the topic itself. The value is its slug.',
  ACTOR:
    'An actor: its articles, statements, events and outcomes, and the actor itself. The value is its slug.',
  GENRE: 'The genre of the article, or of the article of the statement: a value of ArticleGenre.',
  LANGUAGE: 'The language of the article, or of the article of the statement: a language tag.',
  YEAR: 'The year, UTC, in which the article, or the article of the statement, was published.',
});

/** By what hits are counted. */
export type FacetField = ValueOf<typeof facetField>;

/**
 * Which hits to keep: those for which everything given is true; an empty list is true of none.
 * Hidden and unknown records are as if they were not there.
 */
export interface SearchFilter {
  readonly kinds?: readonly Kind[];
  /** Global ids of topics: what is about one of them or about a narrower one, and the topic itself. */
  readonly about?: readonly string[];
  /** Global ids of actors: articles of one of them, what it said, its events and outcomes, and the actor itself. */
  readonly actors?: readonly string[];
  /** Of the article, or of the article of the statement; no other kind has it. The same holds for the two below. */
  readonly genres?: readonly string[];
  readonly languages?: readonly string[];
  /** Milliseconds since 1970, UTC, both included. */
  readonly published?: { readonly from?: number; readonly until?: number };
}

/** How many hits have a value. */
export interface FacetBucket {
  readonly value: string;
  /** Global id of the topic or actor that the value stands for. */
  readonly id?: string;
  readonly count: number;
}

/** A part of a stretch of text: words that the search asked for, or what stands between them. */
export interface HighlightFragment {
  readonly text: string;
  readonly matched: boolean;
}

/** A stretch of a text of a record in which the search found its words; the fragments one after the other are that stretch. */
export interface Highlight {
  /** The GraphQL field that has the text. */
  readonly field: string;
  readonly fragments: readonly HighlightFragment[];
}
