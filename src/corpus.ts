// From a content folder to an open corpus: compiled where the content has changed, taken from the store where not.
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Compilation, compile, COMPILER_VERSION, type Progress } from './content/compile.ts';
import { type ContentFolder, readContentFolder } from './content/files.ts';
import { obstacleToWriting } from './store/obstacles.ts';
import { DamagedFile, openSqlite, writeSqlite } from './store/sqlite.ts';
import type { CorpusWriter, Store } from './store/store.ts';
import { version as programVersion } from './cli/version.ts';

/** Told how far a compilation has come. */
export type OnProgress = (progress: Progress) => void;

/** How to open a corpus. */
export interface OpenOptions {
  readonly content: string;
  readonly store: string;
  /** Compile even where nothing changed. */
  readonly force?: boolean;
  readonly onProgress?: OnProgress;
  /** Told in one line what was wrong with the store, or with what it was built of, and what is done about it. */
  readonly onNotice?: (line: string) => void;
}

/** An open corpus, or what is wrong with the content. */
export type Opened =
  | { readonly store: Store; readonly changed: boolean }
  | { readonly store?: undefined; readonly compilation: Compilation };

/**
 * Opens the corpus of a content folder. A store that was built from the same files is taken as it is;
 * else the content is compiled and, unless it has problems, replaces what the store had.
 */
export async function openCorpus({
  content,
  store: file,
  force = false,
  onProgress,
  onNotice = () => undefined,
}: OpenOptions): Promise<Opened> {
  const folder = await readFolder(content);
  const existing = openOrMakeWay(file, onNotice);
  if (existing && existing.stamp === stampOf(folder) && !force) return { store: existing, changed: false };
  await existing?.close();

  const compilation = await build(content, file, folder, { onProgress, onNotice }).catch((error: unknown) => {
    throw obstacleToWriting(file, dirname(file), error);
  });
  if (compilation.problems.length > 0) return { compilation };
  const store = openSqlite(file);
  if (!store)
    throw new Error(
      `${file} was built and then removed or replaced by something else: run "onrecord build" again.`,
    );
  return { store, changed: true };
}

// Who edits for longer gets what there is.
const MOST_COMPILATIONS = 3;

/** Compiles a content folder and publishes it unless it has problems. Where the folder changes meanwhile, that is done again. */
async function build(
  content: string,
  file: string,
  first: ContentFolder,
  { onProgress, onNotice }: Pick<OpenOptions, 'onProgress'> & Required<Pick<OpenOptions, 'onNotice'>>,
): Promise<Compilation> {
  let folder = first;
  for (let attempt = 1; ; attempt += 1) {
    const writer = writeSqlite(file);
    const compilation = await compileOrDiscard(folder, writer, onProgress);
    const after = await readFolder(content).catch(discardAnd(writer));
    if (after.stamp !== folder.stamp && attempt < MOST_COMPILATIONS) {
      await writer.discard();
      folder = after;
      continue;
    }
    if (after.stamp !== folder.stamp)
      onNotice(
        `${content} changes while it is compiled: the last changes may be missing, and the next build has them.`,
      );
    if (compilation.problems.length > 0) await writer.discard();
    else await writer.publish({ version: compilation.version, stamp: stampOf(folder) });
    return compilation;
  }
}

/** Opens the store; one that is damaged is as good as missing. */
function openOrMakeWay(file: string, onNotice: (line: string) => void): Store | undefined {
  try {
    return openSqlite(file);
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    const keptAs = `${file}.damaged`;
    if (!error.isOurs) renameSync(file, keptAs);
    onNotice(
      `${error.message}: it is built anew from the content.${error.isOurs ? '' : ` What was there is kept as ${keptAs}.`}`,
    );
    return undefined;
  }
}

/** What a corpus is published with: another text whenever the folder or the program is another one. */
function stampOf({ stamp }: ContentFolder): string {
  return `${programVersion} ${COMPILER_VERSION} ${stamp}`;
}

/** Compiles a content folder and keeps nothing of it. */
export async function checkContent(content: string, onProgress?: OnProgress): Promise<Compilation> {
  const folder = await readFolder(content);
  const scratch = mkdtempSync(join(tmpdir(), 'onrecord-check-'));
  try {
    const writer = writeSqlite(join(scratch, 'corpus.db'));
    const compilation = await compileOrDiscard(folder, writer, onProgress);
    await writer.discard();
    return compilation;
  } catch (error) {
    throw obstacleToWriting('What is compiled to be checked', scratch, error);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function compileOrDiscard(
  folder: ContentFolder,
  writer: CorpusWriter,
  onProgress?: OnProgress,
): Promise<Compilation> {
  return compile(folder, writer, onProgress).catch(discardAnd(writer));
}

function discardAnd(writer: CorpusWriter): (error: unknown) => Promise<never> {
  return async (error) => {
    await writer.discard();
    throw error;
  };
}

async function readFolder(content: string): Promise<ContentFolder> {
  try {
    return await readContentFolder(content);
  } catch (error) {
    const reason = {
      ENOENT: 'it does not exist. Make the folder, or name another one with --content',
      ENOTDIR: 'it is not a folder. Name the folder that has articles/, actors/ and the others in it',
      EACCES: 'it may not be read. Check its permissions',
    }[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason
      ? new Error(`The content folder "${content}" cannot be read: ${reason}.`, { cause: error })
      : error;
  }
}
