// The questions of the guide docs/queries.md, for the menu of GraphiQL.
import { existsSync, readFileSync } from 'node:fs';
import { Kind, parse, print } from 'graphql';

/** A chapter of the guide. */
export interface Chapter {
  readonly title: string;
  readonly questions: readonly Question[];
}

/** A question in words, and as an operation with a name. */
export interface Question {
  readonly title: string;
  readonly query: string;
}

const guide = new URL('../../docs/queries.md', import.meta.url);
const block = /^```graphql\n([^]*?)^```/m;
// Left out of names, which are short.
const smallWords = /^(?:a|an|and|are|at|by|did|does|from|in|is|of|or|s|the|to|was|were)$/i;
const LONGEST_NAME_IN_WORDS = 4;

/** The chapters in the order of the guide; none where the program was installed without it. */
export function guideChapters(): readonly Chapter[] {
  if (!existsSync(guide)) return [];
  return partsOf(readFileSync(guide, 'utf8'), '## ').map(({ title, text }) => ({
    title,
    questions: partsOf(text, '### ').flatMap((part) => {
      const [, query] = block.exec(part.text) ?? [];
      return query === undefined ? [] : [{ title: part.title, query: explained(part.title, query) }];
    }),
  }));
}

/** The parts of a text that begin with headings of one level. */
function partsOf(text: string, mark: string): { readonly title: string; readonly text: string }[] {
  const [, ...parts] = `\n${text}`.split(`\n${mark}`);
  return parts.map((part) => ({ title: part.replace(/\n[^]*/, ''), text: part }));
}

/** As tabs show it: a name for the tab, a line for each field, and the question above. */
function explained(title: string, text: string): string {
  const document = parse(text, { noLocation: true });
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && !definition.name
      ? { ...definition, name: { kind: Kind.NAME as const, value: nameOf(title) } }
      : definition,
  );
  return `# ${title}\n${print({ ...document, definitions })}`;
}

function nameOf(title: string): string {
  const words = title.match(/[A-Za-z0-9]+/g) ?? [];
  const name = words
    .filter((word) => !smallWords.test(word))
    .slice(0, LONGEST_NAME_IN_WORDS)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return /^[A-Z]/.test(name) ? name : `Question${name}`;
}
