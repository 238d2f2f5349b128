// Articles: what was published, with the statements found in it.
import type { Actor as ActorRecord } from '../../model/actor.ts';
import type {
  Article as ArticleRecord,
  ArticleText,
  Correction as CorrectionRecord,
} from '../../model/article.ts';
import { parseId } from '../../model/kind.ts';
import type { Place as PlaceRecord } from '../../model/place.ts';
import type { Thing as ThingRecord } from '../../model/record.ts';
import type { Source as SourceRecord } from '../../model/source.ts';
import type { Statement as StatementRecord } from '../../model/statement.ts';
import type { Topic as TopicRecord } from '../../model/topic.ts';
import { type ArticleSurroundings, newsArticle } from '../../exchange/schema-org.ts';
import { RELATING_LIMIT, relatednessWeights as weights } from '../../store/store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ArticleGenre, MentionType, PubStatus } from '../enums.ts';
import { renderBody } from '../html.ts';
import { allMembersOf, articles, events, membersOf, outcomes, statements } from '../lists.ts';
import { pageOfArray } from '../paging.ts';
import { rootsOfArticle } from '../provenance.ts';
import {
  Actor,
  Anchor,
  Article,
  Correction,
  ImageObject,
  Node,
  Place,
  Source,
  Thing,
  Topic,
} from '../refs.ts';

const MentionWhere = builder.inputType('MentionWhere', {
  description: 'Which mentions to list.',
  fields: (t) => ({
    type: t.field({ type: [MentionType], description: 'Only mentions of one of these types.' }),
  }),
});

const MentionEdge = builder.objectRef<{
  cursor: string;
  node: ThingRecord;
  matchedName: string;
  anchors: ArticleText['mentions'][number]['anchors'];
}>('MentionEdge');
MentionEdge.implement({
  description: 'A name or alias found in the body of an article.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description:
        'Marks the place of this edge in the list, for `after` and `before`. It stays good when records are added or removed.',
    }),
    node: t.field({ type: Thing, description: 'What is named.', resolve: (edge) => edge.node }),
    matchedName: t.exposeString('matchedName', { description: 'The name as printed, at its first place.' }),
    anchors: t.field({
      type: [Anchor],
      description: 'Where it is named, in reading order.',
      resolve: (edge) => edge.anchors,
    }),
  }),
});
const MentionConnection = builder.connectionObject(
  { type: Thing, name: 'MentionConnection', description: 'A page of mentions.' },
  MentionEdge as never,
);

const mentionTypes: Readonly<Record<string, string>> = {
  Person: 'PERSON',
  Organization: 'ORGANIZATION',
  Country: 'COUNTRY',
  Place: 'PLACE',
};

