// Corrections: what was wrong, what is right, and what is void because of it.
import type { Article as ArticleRecord } from '../../model/article.ts';
import { builder } from '../builder.ts';
import { Article, Correction, Node, Statement, StatusChange, typeNameOf } from '../refs.ts';

const Voidable = builder.unionType('Voidable', {
  description: 'What a correction can void.',
  types: [Statement, StatusChange],
  resolveType: typeNameOf as never,
});

Correction.implement({
  description: 'A correction of an article; schema.org CorrectionComment.',
  interfaces: [Node],
  fields: (t) => ({
    article: t.field({
      type: Article,
      description: 'The article that is corrected.',
      resolve: (correction, _, context) => context.get<ArticleRecord>(correction.article),
    }),
    text: t.exposeString('text', { description: 'What was wrong and what is right.' }),
    dateCreated: t.expose('dateCreated', {
      type: 'DateTime',
      description: 'When the correction was published.',
    }),
    affects: t.field({
      type: [Voidable],
      description: 'The statements and status changes that it voids. At most 100.',
      resolve: (correction, _, context) => context.findAll(correction.affects) as never,
    }),
  }),
});
