// YAML to data: strictly, and with the line and column of everything in it.
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { DataPath } from '../model/record.ts';
import { CodePoints } from '../model/code-points.ts';
import type { Locate, Parsed, Place, TextProblem } from './parse.ts';

// So many that nobody meets it by writing, so few that no small file becomes a large one.
const ALIAS_LIMIT = 100;

/** Reads a YAML text whose first line is line `firstLine` of its file. */
export function parseYaml(text: string, firstLine = 1): Parsed {
  const lines = new LineCounter();
  let codePoints: CodePoints | undefined;
  const place = (offset: number): Place => {
    codePoints ??= new CodePoints(text);
    const { line } = lines.linePos(offset);
    const lineStart = lines.lineStarts[line - 1] ?? 0;
    return {
      line: Math.max(line, 1) + firstLine - 1,
      column: codePoints.before(offset) - codePoints.before(lineStart) + 1,
    };
  };
  const beginning: Place = { line: firstLine, column: 1 };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      // 'silent' would say nothing of a second document.
      logLevel: 'error',
      prettyErrors: false,
      stringKeys: true,
      strict: true,
    });
    const locate = locator(document, place);
    const problems = problemsOf(document, text, place);
    if (problems.length > 0) return { problems, locate };
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
      return { problems: [{ ...beginning, code: 'EMPTY_FILE', message: NO_DATA }], locate };
    }
    return { data: document.toJS({ maxAliasCount: ALIAS_LIMIT }), problems, locate };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    const message =
      error instanceof RangeError ? TOO_DEEP : 'aliases (*name) repeat too much here: write the values out';
    return { problems: [{ ...beginning, code: 'BAD_YAML', message }], locate: () => beginning };
  }
}

/** What to say of a file in which there is nothing. */
export const NO_DATA = 'there is no data here: write the record, or remove the file';

const TOO_DEEP = 'the data is nested too deeply';

function locator(document: Document, place: (offset: number) => Place): Locate {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairOf = (map: YAMLMap, key: string) => {
    const index =
      indexes.get(map) ??
      new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]));
    indexes.set(map, index);
    return index.get(key) as Pair<Node, Node | null> | undefined;
  };
  return (path: DataPath, part = 'value') => {
    let node: unknown = document.contents;
    let offset = rangeStart(node, 0);
    for (const [index, step] of path.entries()) {
      if (isMap(node)) {
        const pair = pairOf(node, String(step));
        if (!pair) break;
        const wantsKey = part === 'key' && index === path.length - 1;
        offset = rangeStart(
          wantsKey || pair.value === null ? pair.key : pair.value,
          rangeStart(pair.key, offset),
        );
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = rangeStart(node, offset);
      } else {
        break;
      }
    }
    return place(offset);
  };
}

function rangeStart(node: unknown, otherwise: number): number {
  return (node as Node | undefined)?.range?.[0] ?? otherwise;
}

/** What is wrong with a text as YAML: every key that stands twice, and of the rest the first, since it brings others with it. */
function problemsOf(document: Document, text: string, place: (offset: number) => Place): TextProblem[] {
  const errors = [...document.errors, ...document.warnings];
  if (errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
    return [{ ...place(0), code: 'BAD_YAML', message: TOO_DEEP }];
  }
  const duplicates = errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map(({ pos }): TextProblem => ({
      ...place(pos[0]),
      code: 'DUPLICATE_KEY',
      message: `the key ${keyAt(text, pos[0])} stands twice: keep one of them`,
    }));
  // A text that begins with "*" is taken for an alias, and what follows the first word for something out of place.
  const aliases = unknownAliases(document, place);
  const first = aliases.length > 0 ? undefined : errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  if (!first) return [...duplicates, ...aliases];
  return [
    ...duplicates,
    { ...place(offsetOf(document, text, first)), code: 'BAD_YAML', message: adviceOn(first) },
  ];
}

/** Where an error is: of quotation marks and brackets that are not closed, where they open. */
function offsetOf(document: Document, text: string, error: YAMLError): number {
  let offset = error.pos[0];
  if (isOpenQuote(error)) {
    visit(document, {
      Scalar(_, { type, range }) {
        if (type?.startsWith('QUOTE') && range) offset = range[0];
      },
    });
  } else if (isOpenBracket(error)) {
    visit(document, {
      Collection(_, { flow, range }) {
        if (flow && range && !/[\]}]/.test(text.charAt(range[1] - 1))) offset = range[0];
      },
    });
  }
  return offset;
}

function unknownAliases(document: Document, place: (offset: number) => Place): TextProblem[] {
  const anchors = new Set<string>();
  const problems: TextProblem[] = [];
  visit(document, {
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, alias) {
      if (anchors.has(alias.source)) return;
      const message = `"*" begins an alias, and there is no "&${alias.source}" above: put a text that begins with "*" in quotation marks`;
      problems.push({ ...place(rangeStart(alias, 0)), code: 'BAD_YAML', message });
    },
  });
  return problems;
}

function keyAt(text: string, offset: number): string {
  const key = /^[^:\n]{0,60}/.exec(text.slice(offset, offset + 60))?.[0].trim() ?? '';
  return key.startsWith('"') ? key : `"${key}"`;
}

function isOpenQuote({ code, message }: YAMLError): boolean {
  return code === 'MISSING_CHAR' && message.startsWith('Missing closing');
}

function isOpenBracket({ code, message }: YAMLError): boolean {
  return (code === 'BAD_INDENT' || code === 'MISSING_CHAR') && message.startsWith('Flow ');
}

function adviceOn(error: YAMLError): string {
  if (isOpenQuote(error)) return 'the quotation mark that opens here is not closed: close it';
  if (isOpenBracket(error))
    return 'the bracket that opens here is not closed: close it, and indent what stands between';
  return advice[error.code] ?? `this is not well-formed YAML: ${error.message.replaceAll(/\s+/g, ' ')}`;
}

const COLON = 'a text that has ": " in it needs quotation marks';

const advice: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_DIRECTIVE:
    'a line that begins with "%" is a directive of YAML: remove it, or put the text in quotation marks',
  BAD_DQ_ESCAPE:
    'this backslash begins nothing that YAML knows: write "\\\\" for a backslash, or use single quotation marks',
  BAD_SCALAR_START: 'a text cannot begin with this character: put it in quotation marks',
  BLOCK_AS_IMPLICIT_KEY: `a mapping cannot begin here: ${COLON}`,
  MULTILINE_IMPLICIT_KEY: `this is neither "key: value" nor a text: keys begin in the same column as their neighbours, and ${COLON}`,
  MULTIPLE_DOCS: 'a file holds one record: move what follows "---" into a file of its own',
  NON_STRING_KEY: 'a key is a plain text: write "key: value"',
  TAB_AS_INDENT: 'a tab cannot indent YAML: use spaces',
  TAG_RESOLVE_FAILED:
    '"!" begins a tag, and tags are not taken: put a text that begins with "!" in quotation marks',
  UNEXPECTED_TOKEN:
    'this is out of place, since the value before it has ended: put a text that has such characters in quotation marks',
};
