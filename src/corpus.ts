// From a content folder to an open corpus: compiled where the content has changed, taken from the store where not.
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Compilation, OnProgress, Progress } from './content/compile.ts';
import { COMPILER_VERSION } from './content/version.ts';
import { type ContentFolder, readContentFolder } from './content/files.ts';
import { obstacleToWriting } from './store/obstacles.ts';
import { DamagedFile, writeSqlite } from './store/sqlite.ts';
import type { LoadProgress } from './store/postgres.ts';
import type { CorpusWriter, Store } from './store/store.ts';
import { isDatabase, openStore, type StorePlace, writeStore } from './stores.ts';
import { withoutSecrets } from './config.ts';
import { version as programVersion } from './cli/version.ts';

/** How to open a corpus. */
export interface OpenOptions extends StorePlace {
  readonly content: string;
  /** Compile even where nothing changed. */
  readonly force?: boolean;
  readonly onProgress?: (progress: Progress | LoadProgress) => void;
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
export async function openCorpus(options: OpenOptions): Promise<Opened> {
  const { content, store: place, force = false } = options;
  const folder = await readFolder(content);
  const existing = await openOrMakeWay(options);
  if (existing && existing.stamp === stampOf(folder) && !force) return { store: existing, changed: false };
  await existing?.close();

  const compilation = await build(options, folder).catch((error: unknown) => {
    throw isDatabase(place) ? error : obstacleToWriting(place, dirname(place), error);
  });
  if (compilation.problems.length > 0) return { compilation };
  const store = await openStore(options);
  if (!store)
    throw new Error(
      `${withoutSecrets(options.store)} was built and then removed or replaced by something else: run "onrecord build" again.`,
    );
  return { store, changed: true };
}

// Who edits for longer gets what there is.
const MOST_COMPILATIONS = 3;

/** Compiles a content folder and publishes it unless it has problems. Where the folder changes meanwhile, that is done again. */
async function build(options: OpenOptions, first: ContentFolder): Promise<Compilation> {
  const { content, onProgress, onNotice } = options;
  let folder = first;
  for (let attempt = 1; ; attempt += 1) {
    const writer = await writeStore(options, onProgress);
    const compilation = await compileOrDiscard(folder, writer, onProgress);
    const after = await readFolder(content).catch(discardAnd(writer));
    if (after.stamp !== folder.stamp && attempt < MOST_COMPILATIONS) {
      await writer.discard();
      folder = after;
      continue;
    }
    if (after.stamp !== folder.stamp)
      onNotice?.(
        `${content} changes while it is compiled: the last changes may be missing, and the next build has them.`,
      );
    if (compilation.problems.length > 0) await writer.discard();
    else await writer.publish({ version: compilation.version, stamp: stampOf(folder) });
    return compilation;
  }
}

/** Opens the store; one that is damaged is as good as missing, and one that is none is put aside: both are told. */
export async function openOrMakeWay(
  options: StorePlace & Pick<OpenOptions, 'onNotice'>,
): Promise<Store | undefined> {
  try {
    return await openStore(options);
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    const keptAs = `${options.store}.damaged`;
    if (!error.isOurs) renameSync(options.store, keptAs);
    options.onNotice?.(
      `${error.message}: it is built anew from the content.${error.isOurs ? '' : ` What was there is kept as ${keptAs}.`}`,
    );
    return undefined;
  }
}

/** What a corpus is published with: another text whenever the folder or the program is another one. */
export function stampOf({ stamp }: ContentFolder): string {
  return `${programVersion} ${COMPILER_VERSION} ${stamp}`;
}

/** Opens the corpus that a store has, whatever it was built from. Throws where it has none. */
export async function openBuilt(place: StorePlace): Promise<Store> {
  const name = withoutSecrets(place.store);
  const store = await openStore(place).catch((error: unknown) => {
    if (!(error instanceof DamagedFile)) throw error;
    throw new Error(
      `${error.message}. Build it anew from its content: onrecord build --content DIR --store ${name}`,
      { cause: error },
    );
  });
  if (store) return store;
  throw new Error(
    `${name} holds no corpus that this version of onrecord can read. Load one: onrecord build --content DIR --store ${name}`,
  );
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
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function compileOrDiscard(
  folder: ContentFolder,
  writer: CorpusWriter,
  onProgress?: OnProgress,
): Promise<Compilation> {
  // To serve what is built already needs none of it.
  const { compile } = await import('./content/compile.ts');
  return compile(folder, writer, onProgress).catch(discardAnd(writer));
}

function discardAnd(writer: CorpusWriter): (error: unknown) => Promise<never> {
  return async (error) => {
    await writer.discard();
    throw error;
  };
}

async function readFolder(content: string): Promise<ContentFolder> {
  return explained(content, readContentFolder(content));
}

/** What comes of reading a content folder; where it cannot be read, the error says why and what to do. */
export async function explained<T>(content: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
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
