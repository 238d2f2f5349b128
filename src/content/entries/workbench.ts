// What the makers of entries share: what is known so far, and where to report what is wrong.
import type { FileData } from '../../model/file.ts';
import type { FileKind } from '../../model/kind.ts';
import type { DateColumns, DataPath, Entry, NamedReference, Origin } from '../../model/record.ts';
import { dateBounds } from '../../model/edtf.ts';
import type { Names } from '../mentions.ts';
import type { ProblemCode } from '../problems.ts';
import type { ArticleTexts } from './anchor.ts';

/** Data of one file, with references resolved to global ids, on its way to entries. */
export interface Draft<K extends FileKind> {
  readonly slug: string;
  readonly data: FileData<K>;
  readonly references: readonly NamedReference[];
  readonly origin: Origin;
  /** Only for articles: the Markdown of the body. */
  readonly body?: string;
  /** Reports something wrong at a path of the data. */
  report(path: DataPath, code: ProblemCode, message: string): void;
}

/** What is known from the records compiled before, for the whole run. */
export interface Workbench {
  readonly names: Names;
  /** The texts of an article that was put before, if any. */
  textsOf(article: string): ArticleTexts | undefined;
  /** Global ids of a topic and of all topics that it is a part of. */
  withBroader(topics: readonly string[]): readonly string[];
  /** Says that a record within the file is left out because of something that is reported elsewhere. */
  leaveOut(id: string): void;
}

/** Makes the entry of the record of one file, and behind it those of the records within it. */
export type EntryMaker<K extends FileKind> = (draft: Draft<K>, bench: Workbench) => Entry[];

/** Bounds of a date as columns. */
export function dateColumns(date: string | undefined): DateColumns {
  const bounds = date === undefined ? undefined : dateBounds(date);
  return bounds ?? { earliest: null, latest: null };
}

/** An ISO 8601 moment in UTC. */
export function inUtc(moment: string): string {
  return new Date(moment).toISOString();
}

/** References within the members of the list `key` of the data, by the index of the member. */
export function referencesOfMembers(
  references: readonly NamedReference[],
  key: string,
): ReadonlyMap<unknown, NamedReference[]> {
  return Map.groupBy(
    references.filter(({ path }) => path?.[0] === key),
    ({ path }) => path?.[1],
  );
}

/** Each value once, in order of first appearance. */
export function distinct<T>(values: Iterable<T | undefined>): T[] {
  return [...new Set([...values].filter((value) => value !== undefined))] as T[];
}
