// What was refused, so that one slip is told once: references to a refused record are not reported as well.
import { type FileKind, type Kind, parseId } from '../model/kind.ts';
import type { Unread } from './layout.ts';

const fileKindOf: Readonly<Partial<Record<Kind, FileKind>>> = {
  statement: 'article',
  correction: 'article',
  statusChange: 'outcome',
};

/** The records that are missing only because something else is wrong, which is reported. */
export class Refused {
  readonly #kinds = new Set<FileKind>();
  readonly #files = new Set<string>();
  readonly #ids = new Set<string>();

  /** Refuses the record of a slug with all that is in its file; every record of the kind where the slug is not known. */
  addFile({ kind, slug }: Unread): void {
    if (slug === undefined) this.#kinds.add(kind);
    else this.#files.add(`${kind}:${slug}`);
  }

  /** Refuses one record that lives in the file of another. */
  addId(id: string): void {
    this.#ids.add(id);
  }

  /** The slugs of the files of a kind that were refused. */
  *slugs(kind: Kind): Generator<string> {
    for (const file of this.#files) if (file.startsWith(`${kind}:`)) yield file.slice(kind.length + 1);
  }

  /** Whether a record is missing because it, its file or all of its kind were refused. */
  has(id: string): boolean {
    const parsed = parseId(id);
    if (!parsed) return false;
    const kind = fileKindOf[parsed.kind] ?? (parsed.kind as FileKind);
    return (
      this.#ids.has(id) || this.#kinds.has(kind) || this.#files.has(`${kind}:${parsed.slug.split('/')[0]}`)
    );
  }
}
