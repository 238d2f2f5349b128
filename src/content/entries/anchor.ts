// Exact words in an article to an anchor, or a problem.
import type { Anchor, ExactWords } from '../../model/anchor.ts';
import type { Article } from '../../model/article.ts';
import type { FileKind } from '../../model/kind.ts';
import type { DataPath } from '../../model/record.ts';
import { AnchoredText, isStretch } from '../anchors.ts';
import type { Draft, Workbench } from './workbench.ts';

/** The texts of one article in which anchors may lie. */
export interface ArticleTexts {
  readonly id: string;
  readonly datePublished: string;
  readonly HEADLINE: AnchoredText;
  readonly DESCRIPTION: AnchoredText;
  readonly BODY: AnchoredText;
}

/** Readies the texts of an article for many anchors; `of` says in messages of which article, where that is not clear. */
export function articleTexts(
  article: Pick<Article, 'id' | 'datePublished' | 'headline' | 'description'>,
  articleBody: string,
  of = '',
): ArticleTexts {
  return {
    id: article.id,
    datePublished: article.datePublished,
    HEADLINE: new AnchoredText(article.headline, `the headline${of}`),
    DESCRIPTION: new AnchoredText(article.description ?? '', `the description${of}`),
    BODY: new AnchoredText(articleBody, `the text${of}`),
  };
}

/** The anchor of exact words; undefined, and reported at `path`, where there is none. */
export function anchorOf(
  draft: Pick<Draft<FileKind>, 'report'>,
  texts: ArticleTexts,
  words: ExactWords,
  path: DataPath,
): Anchor | undefined {
  const field = (typeof words === 'string' ? undefined : words.field) ?? 'BODY';
  const at = typeof words === 'string' ? path : [...path, 'exact'];
  if (texts[field].text === '') {
    const message = `the article has no ${field.toLowerCase()}: write one, or name another field`;
    // That the body has no text is told once, not of every anchor.
    if (field !== 'BODY') draft.report(at, 'ANCHOR_NOT_FOUND', message);
    return undefined;
  }
  const found = texts[field].find(words);
  if (!isStretch(found)) {
    draft.report(at, found.code, found.message);
    return undefined;
  }
  const { paragraph, ...stretch } = found;
  return {
    article: texts.id,
    field,
    ...stretch,
    ...(field === 'BODY' && paragraph !== undefined && { paragraph }),
  };
}

/** The anchor of exact words in another file's article. An article that does not exist is reported as a reference, not here. */
export function anchorInArticle(
  draft: Draft<FileKind>,
  bench: Workbench,
  article: string,
  words: ExactWords,
  path: DataPath,
): Anchor | undefined {
  const texts = bench.textsOf(article);
  return texts && anchorOf(draft, texts, words, path);
}
