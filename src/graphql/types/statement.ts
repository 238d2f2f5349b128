// Statements: who said what, in which words, and who passed it on.
import { heldOn, type Actor as ActorRecord } from '../../model/actor.ts';
import type { Article as ArticleRecord, Correction as CorrectionRecord } from '../../model/article.ts';
import type { Statement as StatementRecord } from '../../model/statement.ts';
import type { Thing as ThingRecord } from '../../model/record.ts';
import type { Topic as TopicRecord } from '../../model/topic.ts';
import { webAnnotation } from '../../exchange/web-annotation.ts';
import { builder } from '../builder.ts';
import { AttributionBasis, AttributionRole, QuoteForm, Stance, StatementKind } from '../enums.ts';
import { firstOf, outcomes, statements } from '../lists.ts';
import { ListConnection, pageOfArray, settled } from '../paging.ts';
import { rootsOfStatement } from '../provenance.ts';
import {
  Actor,
  Anchor,
  Article,
  Attribution,
  Correction,
  Event,
  Node,
  Office,
  Source,
  Statement,
  StatementResponse,
  type StatementResponseValue,
  Thing,
  Topic,
} from '../refs.ts';

const StatementResponseConnection = builder.connectionObject(
  { type: StatementResponse, name: 'StatementResponseConnection', description: 'A page of answers.' },
  { name: 'StatementResponseEdge', description: 'A place in a list of answers.' },
);

Statement.implement({
  description:
    'Something that somebody said; schema.org Quotation or Claim, and the body of a Web Annotation whose targets are its anchors.',
  interfaces: [Node],
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'The slug of its article, `/`, and its own within the article.',
    }),
    kind: t.expose('kind', { type: StatementKind, description: 'What the speaker does by saying it.' }),
    form: t.expose('form', { type: QuoteForm, description: 'How the article renders it.' }),
    text: t.exposeString('text', {
      description: 'What is said, able to stand alone; the exact words where nothing else was given.',
    }),
    inLanguage: t.expose('inLanguage', { type: 'BCP47', description: 'The language of `text`.' }),
    originalText: t.exposeString('originalText', {
      nullable: true,
      description: 'The words in the language in which they were said.',
    }),
    speaker: t.field({
      type: Actor,
      nullable: true,
      description: 'Who said it; null where the report names nobody.',
      resolve: (statement, _, context) => context.find(statement.speaker),
    }),
    speakerDescription: t.exposeString('speakerDescription', {
      nullable: true,
      description: 'Who said it, as printed: `a diplomatic source`.',
    }),
    speakerOffices: t.field({
      type: [Office],
      description:
        'The offices that the speaker held on `dateUttered`; none where either is null. At most 200.',
      resolve: async ({ speaker, dateUttered }, _, context) => {
        const actor = await context.find<ActorRecord>(speaker);
        return actor && dateUttered !== undefined
          ? actor.offices.filter((office) => heldOn(office, dateUttered))
          : [];
      },
    }),
    addressees: t.field({
      type: [Actor],
      description: 'Those to whom it is addressed. At most 50.',
      resolve: (statement, _, context) => context.findAll<ActorRecord>(statement.addressees),
    }),
    attribution: t.expose('attribution', {
      type: [Attribution],
      description: 'Who told whom, nearest to the words first; the last link published it. At most 22.',
    }),
    dateUttered: t.expose('dateUttered', { type: 'EDTF', nullable: true, description: 'When it was said.' }),
    article: t.field({
      type: Article,
      description: 'The article in which it stands.',
      resolve: (statement, _, context) => context.get<ArticleRecord>(statement.article),
    }),
    anchors: t.expose('anchors', {
      type: [Anchor],
      description: 'Where it stands: one anchor for each stretch of text, in reading order. At most 20.',
    }),
    about: t.field({
      type: [Topic],
      description: 'Its topics. At most 50.',
      resolve: (statement, _, context) => context.findAll<TopicRecord>(statement.about),
    }),
    mentions: t.field({
      type: [Thing],
      description: 'Actors and places that are named within its anchors.',
      resolve: (statement, _, context) => context.findAll<ThingRecord>(statement.mentions),
    }),
    event: t.field({
      type: Event,
      nullable: true,
      description: 'The event at which, or about which, it was said.',
      resolve: (statement, _, context) => context.find(statement.event),
    }),
    outcomes: t.field(
      outcomes.of('statement.outcomes', 'The outcomes that it proposes, promises, reports or rejects.'),
    ),
    inResponseTo: t.field({
      type: StatementResponseConnection,
      description: 'What it answers, by id.',
      args: t.arg.connectionArgs(),
      resolve: async (statement, args, context) => {
        const found = await Promise.all(
          statement.inResponseTo.map((response) => context.find<StatementRecord>(response.statement)),
        );
        const answered = statement.inResponseTo.flatMap(({ stance }, index) => {
          const inResponseTo = found[index];
          return inResponseTo ? [{ node: { statement, inResponseTo, stance } }] : [];
        });
        // A cursor with a place in the file would tell how many hidden ones stand before it.
        const byId = answered.toSorted((a, b) => (a.node.inResponseTo.id < b.node.inResponseTo.id ? -1 : 1));
        return pageOfArray(byId, args, 'inResponseTo', ({ node }) => [node.inResponseTo.id]);
      },
    }),
    responses: t.field({
      type: StatementResponseConnection,
      description: 'What answered it, in reading order; with `stance: [DENIES]`, who contradicts it.',
      args: {
        ...t.arg.connectionArgs(),
        stance: t.arg({ type: [Stance], description: 'Only answers of one of these stances.' }),
      },
      resolve: (statement, { stance, ...page }, context) =>
        settled(
          () =>
            new ListConnection(
              context,
              { list: 'statement.responses', owner: statement.id, ...(stance && { labels: stance }) },
              { field: 'READING_ORDER', direction: 'ASC' },
              'responses',
              page,
              (row) => ({
                node: {
                  statement: row.record,
                  inResponseTo: statement,
                  stance: row.label,
                } as StatementResponseValue,
              }),
            ),
        ) as never,
    }),
    independentSourceCount: t.int({
      description:
        'Distinct roots behind it and behind the visible, unvoided statements that support it; unidentified sources count once an article; no trace counts 0.',
      resolve: async (statement, _, context) => (await rootsOfStatement(context, statement)).size,
    }),
    voidedBy: t.field({
      type: Correction,
      nullable: true,
      description: 'The correction that voided it, if any; the earliest where there are several.',
      resolve: (statement, _, context) =>
        firstOf<CorrectionRecord>(context, 'statement.voidedBy', statement.id, {
          field: 'DATE_CREATED',
          direction: 'ASC',
        }),
    }),
    annotation: t.field({
      type: 'JSON',
      description: 'The statement as a W3C Web Annotation whose targets are its anchors, as JSON-LD.',
      resolve: async (statement, _, context) =>
        webAnnotation(statement, await context.get<ArticleRecord>(statement.article)),
    }),
  }),
});