Article.implement({
  description: 'What was published; schema.org NewsArticle with the rights and status fields of IPTC ninjs.',
  interfaces: [Node],
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Unique among articles. Former slugs keep resolving.' }),
    url: t.expose('url', { type: 'URL', nullable: true, description: 'Where the article is published.' }),
    headline: t.exposeString('headline', { description: 'The headline.' }),
    alternativeHeadline: t.exposeString('alternativeHeadline', {
      nullable: true,
      description: 'A second headline.',
    }),
    description: t.exposeString('description', { nullable: true, description: 'The standfirst or summary.' }),
    articleBody: t.string({
      description:
        'Plain text, normalised (NFC, LF, paragraphs apart by one blank line): the text in which every Anchor of the field BODY counts.',
      resolve: (article, _, context) => context.bodyOf(article),
    }),
    articleBodyHtml: t.string({
      description:
        'The same body as sanitised HTML; with `marked`, each anchored stretch stands in a `<mark data-statement="…">`, whose attribute has the ids of the statements, apart by spaces.',
      args: {
        marked: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: 'Whether to mark the anchors of the statements.',
        }),
      },
      resolve: async (article, { marked }, context) => {
        const order = { field: 'READING_ORDER', direction: 'ASC' } as const;
        const [{ paragraphs }, said] = await Promise.all([
          context.textOf(article),
          marked ? membersOf<StatementRecord>(context, 'article.statements', article.id, order) : [],
        ]);
        return renderBody(paragraphs, said);
      },
    }),
    textDigest: t.exposeString('textDigest', { description: 'sha256 of `articleBody` in UTF-8, in hex.' }),
    wordCount: t.exposeInt('wordCount', { description: 'How many words `articleBody` has.' }),
    genre: t.expose('genre', { type: ArticleGenre, description: 'What sort of writing it is.' }),
    inLanguage: t.expose('inLanguage', {
      type: 'BCP47',
      description: 'The language in which it is written.',
    }),
    translationOf: t.field({
      type: Article,
      nullable: true,
      description: 'The article of which this is a translation.',
      resolve: (article, _, context) => context.find(article.translationOf),
    }),
    translations: t.field({
      type: [Article],
      description: 'Translations of it, by date of publication. At most 1,000.',
      resolve: (article, _, context) =>
        membersOf<ArticleRecord>(context, 'article.translations', article.id, {
          field: 'DATE_PUBLISHED',
          direction: 'ASC',
        }),
    }),
    datePublished: t.expose('datePublished', { type: 'DateTime', description: 'When it was published.' }),
    dateModified: t.expose('dateModified', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
    dateline: t.exposeString('dateline', {
      nullable: true,
      description: 'Where and when it was written, as printed.',
    }),
    pubStatus: t.expose('pubStatus', {
      type: PubStatus,
      description: 'Whether it may be shown; anything but USABLE is seen with a preview token only.',
    }),
    embargoedUntil: t.expose('embargoedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until then it is not shown.',
    }),
    expires: t.expose('expires', {
      type: 'DateTime',
      nullable: true,
      description: 'From then on it is no longer shown.',
    }),
    byline: t.exposeString('byline', {
      nullable: true,
      description: 'Who wrote it, as printed; `author` are the entities.',
    }),
    author: t.field({
      type: [Actor],
      description: 'Who wrote it. At most 50.',
      resolve: (article, _, context) => context.findAll<ActorRecord>(article.author),
    }),
    publisher: t.field({
      type: Source,
      nullable: true,
      description: 'The source that published it.',
      resolve: (article, _, context) => context.find(article.publisher),
    }),
    isBasedOn: t.field({
      type: [Source],
      description: 'The sources on which it rests. At most 100.',
      resolve: (article, _, context) => context.findAll<SourceRecord>(article.isBasedOn),
    }),
    independentSourceCount: t.int({
      description:
        'Distinct roots reached through attribution links and `isBasedOn`; unidentified sources count once each; no trace counts 0.',
      resolve: async (article, _, context) => (await rootsOfArticle(context, article)).size,
    }),
    image: t.expose('image', { type: [ImageObject], description: 'Its pictures. At most 100.' }),
    contentLocation: t.field({
      type: [Place],
      description: 'The places that it is about. At most 50.',
      resolve: (article, _, context) => context.findAll<PlaceRecord>(article.contentLocation),
    }),
    creditText: t.exposeString('creditText', { nullable: true, description: 'Whom to credit.' }),
    copyrightHolder: t.exposeString('copyrightHolder', {
      nullable: true,
      description: 'Who holds the copyright.',
    }),
    license: t.expose('license', {
      type: 'URL',
      nullable: true,
      description: 'The licence under which it may be used.',
    }),
    usageTerms: t.exposeString('usageTerms', {
      nullable: true,
      description: 'On what terms it may be used, in words.',
    }),
    about: t.field({
      type: [Topic],
      description: 'Its topics. At most 50.',
      resolve: (article, _, context) => context.findAll<TopicRecord>(article.about),
    }),
    mentions: t.field({
      type: MentionConnection,
      description:
        'Every actor and place whose name or alias stands in the body, in order of their first place.',
      args: {
        ...t.arg.connectionArgs(),
        where: t.arg({
          type: MentionWhere,
          description: 'Which mentions to list; all where it is left out.',
        }),
      },
      resolve: async (article, { where, ...page }, context) => {
        const { mentions } = await context.textOf(article);
        const wanted = mentions.filter(
          ({ thing }) =>
            !where?.type || where.type.includes(mentionTypes[parseId(thing)?.type ?? ''] as never),
        );
        const nodes = await Promise.all(wanted.map(({ thing }) => context.find<ThingRecord>(thing)));
        const shown = wanted.flatMap((mention, index) => {
          const node = nodes[index];
          return node ? [{ ...mention, node }] : [];
        });
        return pageOfArray(shown, page, 'mentions', ({ thing, anchors }) => [
          anchors[0]?.start ?? 0,
          thing,
        ]) as never;
      },
    }),
    statements: t.field(statements.of('article.statements', 'What is said in it.')),
    events: t.field(events.of('article.events', 'Events that it reports on.')),
    outcomes: t.field(
      outcomes.of('article.outcomes', 'Outcomes whose status it reports, or that its statements are about.'),
    ),
    corrections: t.field({
      type: [Correction],
      description: 'Corrections of it, in the order of the file. At most 100.',
      resolve: (article, _, context) => context.findAll<CorrectionRecord>(article.corrections),
    }),
    related: t.field(
      articles.inOrder(
        { field: 'RELATEDNESS', direction: 'DESC' },
        (relatedTo) => ({ relatedTo }),
        `Articles that share something with it, those that share most first, then the latest. Each event that both report on counts ${weights.event}, each topic that both are about ${weights.topic}, each actor or place that is named or speaks in both ${weights.figure}; what more than ${RELATING_LIMIT.toLocaleString('en')} articles share does not count. Its translations, and what it is a translation of, are left out.`,
      ),
    ),
    jsonLd: t.field({
      type: 'JSON',
      description:
        'schema.org NewsArticle, ready for a page\'s `<script type="application/ld+json">`; direct words are Quotations, retold ones Claims.',
      resolve: async (article, _, context) => {
        const { articleBody, mentions } = await context.textOf(article);
        return newsArticle(article, articleBody, await surroundingsOf(context, article, mentions));
      },
    }),
  }),
});

