// Sources: where something was said or printed.
import type { Source as SourceRecord } from '../../model/source.ts';
import { builder } from '../builder.ts';
import { SourceKind } from '../enums.ts';
import { articles, sources } from '../lists.ts';
import { Node, Organization, Source, Thing } from '../refs.ts';

Source.implement({
  description: 'Where something was said or printed: an outlet, agency, release, post or transcript.',
  interfaces: [Node, Thing],
  fields: (t) => ({
    kind: t.expose('kind', { type: SourceKind, description: 'What kind of source it is.' }),
    url: t.expose('url', { type: 'URL', nullable: true, description: 'Where it is found.' }),
    archivedAt: t.expose('archivedAt', { type: 'URL', nullable: true, description: 'A lasting copy of it.' }),
    organization: t.field({
      type: Organization,
      nullable: true,
      description: 'The organization behind it.',
      resolve: (source, _, context) => context.find(source.organization),
    }),
    publishingPrinciples: t.expose('publishingPrinciples', {
      type: ['URL'],
      description: 'Pages that state how it works: its code of ethics, its corrections policy. At most 20.',
    }),
    isBasedOn: t.field({
      type: [Source],
      description: 'The sources that it relays; how relays are traced to their roots. At most 100.',
      resolve: (source, _, context) => context.findAll<SourceRecord>(source.isBasedOn),
    }),
    articles: t.field(
      articles.of(
        'source.articles',
        'Articles that it published, that rest on it, or that name it in an attribution.',
      ),
    ),
  }),
});

builder.queryFields((t) => ({
  source: t.field({
    type: Source,
    nullable: true,
    description: 'The source with a slug, present or former; null where there is none.',
    args: { slug: t.arg.string({ required: true, description: 'For example `axios`.' }) },
    resolve: (_, { slug }, context) => context.findBySlug<SourceRecord>('source', slug),
  }),
  sources: t.field(sources.all('All sources.')),
}));
