// What the makers of entries share: what is known so far, and where to report what is wrong.
import type { FileData } from '../../model/file.ts';
import type { FileKind, Kind } from '../../model/kind.ts';
import type { DateColumns, DataPath, Entry, NamedReference, Origin, Records } from '../../model/record.ts';
import { dateBounds } from '../../model/edtf.ts';
import type { NameIndex } from '../mentions.ts';
import type { ProblemCode } from '../problems.ts';

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
  readonly names: NameIndex;
  /** The record of a kind that was put before, if any. */
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  /** Global ids of a topic and of all topics that it is a part of. */
  withBroader(topics: readonly string[]): readonly string[];
}

/** Makes the entries of one file. Where it reports something, what it returns is not used. */
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

/** References whose path begins with `path`. */
export function referencesWithin(references: readonly NamedReference[], path: DataPath): NamedReference[] {
  return references.filter((reference) => path.every((step, index) => reference.path?.[index] === step));
}

/** Each value once, in order of first appearance. */
export function distinct<T>(values: Iterable<T | undefined>): T[] {
  return [...new Set([...values].filter((value) => value !== undefined))] as T[];
}
