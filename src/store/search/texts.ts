// The texts of a record that are searched, by the GraphQL fields that show them.
import type { Article } from '../../model/article.ts';
import { type Kind, parseId } from '../../model/kind.ts';
import type { AnyRecord, Thing } from '../../model/record.ts';
import type { Statement } from '../../model/statement.ts';

/** A text of a record; a field of several texts is named by each. */
export interface SearchedText {
  readonly field: string;
  readonly text: string;
}

/** The searched texts of a record, in the order in which they are shown; of an article its body too. */
export function searchedTexts(record: AnyRecord, articleBody: string | undefined): SearchedText[] {
  return fieldsOf(record, articleBody).flatMap(([field, value]) => {
    const texts = typeof value === 'string' ? [value] : (value ?? []);
    return texts.map((each) => ({ field, text: each }));
  });
}

/** The aliases of a record as they are written; none where its kind has none. */
export function aliasesOf(
  record: AnyRecord,
): { readonly name: string; readonly aliases: readonly string[] } | undefined {
  const kind = parseId(record.id)?.kind;
  if (kind === undefined || !hasNames(kind)) return undefined;
  const { name, alternateName } = record as Thing;
  return { name, aliases: alternateName };
}

/** Whether records of a kind have a name and aliases. */
export function hasNames(kind: Kind): boolean {
  return !['article', 'statement', 'statusChange', 'correction'].includes(kind);
}

type Field = readonly [name: string, value: string | readonly string[] | undefined];

function fieldsOf(record: AnyRecord, articleBody: string | undefined): readonly Field[] {
  switch (parseId(record.id)?.kind) {
    case 'article': {
      const { headline, alternativeHeadline, description } = record as Article;
      return Object.entries({ headline, alternativeHeadline, description, articleBody });
    }
    case 'statement': {
      const { text, originalText } = record as Statement;
      return Object.entries({ text, originalText });
    }
    default: {
      const { name, alternateName, description } = record as Thing;
      return Object.entries({ name, alternateName, description });
    }
  }
}
