// Where in a content folder what lies: the folder of each kind, and the endings that are read there.
import { type FileKind, fileKinds } from '../model/kind.ts';
import { slugFrom } from '../model/reference.ts';
import { didYouMean, nearest } from './problems.ts';

/** The folder of each kind of file, and the endings that are read there. */
export const contentFolders: Readonly<
  Record<FileKind, { readonly folder: string; readonly endings: readonly string[] }>
> = {
  topic: { folder: 'topics', endings: ['.yaml', '.yml', '.jsonl'] },
  place: { folder: 'places', endings: ['.yaml', '.yml', '.jsonl'] },
  actor: { folder: 'actors', endings: ['.yaml', '.yml', '.jsonl'] },
  source: { folder: 'sources', endings: ['.yaml', '.yml', '.jsonl'] },
  article: { folder: 'articles', endings: ['.md', '.jsonl'] },
  event: { folder: 'events', endings: ['.yaml', '.yml', '.jsonl'] },
  outcome: { folder: 'outcomes', endings: ['.yaml', '.yml', '.jsonl'] },
};

const kindByFolder = new Map(fileKinds.map((kind) => [contentFolders[kind].folder, kind]));
const folderList = [...kindByFolder.keys()].toSorted().join(', ');

// What editors and operating systems leave behind, and pages about the content itself.
const IGNORED_NAME = /^\.|~$|^#.*#$|\.sw[op]$/;
const TOP_LEVEL_PAGE = /^(?:README|LICENSE|LICENCE|NOTICE|CHANGELOG)(?:\.[a-z]+)?$/i;

/** Records that seem to be there and cannot be read; all of a kind where `slug` is left out. */
export interface Unread {
  readonly kind: FileKind;
  readonly slug?: string | undefined;
}

/** Whether what lies at a path is none of the content. Paths are relative to the content folder, with `/`. */
export function isIgnored(path: string): boolean {
  return IGNORED_NAME.test(path.slice(path.lastIndexOf('/') + 1)) || TOP_LEVEL_PAGE.test(path);
}

/** The kind of the records that lie at a path or below it. */
export function kindAt(path: string): FileKind | undefined {
  return kindByFolder.get(path.split('/')[0] ?? '');
}

/** Why a folder, whose path ends with `/`, cannot be one of content; undefined where it can. */
export function objectionToFolder(path: string): string | undefined {
  if (kindAt(path) !== undefined) return undefined;
  const name = path.slice(0, -1);
  return `no kind of record has the folder "${name}"${didYouMean(name, kindByFolder.keys())}: the folders are ${folderList}`;
}

/** Why a file cannot be one of content; undefined where it can. */
export function objectionToFile(path: string): string | undefined {
  const kind = kindAt(path);
  if (kind === undefined || !path.includes('/'))
    return `records lie in the folders ${folderList}: move the file into the one of its kind`;
  const { folder, endings } = contentFolders[kind];
  if (endings.some((ending) => path.endsWith(ending))) return undefined;
  return `a file in ${folder}/ ends with ${endings.join(', ')}: rename or remove this one`;
}

/** The name of a file without its folders and its ending. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/i, '');
}

/** The records that seem to lie in a file that cannot be read, or below a folder, whose path ends with `/`. */
export function unreadAt(path: string): Unread[] {
  const isFolder = path.endsWith('/');
  const meant = nearest(path.split('/')[0] ?? '', kindByFolder.keys()) ?? '';
  const kind = kindAt(path) ?? (isFolder ? kindByFolder.get(meant) : undefined);
  if (isFolder || path.endsWith('.jsonl')) return kind === undefined ? [] : [{ kind }];
  return (kind === undefined ? fileKinds : [kind]).map((each) => ({
    kind: each,
    slug: slugFrom(nameOf(path)),
  }));
}
