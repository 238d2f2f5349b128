// The text of a file as data. Every problem knows its line and column.
import type { FileKind } from '../model/kind.ts';
import type { DataPath } from '../model/record.ts';
import type { ProblemCode } from './problems.ts';
import { NO_DATA, parseYaml } from './yaml.ts';

/** A one-based line and column; columns count code points. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds where a value, or the key that leads to it, stands in the text. Where it is missing, the nearest thing around it. */
export type Locate = (path: DataPath, part?: 'key' | 'value') => Place;

/** Something wrong with the text itself. */
export interface TextProblem extends Place {
  readonly code: ProblemCode;
  readonly message: string;
}

/** A text as data. `data` is undefined where there are problems. */
export interface Parsed {
  readonly data?: unknown;
  /** Only of articles: the Markdown below the front matter. */
  readonly body?: string;
  readonly problems: readonly TextProblem[];
  readonly locate: Locate;
}

/** Front matter may be as long as this, in UTF-16 units. */
export const FRONT_MATTER_LIMIT = 64 * 1024;

const beginning: Place = { line: 1, column: 1 };
const OPENING = /^---[ \t]*\n/;
const CLOSING = /^---[ \t]*$/m;

/** Reads the file of one record: an article in Markdown, anything else in YAML. */
export function parseFile(kind: FileKind, text: string): Parsed {
  return kind === 'article' ? parseArticle(text) : parseYaml(text);
}

/** Reads an article: YAML front matter between two lines `---`, then Markdown. */
function parseArticle(text: string): Parsed {
  if (text.trim() === '') return failed('EMPTY_FILE', NO_DATA);
  const opening = OPENING.exec(text);
  if (!opening)
    return failed(
      'NO_FRONT_MATTER',
      'an article begins with a line "---", then its front matter in YAML, then a line "---"',
    );
  const matterAt = opening[0].length;
  const closing = CLOSING.exec(text.slice(matterAt));
  if (!closing)
    return failed('NO_FRONT_MATTER', 'the front matter does not end: write a line "---" below it');
  if (closing.index > FRONT_MATTER_LIMIT) {
    const message = `the front matter has ${closing.index} characters, and ${FRONT_MATTER_LIMIT} is the most: move the record into a file of JSON Lines`;
    return failed('FRONT_MATTER_TOO_LARGE', message);
  }
  const matter = text.slice(matterAt, matterAt + closing.index);
  return { ...parseYaml(matter, 2), body: text.slice(matterAt + closing.index + closing[0].length) };
}

function failed(code: ProblemCode, message: string): Parsed {
  return { problems: [{ ...beginning, code, message }], locate: () => beginning };
}
