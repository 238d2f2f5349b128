// What can be wrong with content files: data, not exceptions.
import { distance } from 'fastest-levenshtein';

/** Permanent codes of problems, with what each means. */
export const problemCodes = {
  UNREADABLE_FILE: 'The file cannot be read, is not UTF-8, or is too large.',
  UNKNOWN_FILE: 'The file lies where no record is expected, or has an ending that is not read.',
  OUTSIDE_CONTENT: 'The file is a link that leads out of the content folder.',
  BAD_FILE_NAME: 'The name of the file cannot be a slug.',
  NO_FRONT_MATTER: 'An article has no front matter, or it does not end.',
  FRONT_MATTER_TOO_LARGE: 'The front matter is longer than 64 KiB.',
  BAD_YAML: 'The text is not well-formed YAML.',
  BAD_JSON: 'The line is not a JSON object.',
  DUPLICATE_KEY: 'A key stands twice in one mapping.',
  EMPTY_FILE: 'The file has no data.',
  UNKNOWN_KEY: 'The key is not one of this kind of record.',
  MISSING_KEY: 'A key that every record of this kind has is missing.',
  BAD_VALUE: 'The value is not of the shape that the key takes.',
  BAD_DATE: 'The text is not a date of EDTF level 0 or 1 without seasons.',
  DUPLICATE_ID: 'Another record has this id, now or formerly.',
  UNKNOWN_REFERENCE: 'A reference names a record that does not exist.',
  WRONG_TYPE: 'A reference names a record of another type than it may.',
  CYCLE: 'A record is, through others, a part of itself.',
  EMPTY_BODY: 'The article has no text.',
  ANCHOR_NOT_FOUND: 'The exact words do not stand in the text.',
  ANCHOR_AMBIGUOUS: 'The exact words stand in the text more than once.',
} as const;

/** The code of a problem. */
export type ProblemCode = keyof typeof problemCodes;

/** One thing that is wrong in one place. */
export interface Problem {
  /** Path relative to the content folder, with `/`. */
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** One-based, in code points. */
  readonly column: number;
  readonly code: ProblemCode;
  /** What is wrong and what to do, in one line. */
  readonly message: string;
}

/** One line for people: `articles/talks.md:12:5  UNKNOWN_KEY  …`; `folder` goes before the path. */
export function formatProblem(problem: Problem, folder = ''): string {
  const path = folder === '' ? problem.file : `${folder.replace(/\/+$/, '')}/${problem.file}`;
  return `${path}:${problem.line}:${problem.column}  ${problem.code}  ${problem.message}`;
}

/** By file, line, column, code and message, so that the same content gives the same list. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** ` (did you mean "…"?)` where one of `known` is near `written`, else an empty text. */
export function didYouMean(written: string, known: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - written.length) >= least) continue;
    const steps = distance(written.toLowerCase(), candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best === undefined ? '' : ` (did you mean "${best}"?)`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
