// The only room that reads content from the disk. Nothing outside the content folder is ever read.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type FileKind, fileKinds } from '../model/kind.ts';
import { isIgnored, kindAt, objectionToFile, objectionToFolder } from './layout.ts';
import { compareProblems, type Problem, type ProblemCode } from './problems.ts';

/** One file of a content folder. */
export interface ContentFile {
  /** Path relative to the content folder, with `/`. */
  readonly path: string;
  readonly kind: FileKind;
  /** In bytes. */
  readonly size: number;
  /** Another text whenever the file was written or replaced, as far as the system tells. */
  readonly mark: string;
  /** Its bytes, piece by piece. */
  read(): AsyncIterable<Uint8Array>;
}

/** A content folder as it lies on the disk. */
export interface ContentFolder {
  /** In the order in which they are compiled. */
  readonly files: readonly ContentFile[];
  /** Changes whenever a file is added, removed or written. */
  readonly stamp: string;
  /** Files and folders that cannot be content; the paths of folders end with `/`. */
  readonly problems: readonly Problem[];
}

export { contentFolders } from './layout.ts';

/** Lists the content files below `folder`. Rejects where the folder is missing; an empty one has no files. */
export async function readContentFolder(folder: string): Promise<ContentFolder> {
  return (await ContentListing.of(folder)).folder();
}

/** What lies in a content folder, kept up to date without looking at all of it again. */
export class ContentListing {
  readonly #root: string;
  readonly #files = new Map<string, ContentFile & { readonly written: bigint }>();
  readonly #problems = new Map<string, Problem>();
  // What they lead to changes elsewhere.
  readonly #links = new Set<string>();

  private constructor(root: string) {
    this.#root = root;
  }

  /** Looks at everything below `folder`. Rejects where the folder is missing. */
  static async of(folder: string): Promise<ContentListing> {
    const listing = new ContentListing(await realpath(folder));
    await listing.#visit('');
    return listing;
  }

  /** Looks again at what lies at some paths, relative to the folder, and below them; and at every link. */
  async refresh(paths: Iterable<string>): Promise<void> {
    for (const path of new Set([...[...paths].map(highest), ...this.#links])) {
      this.#links.delete(path);
      for (const known of [this.#files, this.#problems]) {
        for (const each of known.keys())
          if (each === path || each.startsWith(`${path}/`)) known.delete(each);
      }
      if (path.split('/').some((_, index, steps) => isIgnored(steps.slice(0, index + 1).join('/')))) continue;
      const facts = await lstat(join(this.#root, path)).catch(() => undefined);
      if (facts?.isDirectory()) await this.#visitFolder(`${path}/`);
      else if (facts) await this.#take(path, facts.isSymbolicLink());
    }
  }

  /** What lies there, as it was when it was looked at last. */
  folder(): ContentFolder {
    const files = [...this.#files.values()].toSorted(
      (a, b) => fileKinds.indexOf(a.kind) - fileKinds.indexOf(b.kind) || (a.path < b.path ? -1 : 1),
    );
    const problems = [...this.#problems.values()].toSorted(compareProblems);
    const stamp = createHash('sha256');
    for (const { path, size, written } of files) stamp.update(`${path}\0${size}\0${written}\n`);
    for (const { file, code } of problems) stamp.update(`${file}\0${code}\n`);
    return { files, stamp: stamp.digest('hex'), problems };
  }

  /** Takes every file below a folder, which is no link; its path is empty or ends with `/`. */
  async #visit(path: string): Promise<void> {
    for (const entry of await readdir(join(this.#root, path), { withFileTypes: true })) {
      const child = `${path}${entry.name}`;
      if (isIgnored(child)) continue;
      if (entry.isDirectory()) await this.#visitFolder(`${child}/`);
      else await this.#take(child, entry.isSymbolicLink());
    }
  }

  async #visitFolder(path: string): Promise<void> {
    const objection = objectionToFolder(path);
    if (objection !== undefined) {
      this.#refuse(path, 'UNKNOWN_FILE', objection);
      return;
    }
    try {
      await this.#visit(path);
    } catch (error) {
      this.#refuse(
        path,
        'UNREADABLE_FILE',
        `the folder cannot be read (${codeOf(error)}): check that it may be`,
      );
    }
  }

  async #take(path: string, isLink: boolean): Promise<void> {
    const absolute = join(this.#root, path);
    if (isLink) this.#links.add(path);
    try {
      const target = isLink ? await realpath(absolute) : absolute;
      const facts = await stat(target, { bigint: true });
      const shown = facts.isDirectory() ? `${path}/` : path;
      if (!target.startsWith(this.#root + sep)) {
        this.#refuse(
          shown,
          'OUTSIDE_CONTENT',
          'the link leads out of the content folder: copy what it leads to here instead',
        );
        return;
      }
      const objection = facts.isFile() ? objectionToFile(path) : NOT_PLAIN;
      const kind = kindAt(path);
      if (objection !== undefined || kind === undefined) {
        this.#refuse(shown, 'UNKNOWN_FILE', objection ?? NOT_PLAIN);
        return;
      }
      this.#files.set(path, {
        path,
        kind,
        size: Number(facts.size),
        written: facts.mtimeNs,
        mark: `${facts.size} ${facts.mtimeNs} ${facts.ctimeNs} ${facts.ino}`,
        read: () => readPieces(target),
      });
    } catch (error) {
      const what = isLink ? 'the link leads nowhere' : 'the file cannot be read';
      this.#refuse(
        path,
        'UNREADABLE_FILE',
        `${what} (${codeOf(error)}): check that it exists and may be read`,
      );
    }
  }

  #refuse(file: string, code: ProblemCode, message: string): void {
    this.#problems.set(file, { file, line: 1, column: 1, code, message });
  }
}

/** What is told of a path: of all that lies in a folder which cannot be content, the folder itself. */
function highest(path: string): string {
  const slash = path.indexOf('/');
  const folder = path.slice(0, slash + 1);
  return slash !== -1 && objectionToFolder(folder) !== undefined ? path.slice(0, slash) : path;
}

const NOT_PLAIN =
  'this is no plain file, and links to folders are not followed: put the files themselves here';

const PIECE_SIZE = 256 * 1024;

async function* readPieces(file: string): AsyncGenerator<Uint8Array> {
  // A link that was put in the place of the file since it was listed is not followed.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE_SIZE), 0, PIECE_SIZE);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
