// What a resolver may reach: the corpus of its request, read in batches.
import DataLoader from 'dataloader';
import type { ArticleText } from '../model/article.ts';
import { globalId, type Kind, parseId, typeNamesOf } from '../model/kind.ts';
import type { AnyRecord } from '../model/record.ts';
import type {
  CorpusReader,
  Facets,
  FacetsRequest,
  ListRequest,
  Page,
  PageRequest,
  SearchPage,
  SearchPageRequest,
  SearchRequest,
} from '../store/store.ts';

/** A corpus as one client may see it, kept open until it is given back. */
export interface HeldReader {
  /** Another object where anything may be seen that could not be seen before, or no longer; else the same. */
  readonly reader: CorpusReader;
  /** Resolves when another corpus is served, or this one shows something else by the clock: true, or when nobody is to be told of more or `signal` is aborted: false. */
  replaced(signal: AbortSignal): Promise<boolean>;
  /** Must be called once. */
  giveBack(): void;
}

/** The corpora that are served one after another, as one client may see them. */
export interface Succession {
  /** The corpus of now. */
  take(): HeldReader;
}

/**
 * The context of one request. Everything is read through it: what the resolvers of one level ask for
 * reaches the store as one call of each method, however wide the level is.
 */
export interface Context {
  /** The record with a global id, or null: unknown, hidden, or no id given. Resolvers know which kind an id is of. */
  find<T extends AnyRecord>(id: string | undefined): Promise<T | null> | null;
  /** The record with a global id that is shown wherever the one naming it is; a TypeError where it is not. */
  get<T extends AnyRecord>(id: string): Promise<T>;
  /** The record of a kind with a slug, present or former, or null. */
  findBySlug<T extends AnyRecord>(kind: Kind, slug: string): Promise<T | null>;
  /** Those of the records that exist and may be shown, in the order of the ids. */
  findAll<T extends AnyRecord>(ids: readonly string[]): Promise<T[]> | T[];
  /** The body of an article that may be shown. */
  bodyOf(article: { readonly id: string }): Promise<string>;
  /** The same with its formatting, and whom it names. */
  textOf(article: { readonly id: string }): Promise<ArticleText>;
  page(request: PageRequest): Promise<Page>;
  count(request: ListRequest): Promise<number>;
  searchPage(request: SearchPageRequest): Promise<SearchPage>;
  searchCount(request: SearchRequest): Promise<number>;
  searchFacets(request: FacetsRequest): Promise<Facets>;
  readonly reader: CorpusReader;
  /** The corpora that are served one after another, for subscriptions; undefined where the corpus never changes. */
  readonly succession?: Succession | undefined;
  /** From now on everything is read from another reader, and nothing that was read before is repeated: for the next event of a subscription. */
  renew(this: object, reader: CorpusReader): void;
}

/** A fresh context for one request. */
export function createContext(reader: CorpusReader, succession?: Succession): Context {
  const records = new DataLoader<string, AnyRecord | undefined>(async (ids) => [
    ...(await reader.records(ids)),
  ]);
  const bodies = new DataLoader<string, string | undefined>(async (ids) => [...(await reader.bodies(ids))]);
  const texts = new DataLoader<string, ArticleText | undefined>(async (ids) => [
    ...(await reader.texts(ids)),
  ]);
  const pages = new DataLoader<PageRequest, Page, string>(
    async (requests) => [...(await reader.pages(requests))],
    {
      cacheKeyFn: (request) => JSON.stringify(request),
    },
  );
  const counts = new DataLoader<ListRequest, number, string>(
    async (requests) => [...(await reader.counts(requests))],
    {
      cacheKeyFn: (request) => JSON.stringify(request),
    },
  );
  return {
    reader,
    succession,
    // The server puts these fields into an object of its own, which resolvers get: that one is `this`.
    renew(next) {
      Object.assign(this, createContext(next, succession));
    },
    find<T extends AnyRecord>(id: string | undefined): Promise<T | null> | null {
      return id === undefined ? null : records.load(id).then((record) => (record ?? null) as T | null);
    },
    async get<T extends AnyRecord>(id: string): Promise<T> {
      const record = await records.load(id);
      if (!record) throw new TypeError(`${id} is named by a record that is shown, but is not shown itself`);
      return record as T;
    },
    async findBySlug<T extends AnyRecord>(kind: Kind, slug: string): Promise<T | null> {
      // All actors share one space of slugs, so of their three ids at most one exists.
      const ids = typeNamesOf(kind).map((type) => globalId(type, slug));
      const found = await Promise.all(
        ids.filter((id) => parseId(id)?.kind === kind).map((id) => records.load(id)),
      );
      return (found.find((record) => record !== undefined) ?? null) as T | null;
    },
    findAll<T extends AnyRecord>(ids: readonly string[]): Promise<T[]> | T[] {
      if (ids.length === 0) return [];
      return Promise.all(ids.map((id) => records.load(id))).then(
        (found) => found.filter((record) => record !== undefined) as T[],
      );
    },
    bodyOf: ({ id }) => bodies.load(id).then((body) => shown(id, body)),
    textOf: ({ id }) => texts.load(id).then((text) => shown(id, text)),
    page: (request) => pages.load(request),
    count: (request) => counts.load(request),
    searchPage: batched((requests) => reader.searchPages(requests)),
    searchCount: batched((requests) => reader.searchCounts(requests)),
    searchFacets: batched((requests) => reader.searchFacets(requests)),
  };
}

function shown<T>(id: string, text: T | undefined): T {
  if (text === undefined) throw new TypeError(`${id} has no text, or is not shown`);
  return text;
}

/** Answers requests together that are made together, and the same one once. */
function batched<Request, Answer>(
  answer: (requests: readonly Request[]) => Promise<readonly Answer[]>,
): (request: Request) => Promise<Answer> {
  const loader = new DataLoader<Request, Answer, string>(async (requests) => [...(await answer(requests))], {
    cacheKeyFn: (request) => JSON.stringify(request),
  });
  return (request) => loader.load(request);
}

/** The kind of a record, told by its id. */
export function kindOf(record: { readonly id: string }): Kind {
  const parsed = parseId(record.id);
  if (!parsed) throw new TypeError(`"${record.id}" is not the id of a record`);
  return parsed.kind;
}
