// Content files in, records out, or problems: every problem of every file in one pass.
import { createHash } from 'node:crypto';
import type { Kind } from '../model/kind.ts';
import { Actors } from './actors.ts';
import type { ContentFile, ContentFolder } from './files.ts';
import { Hierarchies } from './hierarchies.ts';
import { NameIndex } from './mentions.ts';
import { compareProblems, type Problem } from './problems.ts';
import { type Known, Run } from './run.ts';
import type { Sink } from './sink.ts';
import { COMPILER_VERSION } from './version.ts';

/** How far a compilation has come. */
export interface Progress {
  readonly filesRead: number;
  readonly files: number;
  readonly records: number;
}

/** Told how far a compilation has come. */
export type OnProgress = (progress: Progress) => void;

/** What a compilation found. */
export interface Compilation {
  /** Sorted by file, line and column; the corpus must not be published unless empty. */
  readonly problems: readonly Problem[];
  /** How many records there are of each kind. */
  readonly counts: Readonly<Record<Kind, number>>;
  /** Changes whenever any record changes. */
  readonly version: string;
}

/** What a compilation without problems leaves for the next one: what other files may ask of it, and what each file was. */
export interface Basis extends Known {
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly counts: Readonly<Record<Kind, number>>;
}

/** A file as it was compiled. */
export interface KnownFile {
  readonly file: ContentFile;
  readonly digest: string;
}

/**
 * Compiles a content folder into `sink`. Memory grows with the names of actors and places and the trees of topics,
 * places, organizations and events, not with articles and statements.
 */
export async function compile(
  folder: ContentFolder,
  sink: Sink,
  onProgress?: OnProgress,
): Promise<Compilation> {
  return (await compileForMore(folder, sink, onProgress)).compilation;
}

/** As {@link compile}, with the basis for a recompilation; it is of use where there are no problems. Its memory grows with the files, too. */
export async function compileForMore(
  folder: ContentFolder,
  sink: Sink,
  onProgress: OnProgress = () => undefined,
): Promise<{ readonly compilation: Compilation; readonly basis: Basis }> {
  const known = { names: new NameIndex(), actors: new Actors(), hierarchies: new Hierarchies() };
  const run = new Run(sink, folder, known);
  const files = new Map<string, KnownFile>();
  for (const [index, file] of folder.files.entries()) {
    const tell = (records: number) =>
      onProgress({ filesRead: index, files: folder.files.length, records });
    files.set(file.path, { file, digest: await compileFile(run, file, tell) });
  }
  await run.finish();
  const { counts } = run;
  return {
    compilation: { problems: run.problems.toSorted(compareProblems), counts, version: versionOf(folder, files) },
    basis: { ...known, files, counts },
  };
}

/** Takes every record of a file into a run; the digest of the bytes that were read. */
export async function compileFile(
  run: Run,
  file: ContentFile,
  onRecords: (records: number) => void = () => undefined,
): Promise<string> {
  const digest = createHash('sha256');
  for await (const records of run.read(file, (bytes) => digest.update(bytes))) onRecords(records);
  return digest.digest('base64');
}

/** The version of a corpus: it depends on the files alone, not on how they came to be compiled. */
export function versionOf(
  folder: ContentFolder,
  files: ReadonlyMap<string, Pick<KnownFile, 'digest'>>,
): string {
  const version = createHash('sha256').update(COMPILER_VERSION);
  for (const { path } of folder.files) version.update(`\0${path}\0${files.get(path)?.digest}`);
  return version.digest('hex').slice(0, 32);
}
