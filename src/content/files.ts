// The only room that reads content from the disk. Nothing outside the content folder is ever read.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
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
  const listing = new Listing(await realpath(folder));
  await listing.visit('');
  return listing.finish();
}

class Listing {
  readonly #root: string;
  readonly #files: (ContentFile & { readonly written: bigint })[] = [];
  readonly #problems: Problem[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes every file below a folder, which is no link; its path is empty or ends with `/`. */
  async visit(path: string): Promise<void> {
    for (const entry of await readdir(join(this.#root, path), { withFileTypes: true })) {
      const child = `${path}${entry.name}`;
      if (isIgnored(child)) continue;
      if (entry.isDirectory()) await this.#visitFolder(`${child}/`);
      else await this.#take(child, entry.isSymbolicLink());
    }
  }

  finish(): ContentFolder {
    const files = this.#files.toSorted(
      (a, b) => fileKinds.indexOf(a.kind) - fileKinds.indexOf(b.kind) || (a.path < b.path ? -1 : 1),
    );
    const problems = this.#problems.toSorted(compareProblems);
    const stamp = createHash('sha256');
    for (const { path, size, written } of files) stamp.update(`${path}\0${size}\0${written}\n`);
    for (const { file, code } of problems) stamp.update(`${file}\0${code}\n`);
    return { files, stamp: stamp.digest('hex'), problems };
  }

  async #visitFolder(path: string): Promise<void> {
    const objection = objectionToFolder(path);
    if (objection !== undefined) {
      this.#refuse(path, 'UNKNOWN_FILE', objection);
      return;
    }
    try {
      await this.visit(path);
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
      this.#files.push({
        path,
        kind,
        size: Number(facts.size),
        written: facts.mtimeNs,
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
    this.#problems.push({ file, line: 1, column: 1, code, message });
  }
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
