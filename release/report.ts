// What a release would change, found out from the files of the repository, and told to people and programs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, changesBetween, type Level, readSchema } from './changes.ts';
import { undatedDeprecations } from './deprecations.ts';
import { type ClientDocument, readDocuments, type Unread } from './documents.ts';
import { isTouched, newMistakes, usageOf } from './effects.ts';

/** A document that a breaking change touches. */
export interface Affected {
  readonly file: string;
  readonly line: number;
  readonly names: readonly string[];
  readonly how: 'asks' | 'may send';
}

/** A change, in which of the printed schemas it is, and what it does to the documents of clients. */
export interface ReportedChange extends Change {
  readonly schema: string;
  /** Looked for where the change is breaking. */
  readonly documents: readonly Affected[];
}

/** What a release would change. */
export interface Report {
  readonly ok: boolean;
  readonly changes: readonly ReportedChange[];
  /** Documents that were valid and are no more, with each mistake. */
  readonly brokenDocuments: readonly {
    readonly file: string;
    readonly line: number;
    readonly message: string;
  }[];
  readonly documents: number;
  readonly unread: readonly Unread[];
  /** Deprecations that do not say since when and what instead. */
  readonly undated: readonly string[];
}

/** The schemas that are printed and released, the public one first. */
export const printedSchemas = ['schema.graphql', 'subgraph.graphql'] as const;

export const releasedFolder = 'schema/released';

/** Compares the printed schemas of the repository at `root` with the released ones. Throws where there are none. */
export async function compare(root: string, globs: readonly string[]): Promise<Report> {
  const { read: documents, unread } = readDocuments(globs, root);
  const changes: ReportedChange[] = [];
  const brokenDocuments: Report['brokenDocuments'][number][] = [];
  const undated: string[] = [];
  for (const name of printedSchemas) {
    const [released, printed] = [join(releasedFolder, name), join('schema', name)];
    // A schema that is printed for the first time breaks nobody.
    if (name !== printedSchemas[0] && !existsSync(join(root, released))) continue;
    const [before, after] = [readSchema(read(root, released)), readSchema(read(root, printed))];
    const isPublic = name === printedSchemas[0];
    const isKnown = (change: Change) =>
      changes.some(
        ({ coordinate, message }) => coordinate === change.coordinate && message === change.message,
      );
    const usages = isPublic
      ? documents.map((document) => ({ document, usage: usageOf(document, before) }))
      : [];
    for (const change of await changesBetween(before, after)) {
      if (isKnown(change)) continue;
      const affected =
        change.level !== 'breaking'
          ? []
          : usages.flatMap(({ document, usage }): Affected[] => {
              const how = isTouched(usage, change);
              return how ? [{ file: document.file, line: document.line, names: document.names, how }] : [];
            });
      changes.push({ ...change, schema: name, documents: affected });
    }
    if (!isPublic) continue;
    undated.push(...undatedDeprecations(read(root, printed)));
    for (const document of documents) {
      for (const mistake of newMistakes(document, before, after)) {
        brokenDocuments.push({ file: document.file, ...mistake });
      }
    }
  }
  const ok =
    undated.length === 0 &&
    brokenDocuments.length === 0 &&
    !changes.some(({ level }) => level === 'breaking');
  return { ok, changes, brokenDocuments, documents: documents.length, unread, undated };
}

/** The report for people, one thing a line. */
export function tell({ changes, brokenDocuments, documents, unread, undated }: Report): string {
  const of = (level: Level) => changes.filter((change) => change.level === level).length;
  const lines = changes.flatMap(({ level, schema, coordinate, message, documents: affected }) => [
    `${level.toUpperCase().padEnd(9)}  ${coordinate}  ${message}${schema === printedSchemas[0] ? '' : ` (${schema})`}`,
    ...affected.map(
      ({ how, ...document }) =>
        `             ${how === 'asks' ? 'used' : 'perhaps sent'} by ${placeOf(document)}`,
    ),
  ]);
  return [
    ...lines,
    ...undated.map(
      (each) =>
        `UNDATED    ${each}  The deprecation must say since when and what instead: "Since 2026-11-24: use X instead."`,
    ),
    ...brokenDocuments.map(({ file, line, message }) => `NOT VALID  ${file}:${line}  ${message}`),
    ...unread.map(({ file, line, message }) => `NOT READ   ${file}${line > 0 ? `:${line}` : ''}  ${message}`),
    `${of('breaking')} breaking, ${of('dangerous')} dangerous and ${of('safe')} safe changes since the last release; ${documents} documents of clients looked at.`,
  ].join('\n');
}

function placeOf({ file, line, names }: Pick<ClientDocument, 'file' | 'line' | 'names'>): string {
  return `${file}:${line}${names.length > 0 ? ` ${names.join(', ')}` : ''}`;
}

/** The text of a file of `schema/`. */
function read(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    throw new Error(
      `${path} cannot be read. "npm run schema:release" puts the printed schemas into ${releasedFolder}/; "npx vitest run tests/contracts.test.ts --update" prints them.`,
      { cause: error },
    );
  }
}
