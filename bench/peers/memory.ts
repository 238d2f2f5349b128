// The records of a corpus in memory, with the lists that the questions need, for peers that have no store of their own.
import { DatabaseSync } from 'node:sqlite';

/** A record as onrecord serves it; fields differ by kind. */
export interface Item {
  readonly id: string;
  readonly slug: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly [field: string]: any;
}

/** All records, and lists of them in the order in which they are shown. */
export interface Memory {
  readonly byId: ReadonlyMap<string, Item>;
  /** Latest first. */
  readonly articles: readonly Item[];
  /** Latest first. */
  readonly statements: readonly Item[];
  readonly statementsOfArticle: ReadonlyMap<string, readonly Item[]>;
  /** In reading order. */
  readonly statementsOfEvent: ReadonlyMap<string, readonly Item[]>;
  readonly subEvents: ReadonlyMap<string, readonly Item[]>;
  /** By their last change, latest first. */
  readonly outcomesOfEvent: ReadonlyMap<string, readonly Item[]>;
}

interface Stored {
  readonly kind: string;
  readonly data: string;
  readonly body: string | null;
}

/** Reads the file of a built corpus. */
export function readMemory(file: string): Memory {
  const database = new DatabaseSync(file, { readOnly: true });
  const kinds: Record<string, Item[]> = {};
  const byId = new Map<string, Item>();
  const rows = database.prepare(
    'SELECT kind, document.data, body FROM record JOIN document USING (ordinal) LEFT JOIN article_text USING (ordinal) ORDER BY ordinal',
  );
  for (const { kind, data, body } of rows.iterate() as Iterable<Stored>) {
    const item = { ...JSON.parse(data), ...(body !== null && { articleBody: body }) } as Item;
    byId.set(item.id, item);
    (kinds[kind] ??= []).push(item);
  }
  database.close();
  const { article = [], statement = [], event = [], outcome = [] } = kinds;
  const published = (item: Item): string => byId.get(item['article'])!['datePublished'];
  const lastChange = (item: Item): string => byId.get(item['history'].at(-1))?.['date'] ?? '';
  return {
    byId,
    articles: article.toSorted(latestFirst((item) => item['datePublished'])),
    statements: statement.toSorted(latestFirst((item) => item['dateUttered'])),
    // Their order in the file of the corpus is that of the article.
    statementsOfArticle: grouped(statement, (item) => item['article']),
    statementsOfEvent: grouped(
      statement
        .map((item, place) => ({ item, place, key: `${published(item)} ${item['article']}` }))
        .toSorted((a, b) => compare(a.key, b.key) || a.place - b.place)
        .map(({ item }) => item),
      (item) => item['event'],
    ),
    subEvents: grouped(event, (item) => item['superEvent']),
    outcomesOfEvent: grouped(outcome.toSorted(latestFirst(lastChange)), (item) => item['event']),
  };
}

/** Orders as onrecord does where the latest comes first: ties go by id, turned round too. */
export function latestFirst(dateOf: (item: Item) => string) {
  return (a: Item, b: Item): number => compare(dateOf(b), dateOf(a)) || compare(b.id, a.id);
}

function grouped(items: readonly Item[], ownerOf: (item: Item) => string | undefined): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const owner = ownerOf(item);
    if (owner === undefined) continue;
    const group = groups.get(owner);
    if (group) group.push(item);
    else groups.set(owner, [item]);
  }
  return groups;
}

/** Negative where `a` comes first. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
