// Content folders written from literals, and what the compiler says of them.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Compilation, compile } from '../../src/content/compile.ts';
import { readContentFolder } from '../../src/content/files.ts';
import { formatProblem } from '../../src/content/problems.ts';
import type { Entry } from '../../src/model/record.ts';
import { writeSqlite } from '../../src/store/sqlite.ts';

/** A file's text or bytes, or where a link of that name leads. */
export type FileContent = string | Uint8Array | { readonly link: string };

/** What came of a folder. */
export interface Compiled extends Compilation {
  /** Entries in the order in which they were put. */
  readonly entries: readonly Entry[];
  /** Problems as the command line prints them. */
  readonly lines: readonly string[];
}

/** Writes a content folder that is removed after the test. */
export function writeFolder(files: Readonly<Record<string, FileContent>>): string {
  const content = makeFolder();
  for (const [path, file] of Object.entries(files)) {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    if (typeof file === 'string' || file instanceof Uint8Array) writeFileSync(join(content, path), file);
    else symlinkSync(file.link, join(content, path));
  }
  return content;
}

/** Compiles a content folder into a store that is thrown away. */
export async function compileFolder(content: string): Promise<Compiled> {
  const writer = writeSqlite(join(makeFolder(), 'corpus.db'));
  const entries: Entry[] = [];
  try {
    const compilation = await compile(await readContentFolder(content), {
      put(entry) {
        entries.push(entry);
        return writer.put(entry);
      },
      get: (kind, id) => writer.get(kind, id),
      dangling: () => writer.dangling(),
      ids: (kind) => writer.ids(kind),
    });
    return { ...compilation, entries, lines: compilation.problems.map((problem) => formatProblem(problem)) };
  } finally {
    await writer.discard();
  }
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-content-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
