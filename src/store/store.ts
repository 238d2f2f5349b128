// The contract of every store: what resolvers may ask, and what the command line may do to a corpus.
import type { ArticleText } from '../model/article.ts';
import type { Filter } from '../model/filter.ts';
import type { AnyRecord, Entry, ListName, NamedReference, Origin, Records } from '../model/record.ts';
import type { Kind } from '../model/kind.ts';
import type { FacetBucket, FacetField, Highlight, SearchFilter } from '../model/search.ts';

/** Who asks, and when. Everything that a reader answers obeys it. */
export interface View {
  /** Milliseconds since 1970, UTC: decides which embargoes have lifted and what has expired. */
  readonly now: number;
  /** Whether hidden records are shown too. */
  readonly preview: boolean;
}

/** The orders of each kind; the first is the default of its lists without a choice of order. */
export const ordersByKind = {
  article: ['DATE_PUBLISHED', 'DATE_MODIFIED', 'HEADLINE'],
  actor: ['NAME'],
  statement: ['DATE_UTTERED', 'READING_ORDER'],
  outcome: ['LAST_CHANGE', 'NAME'],
  event: ['START_DATE', 'NAME'],
  place: ['NAME'],
  topic: ['NAME'],
  source: ['NAME'],
  statusChange: ['RECORDED'],
  correction: ['DATE_CREATED'],
} as const satisfies Record<Kind, readonly string[]>;

/** The name of an order of some kind. */
export type OrderField = (typeof ordersByKind)[Kind][number] | 'RELATEDNESS';

/**
 * An order of a list. Dates: earliest bound, then latest; records without the date come last in both directions.
 * READING_ORDER: publication of the article, its id, position in it. LAST_CHANGE: the date of the last visible change
 * that no visible correction voids. RELATEDNESS, of related articles only: what they share, then DATE_PUBLISHED; DESC only.
 * Ties go by id, in the same direction.
 */
export interface Order {
  readonly field: OrderField;
  readonly direction: 'ASC' | 'DESC';
}

/** A place in an order: the values of its columns and at last the id of the record that stands there. */
export type Position = readonly (number | string)[];

/** What each thing that two articles share adds to how related they are. */
export const relatednessWeights = { event: 8, topic: 2, figure: 1 } as const;

/** A thing that more articles share than these says nothing about how related two of them are. */
export const RELATING_LIMIT = 1000;

/**
 * A list to read: all records of a kind, the list of an owner, or the articles that are related to one: they share events,
 * topics themselves (not broader ones), or actors and places that are named in the body or speak (together: figures).
 * The article itself, those that it translates or that translate it, and other translations of its original are left out.
 */
export type ListRequest = {
  /** Only members whose label is one of these. */
  readonly labels?: readonly string[];
  /** Only members of which it is true. */
  readonly where?: Filter;
} & (
  | { readonly kind: Kind }
  | { readonly list: ListName; readonly owner: string }
  | { readonly relatedTo: string }
);

/** A page of a list: at most `limit` members after `after` and before `before`; from the end where `backward`. */
export type PageRequest = ListRequest & {
  readonly order: Order;
  readonly limit: number;
  readonly backward: boolean;
  readonly after?: Position;
  readonly before?: Position;
};

/** A member of a page with its place in the order. */
export interface PageRow {
  readonly record: AnyRecord;
  readonly position: Position;
  readonly label?: string;
}

