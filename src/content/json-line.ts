// A line of JSON Lines to data, with the column of everything in it.
import type { DataPath } from '../model/record.ts';
import { CodePoints } from '../model/code-points.ts';
import type { Parsed, TextProblem } from './parse.ts';

/** Reads line `line` of a file of JSON Lines. */
export function parseJsonLine(text: string, line: number): Parsed {
  const beginning = { line, column: 1 };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const column = columnOf(text, (error as Error).message);
    const message = 'this is not well-formed JSON: a line is one JSON object, complete on its line';
    return { problems: [{ line, column, code: 'BAD_JSON', message }], locate: () => beginning };
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const message = 'a line of JSON Lines is one JSON object: write { and } around its keys and values';
    return { problems: [{ ...beginning, code: 'BAD_JSON', message }], locate: () => beginning };
  }
  const { root, duplicates } = outline(text);
  let codePoints: CodePoints | undefined;
  const place = (offset: number) => ({
    line,
    column: (codePoints ??= new CodePoints(text)).before(offset) + 1,
  });
  const problems = duplicates.map(({ key, offset }): TextProblem => {
    return {
      ...place(offset),
      code: 'DUPLICATE_KEY',
      message: `the key ${JSON.stringify(key)} stands twice: keep one of them`,
    };
  });
  return {
    ...(problems.length === 0 && { data }),
    problems,
    locate: (path, part) => place(offsetAt(root, path, part === 'key')),
  };
}

/** A value in a JSON text. */
interface Spot {
  /** Where the value begins, and where the key that leads to it does. */
  readonly offset: number;
  readonly keyOffset: number;
  /** Members of an object by key, or of a list by index; made when there are any. */
  members?: Map<string | number, Spot>;
}

function offsetAt(root: Spot, path: DataPath, wantsKey: boolean): number {
  let spot = root;
  for (const step of path) {
    const member = spot.members?.get(step);
    if (!member) return spot.offset;
    spot = member;
  }
  return wantsKey ? spot.keyOffset : spot.offset;
}

interface Outline {
  readonly root: Spot;
  /** Keys that their object has already. */
  readonly duplicates: readonly { readonly key: string; readonly offset: number }[];
}

/** Where everything stands in a text that is a well-formed JSON object; however deep, without recursion. */
function outline(text: string): Outline {
  const duplicates: Outline['duplicates'][number][] = [];
  const open: {
    readonly spot: Spot;
    readonly isList: boolean;
    step: string | number;
    keyOffset: number;
    wantsKey: boolean;
  }[] = [];
  let root: Spot | undefined;

  function addValue(offset: number): Spot {
    const parent = open.at(-1);
    const spot: Spot = { offset, keyOffset: parent && !parent.isList ? parent.keyOffset : offset };
    root ??= spot;
    if (parent) {
      parent.spot.members ??= new Map();
      if (parent.spot.members.has(parent.step))
        duplicates.push({ key: String(parent.step), offset: parent.keyOffset });
      parent.spot.members.set(parent.step, spot);
    }
    return spot;
  }

  for (let at = 0; at < text.length; at += 1) {
    const parent = open.at(-1);
    const character = text[at] ?? '';
    if (character === '"') {
      const end = endOfString(text, at);
      if (parent?.wantsKey) {
        [parent.step, parent.keyOffset, parent.wantsKey] = [
          JSON.parse(text.slice(at, end)) as string,
          at,
          false,
        ];
      } else {
        addValue(at);
      }
      at = end - 1;
    } else if (character === '{') {
      open.push({ spot: addValue(at), isList: false, step: '', keyOffset: at, wantsKey: true });
    } else if (character === '[') {
      open.push({ spot: addValue(at), isList: true, step: 0, keyOffset: at, wantsKey: false });
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === ',' && parent) {
      if (typeof parent.step === 'number') parent.step += 1;
      parent.wantsKey = !parent.isList;
    } else if (!/[\s:,]/.test(character)) {
      addValue(at);
      while (at + 1 < text.length && !/[\s,\]}]/.test(text[at + 1] ?? '')) at += 1;
    }
  }
  return { root: root ?? { offset: 0, keyOffset: 0 }, duplicates };
}

/** Where the string ends that begins at `start`; exclusive. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function columnOf(text: string, message: string): number {
  const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
  return new CodePoints(text).before(offset) + 1;
}
