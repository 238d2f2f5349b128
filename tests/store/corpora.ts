// Corpora for the tests of stores: built, opened and put away again.
import { afterAll, expect, onTestFinished } from 'vitest';
import type { Entry } from '../../src/model/record.ts';
import type { CorpusReader, CorpusWriter, Page, PageRequest, Store, View } from '../../src/store/store.ts';
import { day } from './entries.ts';

/** Where corpora of one sort of store are built, one replacing the other. */
export interface Place {
  write(): CorpusWriter;
  open(): Promise<Store | undefined>;
  remove(): Promise<void>;
}

/** Makes an empty place. */
export type NewPlace = () => Promise<Place>;

/** Long after everything that entries are made with. */
export const NOW = day(10_000);

export const PUBLIC: View = { now: NOW, preview: false };
export const PREVIEW: View = { now: NOW, preview: true };

/** A new place that is removed when the test ends. */
export async function placeFor(newPlace: NewPlace): Promise<Place> {
  const place = await newPlace();
  onTestFinished(() => place.remove());
  return place;
}

/** Publishes entries that have no conflicts, and opens the corpus until the test ends. */
export async function publish(place: Place, entries: readonly Entry[], version = 'first'): Promise<Store> {
  const store = await publishUntracked(place, entries, version);
  onTestFinished(() => store.close());
  return store;
}

/** As {@link publish}, for tests that make many corpora and close each. */
export async function publishUntracked(
  place: Place,
  entries: readonly Entry[],
  version = 'first',
): Promise<Store> {
  const writer = place.write();
  for (const entry of entries) expect(writer.put(entry)).toBeUndefined();
  await writer.publish({ version, stamp: `stamp of ${version}` });
  const store = await place.open();
  if (!store) throw new Error('The corpus that was published is not there');
  return store;
}

/** Gives tests that only read the corpus of some entries: made when it is first asked for, put away after the last test of the suite. */
export function sharedCorpora(newPlace: NewPlace): (entries: readonly Entry[]) => Promise<Store> {
  const made = new Map<readonly Entry[], Promise<{ readonly place: Place; readonly store: Store }>>();
  const make = async (entries: readonly Entry[]) => {
    const place = await newPlace();
    return { place, store: await publishUntracked(place, entries) };
  };
  afterAll(async () => {
    for (const { place, store } of await Promise.all(made.values())) {
      await store.close();
      await place.remove();
    }
  });
  return async (entries) => {
    const making = made.get(entries) ?? make(entries);
    made.set(entries, making);
    return (await making).store;
  };
}

/** A page as tests compare it: ids and facts. */
export interface PageFacts {
  readonly ids: readonly string[];
  readonly next: boolean;
  readonly previous: boolean;
}

export async function pageFacts(reader: CorpusReader, request: PageRequest): Promise<PageFacts> {
  return factsOf(await onePage(reader, request));
}

export async function onePage(reader: CorpusReader, request: PageRequest): Promise<Page> {
  const [page] = await reader.pages([request]);
  return page!;
}

export function factsOf({ rows, hasNextPage, hasPreviousPage }: Page): PageFacts {
  return { ids: rows.map(({ record }) => record.id), next: hasNextPage, previous: hasPreviousPage };
}

/** Ids of the records that exist, in the order of `ids`. */
export async function found(reader: CorpusReader, ids: readonly string[]): Promise<readonly string[]> {
  const records = await reader.records(ids);
  return records.flatMap((record) => (record ? [record.id] : []));
}
