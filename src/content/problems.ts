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
  BAD_DATE:
    'The text is not a date of EDTF level 0 or 1 without seasons, or not a date and time with an offset.',
  DUPLICATE_ID: 'Another record has this id, now or formerly, or this Wikidata item.',
  UNKNOWN_REFERENCE: 'A reference names a record that does not exist.',
  WRONG_TYPE: 'A reference names a record of another type than it may.',
  DUPLICATE_RESPONSE: 'A statement answers the same statement twice.',
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
  return visibly(`${path}:${problem.line}:${problem.column}  ${problem.code}  ${problem.message}`);
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

/** The one of `known` that is near `written`, if any: a slip of the fingers away, whatever the letter case. */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // Two neighbours that changed places are two steps.
  let least =
    (written.length < 4 ? Math.floor(written.length / 2) : Math.max(2, Math.floor(written.length / 3))) + 1;
  const lower = written.toLowerCase();
  for (const candidate of known) {
    if (Math.abs(candidate.length - written.length) >= least) continue;
    const steps = distance(lower, candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** ` (did you mean "…"?)` where one of `known` is near `written`, else an empty text. */
export function didYouMean(written: string, known: Iterable<string>): string {
  const meant = nearest(written, known);
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`;
}

// What would break the line, steer a terminal, or turn the direction of what follows.
const UNSHOWN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

function visibly(text: string): string {
  return text.replaceAll(
    UNSHOWN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
