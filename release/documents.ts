// The documents of clients: where they stand in files of several languages, and the fragments that they borrow.
import { globSync, readFileSync } from 'node:fs';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  isExecutableDefinitionNode,
  Kind,
  parse,
  visit,
} from 'graphql';

/** What one text of a client defines: operations, fragments or both. */
export interface ClientDocument {
  /** For example `examples/client/src/page.ts`. */
  readonly file: string;
  /** The line of the file on which the text begins. */
  readonly line: number;
  /** The names of its operations and fragments; none where it has one operation without a name. */
  readonly names: readonly string[];
  /** Its definitions, and after them the fragments of the same client that it needs. */
  readonly document: DocumentNode;
  /** How many of the definitions are its own. */
  readonly own: number;
}

/** A text that looked like a document, and is none. */
export interface Unread {
  readonly file: string;
  /** 0 where nothing was found at all. */
  readonly line: number;
  readonly message: string;
}

interface Text {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const markdownBlock = /^```graphql\n([^]*?)^```/gm;
// graphql(`…`), gql`…` and /* GraphQL */ `…`.
const template = /(?:\b(?:graphql|gql)\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)`([^`]*)`/g;
const patterns: readonly (readonly [RegExp, RegExp])[] = [
  [/\.md$/, markdownBlock],
  [/\.(?:[cm]?[jt]sx?|vue|svelte)$/, template],
  [/\.(?:graphql|gql)$/, /^([^]*)$/g],
];

/** Reads what the globs find, each glob by itself: the files of one example folder, or of one glob, share their fragments. */
export function readDocuments(
  globs: readonly string[],
  root: string,
): { read: ClientDocument[]; unread: Unread[] } {
  const unread: Unread[] = [];
  const clients = new Map<string, { readonly text: Text; readonly document: DocumentNode }[]>();
  for (const glob of globs) {
    const files = filesOf(glob, root);
    if (files.length === 0) unread.push({ file: glob, line: 0, message: 'no file has such a name' });
    for (const text of files.flatMap((file) => textsOf(file, root))) {
      const client = /^examples\/[^/]+/.exec(text.file)?.[0] ?? glob;
      const parsed = parsedOf(text);
      if ('message' in parsed) unread.push(parsed);
      else if (parsed.definitions.length > 0) {
        clients.set(client, [...(clients.get(client) ?? []), { text, document: parsed }]);
      }
    }
  }
  const read = [...clients.values()].flatMap((texts) => {
    const fragments = new Map(
      texts
        .flatMap(({ document }) => document.definitions.filter(isFragment))
        .map((each) => [each.name.value, each]),
    );
    return texts.map(({ text: { file, line }, document }) => ({
      file,
      line,
      names: document.definitions.flatMap((each) => ('name' in each && each.name ? [each.name.value] : [])),
      document: { ...document, definitions: [...document.definitions, ...borrowed(document, fragments)] },
      own: document.definitions.length,
    }));
  });
  return { read, unread };
}

function filesOf(glob: string, root: string): string[] {
  const exclude = ['**/node_modules/**', '**/dist/**'];
  return globSync(glob, { cwd: root, exclude })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
}

function textsOf(file: string, root: string): Text[] {
  const [, pattern] = patterns.find(([name]) => name.test(file)) ?? [];
  if (!pattern) return [];
  const whole = readFileSync(`${root}/${file}`, 'utf8');
  return [...whole.matchAll(pattern)].map((match) => {
    const text = String(match[1]);
    const start = match.index + match[0].indexOf(text);
    // What a template takes in are fragments, which are found by their names.
    const plain = pattern === template ? text.replace(/\$\{[^}]*\}/g, ' ') : text;
    return { file, line: whole.slice(0, start).split('\n').length, text: plain };
  });
}

function parsedOf({ file, line, text }: Text): DocumentNode | Unread {
  try {
    const document = parse(text);
    // Schemas stand in the same files.
    return { ...document, definitions: document.definitions.filter(isExecutableDefinitionNode) };
  } catch (error) {
    return { file, line, message: (error as Error).message };
  }
}

function isFragment(definition: { readonly kind: string }): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}

/** The fragments that a document spreads and does not define, and those that they spread. */
function borrowed(
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const own = new Set(document.definitions.filter(isFragment).map(({ name }) => name.value));
  const found = new Map<string, FragmentDefinitionNode>();
  const follow = (node: DocumentNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (!fragment || own.has(value) || found.has(value)) return;
        found.set(value, fragment);
        follow(fragment);
      },
    });
  };
  follow(document);
  return [...found.values()];
}
