// Bytes in, data out: YAML, Markdown with front matter, JSON Lines. Every problem knows its line and column.
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { DataPath } from '../model/record.ts';
import type { ProblemCode } from './problems.ts';

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
  readonly problems: readonly TextProblem[];
  readonly locate: Locate;
}

/** The parts of an article's file. */
export interface ParsedArticle extends Parsed {
  /** The Markdown below the front matter. */
  readonly body: string;
}

/** Front matter may be as long as this, in UTF-16 units. */
export const FRONT_MATTER_LIMIT = 64 * 1024;

const start: Place = { line: 1, column: 1 };

/** Reads a YAML text whose first line is line `firstLine` of its file. */
export function parseYaml(text: string, firstLine = 1): Parsed {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    const lineStart = lines.lineStarts[line - 1] ?? 0;
    return { line: Math.max(line, 1) + firstLine - 1, column: [...text.slice(lineStart, lineStart + col - 1)].length + 1 };
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, strict: true });
    const problems = document.errors.slice(0, 20).map((error): TextProblem => {
      const duplicate = error.code === 'DUPLICATE_KEY';
      return {
        ...place(error.pos[0]),
        code: duplicate ? 'DUPLICATE_KEY' : 'BAD_YAML',
        message: duplicate ? `the key ${quoted(keyAt(text, error.pos[0]))} stands twice: keep one of them` : yamlAdvice(error.code, error.message),
      };
    });
    const locate: Locate = (path, part = 'value') => place(offsetOf(document.contents, path, part));
    if (problems.length > 0) return { problems, locate };
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
      return { problems: [{ ...start, line: firstLine, code: 'EMPTY_FILE', message: 'there is no data here: write the record, or remove the file' }], locate };
    }
    return { data: document.toJS({ maxAliasCount: 100 }), problems, locate };
  } catch (error) {
    const message = `this is not YAML that can be read (${error instanceof RangeError ? 'it is nested too deeply' : (error as Error).message})`;
    return { problems: [{ ...start, line: firstLine, code: 'BAD_YAML', message }], locate: () => ({ ...start, line: firstLine }) };
  }
}

/** Reads an article: YAML front matter between two lines `---`, then Markdown. */
export function parseArticle(text: string): ParsedArticle {
  const failed = (place: Place, code: ProblemCode, message: string): ParsedArticle => ({
    problems: [{ ...place, code, message }],
    locate: () => place,
    body: '',
  });
  if (text.trim() === '') return failed(start, 'EMPTY_FILE', 'there is no data here: write the record, or remove the file');
  const opening = /^---[ \t]*\n/.exec(text);
  if (!opening) return failed(start, 'NO_FRONT_MATTER', 'an article begins with a line "---", then its front matter in YAML, then a line "---"');
  const closing = /^---[ \t]*$/m.exec(text.slice(opening[0].length));
  if (!closing) return failed(start, 'NO_FRONT_MATTER', 'the front matter does not end: write a line "---" below it');
  if (closing.index > FRONT_MATTER_LIMIT) {
    return failed(start, 'FRONT_MATTER_TOO_LARGE', `the front matter has ${closing.index} characters, and ${FRONT_MATTER_LIMIT} is the most: move the record into a file of JSON Lines`);
  }
  const matter = text.slice(opening[0].length, opening[0].length + closing.index);
  return { ...parseYaml(matter, 2), body: text.slice(opening[0].length + closing.index + closing[0].length) };
}

/** Reads line `line` of a file of JSON Lines. */
export function parseJsonLine(text: string, line: number): Parsed {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
      // JSON is YAML, whose parser knows where things stand; it is slow, so it runs only once something is wrong.
      let located: Parsed | undefined;
      return { data, problems: [], locate: (path, part) => (located ??= parseYaml(text, line)).locate(path, part) };
    }
  } catch {
    // Told below.
  }
  const message = 'a line of JSON Lines is one JSON object, complete on its line';
  return { problems: [{ line, column: 1, code: 'BAD_JSON', message }], locate: () => ({ line, column: 1 }) };
}

function offsetOf(root: unknown, path: DataPath, part: 'key' | 'value'): number {
  let node: unknown = root;
  let offset = rangeStart(root);
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step)) as Pair<Node, Node | null> | undefined;
      if (!pair) return offset;
      const wantsKey = part === 'key' && index === path.length - 1;
      offset = rangeStart(wantsKey || pair.value === null ? pair.key : pair.value, rangeStart(pair.key));
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = rangeStart(node, offset);
    } else {
      return offset;
    }
  }
  return offset;
}

function rangeStart(node: unknown, otherwise = 0): number {
  return (node as Node | undefined)?.range?.[0] ?? otherwise;
}

function keyAt(text: string, offset: number): string {
  return /^[^:\n]*/.exec(text.slice(offset))?.[0].trim() ?? '';
}

function yamlAdvice(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab cannot indent YAML: use spaces';
  if (code === 'MULTIPLE_DOCS') return 'a file holds one record: move what follows "---" into a file of its own';
  return `this is not well-formed YAML: ${message.replaceAll(/\s+/g, ' ')}`;
}

function quoted(text: string): string {
  return text.startsWith('"') ? text : `"${text}"`;
}
