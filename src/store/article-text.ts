// The text of an article as stores keep it: most who ask for it want the body alone, so it stands by itself.
import type { ArticleText } from '../model/article.ts';

/** What is kept of a text: its body, and the rest as JSON. */
export interface TextColumns {
  readonly body: string;
  readonly data: string;
}

/** A text as columns. */
export function textColumns({ articleBody, ...rest }: ArticleText): TextColumns {
  return { body: articleBody, data: JSON.stringify(rest) };
}

/** A text from columns. */
export function textOf(body: string, data: string): ArticleText {
  return { articleBody: body, ...(JSON.parse(data) as Omit<ArticleText, 'articleBody'>) };
}
