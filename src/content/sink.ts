// Where compiled records go.
import type { ArticleText } from '../model/article.ts';
import type { Kind } from '../model/kind.ts';
import type { Entry, NamedReference, Origin, Records } from '../model/record.ts';

/** The part of a store's writer that the compiler needs; `CorpusWriter` of the stores says what each does. */
export interface Sink {
  put(entry: Entry): { readonly id: string; readonly origin: Origin } | undefined;
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  textOf(article: string): ArticleText | undefined;
  dangling(): Iterable<NamedReference & { readonly origin: Origin }>;
  ids(kind: Kind): Iterable<string>;
}

/** A record that was taken out of a corpus together with all others of its file. */
export interface TakenOut {
  readonly id: string;
  readonly kind: Kind;
  readonly file: string;
}

/** The part of a revision that the compiler needs: a corpus in which some files are compiled anew. `dangling` tells of those alone. */
export interface RevisedSink extends Sink {
  /** Takes out the records of a file, which may then be put anew. */
  takeOut(file: string): readonly TakenOut[];
  /** Whether a record with this id, now, was put or never taken out. */
  has(id: string): boolean;
  /** Files of some kinds with records that name one of some ids, as they were before the revision. */
  filesNaming(ids: readonly string[], kinds?: readonly Kind[]): Iterable<string>;
  /** Files with records that are about topics, or about narrower ones, as they were before the revision. */
  filesAbout(topics: readonly string[]): Iterable<string>;
  /** Articles that have one of some texts somewhere in what is stored of their texts. */
  articlesWith(texts: readonly string[]): Iterable<{ readonly file: string; readonly articleBody: string }>;
  /** The records of a kind, each with where it stands. */
  records<K extends Kind>(kind: K): Iterable<{ readonly record: Records[K]; readonly origin: Origin }>;
  /** The records of a kind of a file, taken out or not, as they were before the revision. */
  recordsBefore<K extends Kind>(kind: K, file: string): readonly Records[K][];
}
