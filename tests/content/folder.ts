// Content folders written from literals, and what the compiler makes of them.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Compilation, compile, type Progress } from '../../src/content/compile.ts';
import { readContentFolder } from '../../src/content/files.ts';
import { formatProblem } from '../../src/content/problems.ts';
import type { Sink } from '../../src/content/sink.ts';
import type { Kind } from '../../src/model/kind.ts';
import type { Entry } from '../../src/model/record.ts';
import { writeSqlite } from '../../src/store/sqlite.ts';

/** A file's text or bytes, where a link of that name leads, or null for an empty folder. */
export type FileContent = string | Uint8Array | { readonly link: string } | null;

/** Files by path; they are written in this order. */
export type Files = Readonly<Record<string, FileContent>>;

/** What came of a folder. */
export interface Compiled extends Compilation {
  /** What the store took, in that order. */
  readonly entries: readonly Entry[];
  /** Problems as the command line prints them. */
  readonly lines: readonly string[];
  readonly progress: readonly Progress[];
  /** The entry of a record; throws where there is none. */
  entry<K extends Kind>(kind: K, id: string): Entry<K>;
}

/** Writes a content folder that is removed after the test. */
export function writeFolder(files: Files): string {
  const content = join(makeFolder(), 'content');
  mkdirSync(content);
  for (const [path, file] of Object.entries(files)) {
    const target = join(content, path);
    mkdirSync(file === null ? target : dirname(target), { recursive: true });
    if (typeof file === 'string' || file instanceof Uint8Array) writeFileSync(target, file);
    else if (file !== null) symlinkSync(file.link, target);
  }
  return content;
}

/** Compiles a content folder into a store that is thrown away. */
export async function compileFolder(content: string): Promise<Compiled> {
  const writer = writeSqlite(join(makeFolder(), 'corpus.db'));
  const entries: Entry[] = [];
  const progress: Progress[] = [];
  const sink: Sink = {
    put(entry) {
      const conflict = writer.put(entry);
      if (!conflict) entries.push(entry);
      return conflict;
    },
    get: (kind, id) => writer.get(kind, id),
    textOf: (article) => writer.textOf(article),
    dangling: () => writer.dangling(),
    ids: (kind) => writer.ids(kind),
  };
  try {
    const compilation = await compile(await readContentFolder(content), sink, (step) => progress.push(step));
    return {
      ...compilation,
      entries,
      progress,
      lines: compilation.problems.map((problem) => formatProblem(problem)),
      entry<K extends Kind>(kind: K, id: string) {
        const found = entries.find((entry) => entry.kind === kind && entry.record.id === id);
        if (!found)
          throw new Error(
            `There is no ${id}; there are ${entries.map(({ record }) => record.id).join(', ')}`,
          );
        return found as Entry as Entry<K>;
      },
    };
  } finally {
    await writer.discard();
  }
}

/** Compiles files that are written down. */
export function compileFiles(files: Files): Promise<Compiled> {
  return compileFolder(writeFolder(files));
}

/** A file of an article: what every front matter has, lines of it beside that, and a body. */
export function article(
  lines: string,
  body = 'Rustem Umerov said that the talks go on.\n\nThey end on Friday.\n',
): string {
  return `---\nheadline: Talks\ninLanguage: en\ndatePublished: 2025-05-16T18:30:00Z\n${lines}---\n\n${body}`;
}

/** A statement in the front matter of an article. */
export function statement(slug: string, exact: string, more = ''): string {
  return `  - slug: ${slug}\n    kind: CLAIM\n    form: INDIRECT\n    exact: ${exact}\n${more}`;
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-content-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
