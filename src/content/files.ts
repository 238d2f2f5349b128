// The only room that reads content from the disk.
import type { FileKind } from '../model/kind.ts';
import type { Problem } from './problems.ts';

/** One file of a content folder. */
export interface ContentFile {
  /** Path relative to the content folder, with `/`. */
  readonly path: string;
  readonly kind: FileKind;
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

/** Lists the content files below `folder`. A folder that is missing is an error; an empty one is not. */
export async function readContentFolder(_folder: string): Promise<ContentFolder> {
  throw new Error('not built yet');
}