ImageObject.implement({
  description: 'A picture; schema.org ImageObject.',
  fields: (t) => ({
    contentUrl: t.expose('contentUrl', { type: 'URL', description: 'Where the picture itself is.' }),
    caption: t.exposeString('caption', { nullable: true, description: 'What it shows.' }),
    creditText: t.exposeString('creditText', { nullable: true, description: 'Whom to credit.' }),
    width: t.exposeInt('width', { nullable: true, description: 'Width in pixels.' }),
    height: t.exposeInt('height', { nullable: true, description: 'Height in pixels.' }),
  }),
});

async function surroundingsOf(
  context: Context,
  article: ArticleRecord,
  named: ArticleText['mentions'],
): Promise<ArticleSurroundings> {
  const statements = await allMembersOf<StatementRecord>(
    context,
    { list: 'article.statements', owner: article.id },
    { field: 'READING_ORDER', direction: 'ASC' },
  );
  const [
    author,
    publisher,
    isBasedOn,
    contentLocation,
    about,
    mentions,
    corrections,
    translationOf,
    translations,
    speakers,
  ] = await Promise.all([
    context.findAll<ActorRecord>(article.author),
    context.find<SourceRecord>(article.publisher),
    context.findAll<SourceRecord>(article.isBasedOn),
    context.findAll<PlaceRecord>(article.contentLocation),
    context.findAll<TopicRecord>(article.about),
    context.findAll<ThingRecord>(named.map(({ thing }) => thing)),
    context.findAll<CorrectionRecord>(article.corrections),
    context.find<ArticleRecord>(article.translationOf),
    membersOf<ArticleRecord>(context, 'article.translations', article.id, {
      field: 'DATE_PUBLISHED',
      direction: 'ASC',
    }),
    Promise.all(statements.map(({ speaker }) => context.find<ActorRecord>(speaker))),
  ]);
  const spoken = statements.map((statement, index) => ({ statement, speaker: speakers[index] ?? null }));
  return {
    author,
    publisher,
    isBasedOn,
    contentLocation,
    about,
    mentions,
    corrections,
    translationOf,
    translations,
    statements: spoken,
  };
}

builder.queryFields((t) => ({
  article: t.field({
    type: Article,
    nullable: true,
    description: 'The article with a slug, present or former; null where there is none.',
    args: { slug: t.arg.string({ required: true, description: 'For example `istanbul-talks-stall`.' }) },
    resolve: (_, { slug }, context) => context.findBySlug<ArticleRecord>('article', slug),
  }),
  articles: t.field(articles.all('All articles.')),
}));
