// Files to the records in them, not yet looked at; and later, once more, to the line and column of a problem.
import type { FileKind } from '../model/kind.ts';
import type { DataPath, Origin } from '../model/record.ts';
import { slug as slugSchema } from '../model/reference.ts';
import { type NumberedLine, readLines, readText, UnreadableText } from './decode.ts';
import type { ContentFile } from './files.ts';
import { type Locate, parseArticle, type Parsed, parseJsonLine, parseYaml, type TextProblem } from './parse.ts';
import type { Problem, ProblemCode } from './problems.ts';

/** A record as it stands in a file. */
export interface FoundRecord {
  readonly slug: string;
  readonly data: unknown;
  /** Only of articles: the Markdown of the body. */
  readonly body?: string;
  /** One-based line on which its data begins, where a file has several. */
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
export async function* readRecords(file: ContentFile, take: (bytes: Uint8Array) => void, report: Report): AsyncGenerator<FoundRecord> {
  try {
    if (!isJsonLines(file)) {
      const found = recordOfFile(file, await readText(file, take), report);
      if (found) yield found;
      return;
    }
    let empty = true;
    for await (const line of readLines(file, take)) {
      empty = false;
      const found = recordOfLine(file.kind, line, report);
      if (found) yield found;
    }
    if (empty) report({ line: 1, column: 1, code: 'EMPTY_FILE', message: 'there is no data here: write the records, or remove the file' });
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    report({ line: error.line, column: 1, code: 'UNREADABLE_FILE', message: error.message });
  }
}

/** Reads a file again to say on which line and column things stand. */
export async function* place(file: ContentFile, problems: readonly UnplacedProblem[]): AsyncGenerator<Problem> {
  const ignore = () => undefined;
  const at = ({ origin, path, code, message }: UnplacedProblem, locate: Locate): Problem => ({ file: origin.file, ...locate(path), code, message });
  try {
    if (isJsonLines(file)) {
      const byLine = Map.groupBy(problems, ({ origin }) => origin.line);
      for await (const { text, number } of readLines(file, ignore)) {
        for (const problem of byLine.get(number) ?? []) yield at(problem, parseJsonLine(text, number).locate);
      }
    } else {
      const { locate } = parseFile(file.kind, await readText(file, ignore));
      for (const problem of problems) yield at(problem, locate);
    }
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    // The file changed meanwhile; what was found is told all the same.
    for (const problem of problems) yield at(problem, () => ({ line: problem.origin.line, column: 1 }));
  }
}

/** Whether a file has many records, one a line. */
export function isJsonLines(file: Pick<ContentFile, 'path'>): boolean {
  return file.path.endsWith('.jsonl');
}

function recordOfFile(file: ContentFile, text: string, report: Report): FoundRecord | undefined {
  const slug = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '');
  if (!slugSchema.safeParse(slug).success) {
    report({ line: 1, column: 1, code: 'BAD_FILE_NAME', message: `"${slug}" is the record's slug and may have lower-case letters a to z, digits and hyphens only: rename the file` });
  }
  const parsed = parseFile(file.kind, text);
  for (const problem of parsed.problems) report(problem);
  if (parsed.problems.length > 0) return undefined;
  return { slug, data: parsed.data, line: 1, locate: parsed.locate, ...(parsed.body === undefined ? {} : { body: parsed.body }) };
}

/** Beside the keys of a file, a line has the record's `slug` and, of an article, its Markdown as `articleBody`. */
function recordOfLine(kind: FileKind, line: NumberedLine, report: Report): FoundRecord | undefined {
  const parsed = parseJsonLine(line.text, line.number);
  for (const problem of parsed.problems) report(problem);
  if (parsed.data === undefined) return undefined;
  const { slug, articleBody, ...rest } = parsed.data as Record<string, unknown>;
  const wrong = (key: string, value: unknown, message: string) =>
    report({ ...parsed.locate([key]), code: value === undefined ? 'MISSING_KEY' : 'BAD_VALUE', message });
  const checked = slugSchema.safeParse(slug);
  if (!checked.success) wrong('slug', slug, 'slug: each line has the slug of its record, of lower-case letters a to z, digits and hyphens');
  if (kind === 'article' && typeof articleBody !== 'string') wrong('articleBody', articleBody, 'articleBody: each line has the Markdown of its article as text');
  if (!checked.success || (kind === 'article' && typeof articleBody !== 'string')) return undefined;
  const data = kind === 'article' || articleBody === undefined ? rest : { ...rest, articleBody };
  return { slug: checked.data, data, line: line.number, locate: parsed.locate, ...(kind === 'article' ? { body: articleBody as string } : {}) };
}

function parseFile(kind: FileKind, text: string): Parsed & { readonly body?: string } {
  return kind === 'article' ? parseArticle(text) : parseYaml(text);
}
