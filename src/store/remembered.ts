// What is read again and again from a corpus that does not change: documents, decoded, and counts, which cost what they count.
import { BoundedCache } from '../bounded.ts';
import type { AnyRecord } from '../model/record.ts';
import type { View } from './store.ts';

// Decoded, a document takes some three times of this; so it is some 60 MB.
const MOST_DOCUMENTS_IN_CHARACTERS = 20_000_000;
const MOST_COUNTS = 2_000;
const MOST_ORDINALS = 50_000;

/** From one change that the clock alone makes to the next, as `View.now`; the whole of time for a preview. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

const ALL_TIME: Span = { from: -Infinity, until: Infinity };

/** What is remembered of one corpus. What is given out is shared: nobody may change it. */
export class Remembered {
  readonly #documents = new BoundedCache<number, { readonly record: AnyRecord; readonly length: number }>({
    maxSize: MOST_DOCUMENTS_IN_CHARACTERS,
    maxEntrySize: MOST_DOCUMENTS_IN_CHARACTERS / 10,
    sizeCalculation: ({ length }) => length,
  });
  readonly #counts = new BoundedCache<string, Span & { readonly value: unknown }>({ max: MOST_COUNTS });
  readonly #ordinals = new BoundedCache<string, Span & { readonly ordinal: number }>({ max: MOST_ORDINALS });
  readonly #nextChange: (now: number) => number;
  #span: Span | undefined;

  /** `nextChange` tells the first moment after another at which the clock shows or hides something; Infinity where there is none. */
  constructor(nextChange: (now: number) => number) {
    this.#nextChange = nextChange;
  }

  /** The ordinals of the records that a view may see; `read` gives those that are not known, by their place in what is missing. */
  ordinals(
    view: View,
    ids: readonly string[],
    read: (missing: readonly string[]) => ReadonlyMap<number, number>,
  ): readonly (number | undefined)[] {
    const prefix = view.preview ? 'preview ' : '';
    const missing: string[] = [];
    const ordinals = ids.map((id) => {
      const known = this.#ordinals.get(prefix + id);
      if (known && known.from <= view.now && view.now < known.until) return known.ordinal;
      return -missing.push(id);
    });
    if (missing.length === 0) return ordinals;
    const found = read(missing);
    const span = this.span(view);
    for (const [place, ordinal] of found) this.#ordinals.set(prefix + missing[place]!, { ...span, ordinal });
    return ordinals.map((ordinal) => (ordinal < 0 ? found.get(-ordinal - 1) : ordinal));
  }

  /** The records with some ordinals; `read` gives the documents of those that are not known, by ordinal. */
  records(
    ordinals: Iterable<number>,
    read: (missing: readonly number[]) => ReadonlyMap<number, string>,
    decode: (document: string | undefined) => AnyRecord,
  ): ReadonlyMap<number, AnyRecord> {
    const records = new Map<number, AnyRecord>();
    const missing: number[] = [];
    for (const ordinal of ordinals) {
      const known = this.#documents.get(ordinal);
      if (known) records.set(ordinal, known.record);
      else missing.push(ordinal);
    }
    if (missing.length === 0) return records;
    const documents = read(missing);
    for (const ordinal of missing) {
      const document = documents.get(ordinal);
      const record = decode(document);
      this.#documents.set(ordinal, { record, length: document!.length });
      records.set(ordinal, record);
    }
    return records;
  }

  /** What counts come to for a view: `count` is called where that is not known of this moment. */
  count<T>(view: View, query: { readonly sql: string; readonly values: object }, count: () => T): T {
    const { now: _, ...values } = query.values as { now?: number };
    const key = `${query.sql}\n${JSON.stringify(values)}`;
    const known = this.#counts.get(key);
    if (known && known.from <= view.now && view.now < known.until) return known.value as T;
    const value = count();
    this.#counts.set(key, { ...this.span(view), value });
    return value;
  }

  /** The time around the moment of a view in which it shows the same. */
  span({ now, preview }: View): Span {
    if (preview) return ALL_TIME;
    if (!this.#span || now < this.#span.from || now >= this.#span.until)
      this.#span = { from: now, until: this.#nextChange(now) };
    return this.#span;
  }
}
