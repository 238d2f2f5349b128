// Keeps a corpus equal to a content folder while that is edited, as far as it has no problems.
import { type Basis, type Compilation, compileForMore, type OnProgress } from '../content/compile.ts';
import { ContentListing } from '../content/files.ts';
import { changesOf, marked, recompile, type Reach, TooWide, USUAL_REACH } from '../content/recompile.ts';
import { explained, stampOf } from '../corpus.ts';
import { type LiveCorpus, writeSqlite } from '../store/sqlite.ts';

/** What came of a look at the content. */
export type Look =
  /** The corpus at `path` is another one than before. */
  | {
      readonly outcome: 'changed';
      readonly path: string;
      readonly version: string;
      readonly stamp: string;
      /** How many files were compiled, and, where all were though only some had changed, why. */
      readonly compiled: number;
      readonly why?: string;
    }
  /** No file says anything else than before. */
  | { readonly outcome: 'unchanged'; readonly stamp: string }
  /** The corpus is as it was, since the content has problems. */
  | { readonly outcome: 'refused'; readonly compilation: Compilation; readonly compiled: number };

/** What there is to know of where the content lies and what is built of it. */
export interface LiveOptions {
  readonly content: string;
  /** The file beside which the live corpus lies. */
  readonly store: string;
  readonly onProgress?: OnProgress;
  readonly reach?: Reach;
}

/** A content folder and its live corpus. One call at a time. */
export class LiveContent {
  readonly #options: LiveOptions;
  #listing: ContentListing | undefined;
  #current: { readonly basis: Basis; readonly corpus: LiveCorpus } | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** The corpus, once content without problems was seen. */
  get corpus(): LiveCorpus | undefined {
    return this.#current?.corpus;
  }

  /** What a corpus of the files as they are now is published with. Rejects where the folder cannot be read. */
  async stamp(): Promise<string> {
    const { content } = this.#options;
    return stampOf((await explained(content, ContentListing.of(content))).folder());
  }

  /**
   * Looks at the files at `paths`, relative to the folder, and below them; at the whole folder where left out.
   * Then brings the corpus up to date. Rejects where the folder cannot be read.
   */
  async look(paths?: ReadonlySet<string>): Promise<Look> {
    if (paths && this.#listing) await this.#listing.refresh(paths);
    else this.#listing = await explained(this.#options.content, ContentListing.of(this.#options.content));
    const folder = this.#listing.folder();
    const stamp = stampOf(folder);
    const current = this.#current;
    if (!current) return this.#compileAll(folder, stamp);

    const changes = await changesOf(current.basis, folder, paths);
    if (changes.present.length + changes.gone.length + folder.problems.length === 0) {
      current.corpus.restamp(stamp);
      this.#current = { ...current, basis: marked(current.basis, folder) };
      return { outcome: 'unchanged', stamp };
    }
    const revision = current.corpus.revise();
    try {
      const { compilation, basis, compiled } = await recompile(
        current.basis,
        folder,
        changes,
        revision,
        this.#options.reach ?? USUAL_REACH,
      );
      if (compilation.problems.length > 0) {
        revision.rollback();
        return { outcome: 'refused', compilation, compiled };
      }
      const { version } = compilation;
      revision.commit({ version, stamp });
      this.#current = { ...current, basis };
      return { outcome: 'changed', path: current.corpus.path, version, stamp, compiled };
    } catch (error) {
      revision.rollback();
      if (!(error instanceof TooWide)) throw error;
      return await this.#compileAll(folder, stamp, error.message);
    }
  }

  /** Leaves nothing behind. */
  close(): void {
    this.#current?.corpus.close();
    this.#current = undefined;
  }

  async #compileAll(
    folder: ReturnType<ContentListing['folder']>,
    stamp: string,
    why?: string,
  ): Promise<Look> {
    const writer = writeSqlite(this.#options.store);
    try {
      const { compilation, basis } = await compileForMore(folder, writer, this.#options.onProgress);
      const compiled = folder.files.length;
      if (compilation.problems.length > 0) return { outcome: 'refused', compilation, compiled };
      const { version } = compilation;
      const corpus = await writer.keep({ version, stamp });
      this.#current?.corpus.close();
      this.#current = { basis, corpus };
      return {
        outcome: 'changed',
        path: corpus.path,
        version,
        stamp,
        compiled,
        ...(why !== undefined && { why }),
      };
    } finally {
      await writer.discard();
    }
  }
}
