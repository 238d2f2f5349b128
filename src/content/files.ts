// The only room that reads content from the disk. Nothing outside the content folder is ever read.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { type FileKind, fileKinds } from '../model/kind.ts';
import { didYouMean, type Problem, type ProblemCode } from './problems.ts';

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
  /** Files that cannot be content. */
  readonly problems: readonly Problem[];
}

/** The folder of each kind of file, and the endings that are read there. */
export const contentFolders: Readonly<Record<FileKind, { readonly folder: string; readonly endings: readonly string[] }>> = {
  topic: { folder: 'topics', endings: ['.yaml', '.yml', '.jsonl'] },
  place: { folder: 'places', endings: ['.yaml', '.yml', '.jsonl'] },
  actor: { folder: 'actors', endings: ['.yaml', '.yml', '.jsonl'] },
  source: { folder: 'sources', endings: ['.yaml', '.yml', '.jsonl'] },
  article: { folder: 'articles', endings: ['.md', '.jsonl'] },
  event: { folder: 'events', endings: ['.yaml', '.yml', '.jsonl'] },
  outcome: { folder: 'outcomes', endings: ['.yaml', '.yml', '.jsonl'] },
};

const kindByFolder = new Map(fileKinds.map((kind) => [contentFolders[kind].folder, kind]));

// What editors and operating systems leave behind, and pages about the content itself.
const IGNORED_NAME = /^\.|~$|^#.*#$|\.sw[op]$/;
const TOP_LEVEL_PAGE = /^(?:README|LICENSE|LICENCE|NOTICE|CHANGELOG)(?:\.[a-z]+)?$/i;

/** Lists the content files below `folder`. Rejects where the folder is missing; an empty one has no files. */
export async function readContentFolder(folder: string): Promise<ContentFolder> {
  const root = await realpath(folder);
  const files: (ContentFile & { readonly written: bigint })[] = [];
  const problems: Problem[] = [];
  const report = (path: string, code: ProblemCode, message: string) => problems.push({ file: path, line: 1, column: 1, code, message });

  async function visit(path: string): Promise<void> {
    const entries = await readdir(join(root, path), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (IGNORED_NAME.test(entry.name) || (path === '' && TOP_LEVEL_PAGE.test(entry.name))) continue;
      if (entry.isDirectory()) {
        if (path === '' && !kindByFolder.has(entry.name)) {
          report(child, 'UNKNOWN_FILE', `no kind of record has the folder "${entry.name}"${didYouMean(entry.name, kindByFolder.keys())}: the folders are ${[...kindByFolder.keys()].sort().join(', ')}`);
        } else {
          await visit(child);
        }
      } else {
        await take(child, entry.isSymbolicLink());
      }
    }
  }

  async function take(path: string, isLink: boolean): Promise<void> {
    const absolute = join(root, path);
    try {
      if (isLink && !(await realpath(absolute)).startsWith(root + sep)) {
        report(path, 'OUTSIDE_CONTENT', 'the link leads out of the content folder: copy the file here instead');
        return;
      }
      const facts = await stat(absolute, { bigint: true });
      if (!facts.isFile()) {
        report(path, 'UNKNOWN_FILE', 'this is not a plain file: remove it, or copy the files themselves here');
        return;
      }
      const kind = kindByFolder.get(path.split('/')[0] ?? '');
      if (kind === undefined || !path.includes('/')) {
        report(path, 'UNKNOWN_FILE', `records lie in the folders ${[...kindByFolder.keys()].sort().join(', ')}: move the file into the one of its kind`);
        return;
      }
      if (!contentFolders[kind].endings.includes(extname(path))) {
        report(path, 'UNKNOWN_FILE', `a file in ${contentFolders[kind].folder}/ ends with ${contentFolders[kind].endings.join(', ')}: rename or remove this one`);
        return;
      }
      files.push({ path, kind, size: Number(facts.size), written: facts.mtimeNs, read: () => createReadStream(absolute) });
    } catch (error) {
      report(path, 'UNREADABLE_FILE', `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}): check that it exists and may be read`);
    }
  }

  await visit('');
  files.sort((a, b) => fileKinds.indexOf(a.kind) - fileKinds.indexOf(b.kind) || (a.path < b.path ? -1 : 1));
  const stamp = createHash('sha256');
  for (const { path, size, written } of files) stamp.update(`${path}\0${size}\0${written}\n`);
  for (const { file, code } of problems) stamp.update(`${file}\0${code}\n`);
  return { files, stamp: stamp.digest('hex'), problems };
}
