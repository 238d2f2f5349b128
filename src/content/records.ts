// Files to the records in them, not yet looked at; and later, once more, to the line and column of a problem.
import { z } from 'zod';
import type { FileKind } from '../model/kind.ts';
import type { DataPath, Origin } from '../model/record.ts';
import { slug as slugSchema, slugFrom } from '../model/reference.ts';
import { type NumberedLine, readLines, readText, type Take, UnreadableText } from './decode.ts';
import type { ContentFile } from './files.ts';
import { parseJsonLine } from './json-line.ts';
import { nameOf } from './layout.ts';
import { type Locate, parseFile, type TextProblem } from './parse.ts';
import type { Problem, ProblemCode } from './problems.ts';
import { validate } from './validate.ts';

/** A record as it stands in a file. What is undefined could not be read, and why is reported. */
export interface FoundRecord {
  readonly slug: string | undefined;
  readonly data: unknown;
  /** Only of articles: the Markdown of the body. */
  readonly body?: string;
  /** One-based line on which its data begins; 1 but for JSON Lines. */
  readonly line: number;
  readonly locate: Locate;
}

/** A problem whose line and column are not known yet, since its file was let go. */
export interface UnplacedProblem {
  readonly origin: Origin;
  readonly path: DataPath;
  readonly code: ProblemCode;
  readonly message: string;
}

type Report = (problem: TextProblem) => void;

/** The records of a file, one at a time. `take` is given every byte. Where a record cannot be read, `report` is told why. */
export async function* readRecords(
  file: ContentFile,
  take: Take,
  report: Report,
): AsyncGenerator<FoundRecord> {
  try {
    if (!isJsonLines(file)) {
      yield recordOfFile(file, await readText(file, take), report);
      return;
    }
    let empty = true;
    for await (const line of readLines(file, take)) {
      empty = false;
      yield* recordOfLine(file.kind, line, report);
    }
    if (empty)
      report({
        line: 1,
        column: 1,
        code: 'EMPTY_FILE',
        message: 'there is no data here: write the records, or remove the file',
      });
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    report({ line: error.line, column: 1, code: 'UNREADABLE_FILE', message: error.message });
    yield lost(isJsonLines(file) ? undefined : slugFrom(nameOf(file.path)));
  }
}

/** Reads a file again to say on which line and column things stand. */
export async function* place(
  file: ContentFile,
  problems: readonly UnplacedProblem[],
): AsyncGenerator<Problem> {
  const byLine = Map.groupBy(problems, ({ origin }) => origin.line);
  const placed = function* (line: number, locate: Locate) {
    for (const { origin, path, code, message } of byLine.get(line) ?? [])
      yield { file: origin.file, ...locate(path), code, message };
    byLine.delete(line);
  };
  try {
    if (isJsonLines(file)) {
      for await (const { text, number } of readLines(file)) {
        if (byLine.has(number)) yield* placed(number, parseJsonLine(text, number).locate);
        if (byLine.size === 0) break;
      }
    } else {
      yield* placed(1, parseFile(file.kind, await readText(file)).locate);
    }
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
  }
  // Where the file changed meanwhile, what was found is told all the same.
  for (const line of byLine.keys()) yield* placed(line, () => ({ line, column: 1 }));
}

/** Whether a file has many records, one a line. */
function isJsonLines({ path }: Pick<ContentFile, 'path'>): boolean {
  return path.endsWith('.jsonl');
}

function recordOfFile({ kind, path }: ContentFile, text: string, report: Report): FoundRecord {
  const name = nameOf(path);
  const slug = slugFrom(name);
  if (name !== slug) report({ line: 1, column: 1, code: 'BAD_FILE_NAME', message: badName(name, slug) });
  const { data, problems, body, locate } = parseFile(kind, text);
  for (const problem of problems) report(problem);
  return {
    slug,
    data: problems.length > 0 ? undefined : data,
    line: 1,
    locate,
    ...(body !== undefined && { body }),
  };
}

function badName(name: string, slug: string | undefined): string {
  const advice = slug === undefined ? 'rename the file' : `rename the file, for example to "${slug}"`;
  return `${JSON.stringify(name)} cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: ${advice}`;
}

const slugOfLine = slugSchema.describe('Each line has the slug of its record.');
const lineOf = {
  article: z.looseObject({
    slug: slugOfLine,
    articleBody: z.string().describe('Each line has the Markdown of its article.'),
  }),
  other: z.looseObject({ slug: slugOfLine }),
};

/** Beside the keys of a file, a line has the record's `slug` and, of an article, its Markdown as `articleBody`. */
function* recordOfLine(kind: FileKind, line: NumberedLine, report: Report): Generator<FoundRecord> {
  const { data, problems, locate } = parseJsonLine(line.text, line.number);
  for (const problem of problems) report(problem);
  if (data === undefined) {
    // What the line seems to have, so that references to it are not reported as well.
    const slugs = Array.from(line.text.matchAll(/"slug"\s*:\s*"([a-z0-9-]+)"/g), (match) => match[1]);
    yield* (slugs.length > 0 ? slugs : [undefined]).map(lost);
    return;
  }
  const { findings } = validate(kind === 'article' ? lineOf.article : lineOf.other, data);
  for (const { path, part, code, message } of findings) report({ ...locate(path, part), code, message });
  const { slug, ...rest } = data as Record<string, unknown>;
  const found = {
    slug: findings.some(({ path }) => path[0] === 'slug') ? undefined : String(slug),
    line: line.number,
    locate,
  };
  if (kind !== 'article') {
    yield { ...found, data: rest };
    return;
  }
  const { articleBody, ...own } = rest;
  yield { ...found, data: own, ...(typeof articleBody === 'string' && { body: articleBody }) };
}

function lost(slug: string | undefined): FoundRecord {
  return { slug, data: undefined, line: 1, locate: () => ({ line: 1, column: 1 }) };
}