StatementResponse.implement({
  description: 'One statement answering another.',
  fields: (t) => ({
    statement: t.expose('statement', { type: Statement, description: 'The answer.' }),
    inResponseTo: t.expose('inResponseTo', { type: Statement, description: 'What it answers.' }),
    stance: t.expose('stance', { type: Stance, description: 'How it answers.' }),
  }),
});

Attribution.implement({
  description: 'One link of a chain of attribution.',
  fields: (t) => ({
    role: t.expose('role', { type: AttributionRole, description: 'What this link did with the words.' }),
    actor: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor, where one is known.',
      resolve: (link, _, context) => context.find(link.actor),
    }),
    source: t.field({
      type: Source,
      nullable: true,
      description: 'The source, where one is known.',
      resolve: (link, _, context) => context.find(link.source),
    }),
    description: t.exposeString('description', { nullable: true, description: 'Who it was, as printed.' }),
    basis: t.expose('basis', {
      type: AttributionBasis,
      description: 'On what terms the words were given to the next link.',
    }),
    anchor: t.expose('anchor', {
      type: Anchor,
      nullable: true,
      description: 'The words of the article that show this link.',
    }),
  }),
});

builder.queryFields((t) => ({
  statement: t.field({
    type: Statement,
    nullable: true,
    description: 'The statement with a slug, present or former; null where there is none.',
    args: {
      slug: t.arg.string({
        required: true,
        description: 'For example `istanbul-talks-stall/conflict-without-end`.',
      }),
    },
    resolve: (_, { slug }, context) => context.findBySlug<StatementRecord>('statement', slug),
  }),
  statements: t.field(statements.all('All statements.')),
}));
