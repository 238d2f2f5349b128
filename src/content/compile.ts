// Content files in, records out, or problems: every problem of every file in one pass.
import { createHash } from 'node:crypto';
import type { Kind } from '../model/kind.ts';
import type { ContentFolder } from './files.ts';
import { compareProblems, type Problem } from './problems.ts';
import { Run } from './run.ts';
import type { Sink } from './sink.ts';

/** How far a compilation has come. */
export interface Progress {
  readonly filesRead: number;
  readonly files: number;
  readonly records: number;
}

/** What a compilation found. */
export interface Compilation {
  /** Sorted by file, line and column; the corpus must not be published unless empty. */
  readonly problems: readonly Problem[];
  /** How many records there are of each kind. */
  readonly counts: Readonly<Record<Kind, number>>;
  /** Changes whenever any record changes. */
  readonly version: string;
}

/** A part of every version and stamp: raised when the same files compile to other records. */
export const COMPILER_VERSION = '1';

/**
 * Compiles a content folder into `sink`. Memory grows with the names of actors and places and the trees of topics,
 * places, organizations and events, not with articles and statements.
 */
export async function compile(
  folder: ContentFolder,
  sink: Sink,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Compilation> {
  const run = new Run(sink, folder);
  const digest = createHash('sha256').update(COMPILER_VERSION);
  for (const [index, file] of folder.files.entries()) {
    digest.update(`\0${file.path}\0`);
    for await (const records of run.read(file, (bytes) => digest.update(bytes))) {
      onProgress({ filesRead: index, files: folder.files.length, records });
    }
  }
  await run.finish();
  return {
    problems: run.problems.toSorted(compareProblems),
    counts: run.counts,
    version: digest.digest('hex').slice(0, 32),
  };
}
