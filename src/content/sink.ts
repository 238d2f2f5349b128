// Where compiled records go.
import type { Kind } from '../model/kind.ts';
import type { Entry, NamedReference, Origin, Records } from '../model/record.ts';

/** The part of a store's writer that the compiler needs; `CorpusWriter` of the stores says what each does. */
export interface Sink {
  put(entry: Entry): { readonly id: string; readonly origin: Origin } | undefined;
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  dangling(): Iterable<NamedReference & { readonly origin: Origin }>;
  ids(kind: Kind): Iterable<string>;
}