/** A page of a list, in the order asked for whichever end it was read from. */
export interface Page {
  readonly rows: readonly PageRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/**
 * Articles, statements and named records that have all words of a text, in the syntax that `readTerms` of store/search/terms.ts
 * documents. Every text is valid; one that asks for no word finds nothing. What a store hides changes no score either.
 */
export interface SearchRequest {
  readonly text: string;
  readonly where?: SearchFilter;
}

/** A page of hits, the best first and equals by id; at most `limit` after `after` and before `before`; from the end where `backward`. */
export type SearchPageRequest = SearchRequest & Pick<PageRequest, 'limit' | 'backward' | 'after' | 'before'>;

/** A hit with its place among all. What it tells of the words is worked out when it is asked. */
export interface SearchRow {
  readonly record: AnyRecord;
  /** Greater than 0; higher is better. */
  readonly score: number;
  readonly position: Position;
  /** The alias by which the record was found, as it is written, where it has more of the words than the name. */
  matchedAlias(): string | undefined;
  /** Of an article with its body. */
  highlights(articleBody: string | undefined): readonly Highlight[];
}

/** A page of hits, in their order whichever end it was read from. */
export interface SearchPage extends Omit<Page, 'rows'> {
  readonly rows: readonly SearchRow[];
}

/** Counts of all hits by some fields: of each at most `limit` values, those with the most hits first and equals by value. */
export type FacetsRequest = SearchRequest & {
  readonly fields: readonly FacetField[];
  readonly limit: number;
};

/** The values of each field that was asked for. Topics and actors that are hidden are left out. */
export type Facets = Readonly<Partial<Record<FacetField, readonly FacetBucket[]>>>;

/** Which records to take fingerprints of. */
export interface FingerprintsRequest {
  /** Only records of these kinds. */
  readonly kinds: readonly Kind[];
  /** Global ids of topics, former ones included: tells of each record whether it is about one of them. */
  readonly about?: readonly string[];
}

/** What tells whether a record is the same in two corpora. */
export interface Fingerprint {
  readonly id: string;
  readonly kind: Kind;
  /**
   * Another text whenever anything differs that the view may see of the record, of the changes of status of an outcome and
   * the corrections of an article, or of which corrections void it. What is hidden makes no difference.
   */
  readonly digest: string;
  /** Whether it is about one of the topics asked for or a narrower one, or is one of them; true where none were asked for. */
  readonly isAbout: boolean;
}

/** What a corpus is as a whole, for one view. */
export interface CorpusSummary {
  readonly version: string;
  readonly counts: Readonly<Record<Kind, number>>;
  /** Languages of the articles, sorted. */
  readonly languages: readonly string[];
  /** Milliseconds since 1970; null where there is no article. */
  readonly firstPublished: number | null;
  readonly lastPublished: number | null;
}

/**
 * The read half of a store, bound to one corpus and one view: what resolvers get.
 * Every method answers many requests at once and in their order. Hidden records are as if they were not there.
 */
export interface CorpusReader {
  readonly version: string;
  /** Records by global id, former ids included, or by `wikidataKey` of model/kind.ts; undefined where there is none. */
  records(ids: readonly string[]): Promise<readonly (AnyRecord | undefined)[]>;
  /** The bodies of articles by global id, former ids included, as `articleBody`; undefined where there is none. */
  bodies(articles: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** The same with their formatting, and whom they name. */
  texts(articles: readonly string[]): Promise<readonly (ArticleText | undefined)[]>;
  /** Pages of lists. A list of an unknown or hidden owner is empty. */
  pages(requests: readonly PageRequest[]): Promise<readonly Page[]>;
  /** How many members lists have. */
  counts(requests: readonly ListRequest[]): Promise<readonly number[]>;
  /** Pages of what searches find. Throws BAD_CURSOR where a position is not one of a search. */
  searchPages(requests: readonly SearchPageRequest[]): Promise<readonly SearchPage[]>;
  /** How many records searches find. */
  searchCounts(requests: readonly SearchRequest[]): Promise<readonly number[]>;
  /** How many of them have which values. */
  searchFacets(requests: readonly FacetsRequest[]): Promise<readonly Facets[]>;
  summary(): Promise<CorpusSummary>;
  /** Every record of some kinds in the order of ids, read bit by bit: others get their turn in between. */
  fingerprints(request: FingerprintsRequest): AsyncIterable<Fingerprint>;
  /**
   * The first moment after that of the view at which the clock alone shows or hides something, as `View.now` is given;
   * undefined where it never will. Nothing is hidden from a preview, so nothing is shown to it later.
   */
  nextVisibilityChange(): Promise<number | undefined>;
}

/** An open corpus. */
export interface Store {
  readonly version: string;
  /** What the corpus was published with: tells whether the content has changed since. */
  readonly stamp: string;
  /** Resolves when the store turns out to be damaged: from then on it answers nothing. Left out where a store cannot be. */
  readonly damaged?: Promise<Error>;
  /** A reader for one request. */
  reader(view: View): CorpusReader;
  /** Rejects where the store can't answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A record that names an id of which there is no record. */
export interface DanglingReference extends NamedReference {
  readonly origin: Origin;
}

/** Outcome of putting a record: undefined, or where the record stands that has its id already. */
export type Conflict = { readonly id: string; readonly origin: Origin } | undefined;

/**
 * The write half: a new corpus being built beside the one that is served.
 * Nothing is visible to readers before `publish`; after `discard`, or when the process dies, nothing is left that a reader would see.
 */
export interface CorpusWriter {
  /** Takes a record. One whose id, or former id, is taken is not stored, and the one that has it is named. */
  put(entry: Entry): Conflict;
  /** A record that was put before. */
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  /** The text of an article that was put before. */
  textOf(article: string): ArticleText | undefined;
  /** References to records that were never put, in the order in which they were put. */
  dangling(): Iterable<DanglingReference>;
  /** Every global id of a kind that was put, sorted. */
  ids(kind: Kind): Iterable<string>;
  /** Completes the corpus and switches readers that open from now on to it, all or nothing. */
  publish(corpus: { readonly version: string; readonly stamp: string }): Promise<void>;
  /** Throws away what was put. */
  discard(): Promise<void>;
}
