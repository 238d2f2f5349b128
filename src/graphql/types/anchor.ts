// Anchors: where exactly something is written.
import type { Anchor as AnchorValue } from '../../model/anchor.ts';
import type { Article as ArticleRecord } from '../../model/article.ts';
import type { Context } from '../context.ts';
import { AnchorField } from '../enums.ts';
import { Anchor, Article } from '../refs.ts';

Anchor.implement({
  description:
    'A stretch of text of an article: W3C Web Annotation TextQuoteSelector with TextPositionSelector. Positions count Unicode code points; the end is exclusive.',
  fields: (t) => ({
    article: t.field({
      type: Article,
      description: 'The article in whose text it lies.',
      resolve: (anchor, _, context) => context.get<ArticleRecord>(anchor.article),
    }),
    field: t.expose('field', { type: AnchorField, description: 'Which of its texts.' }),
    exact: t.exposeString('exact', { description: 'The words themselves.' }),
    prefix: t.exposeString('prefix', { description: 'Up to 32 code points of the text right before them.' }),
    suffix: t.exposeString('suffix', { description: 'Up to 32 code points of the text right after them.' }),
    start: t.exposeInt('start', {
      description: 'Where they begin: code points from the beginning of the text.',
    }),
    end: t.exposeInt('end', {
      description: 'Where they end, exclusive: code points from the beginning of the text.',
    }),
    paragraph: t.exposeInt('paragraph', {
      nullable: true,
      description: 'Zero-based paragraph of `articleBody`; null but for the field BODY.',
    }),
  }),
});

/** An anchor kept in a record of its own, or null where its article is hidden. */
export async function shownAnchor(
  context: Context,
  anchor: AnchorValue | undefined,
): Promise<AnchorValue | null> {
  return anchor && (await context.find(anchor.article)) ? anchor : null;
}
