// Outcomes: what came of an event, or failed to, with the dated history of its status.
import type { Article as ArticleRecord, Correction as CorrectionRecord } from '../../model/article.ts';
import type { Event as EventRecord } from '../../model/event.ts';
import type { Outcome as OutcomeRecord, StatusChange as StatusChangeRecord } from '../../model/outcome.ts';
import { isKnown, type KnownChange, standingChange } from '../../model/status.ts';
import type { Actor as ActorRecord } from '../../model/actor.ts';
import type { Topic as TopicRecord } from '../../model/topic.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { AgreementStage, OutcomeRole, OutcomeStatus } from '../enums.ts';
import { firstOf, outcomes, statements } from '../lists.ts';
import { rootsOfOutcome } from '../provenance.ts';
import {
  Actor,
  Anchor,
  Article,
  Correction,
  Event,
  Node,
  Outcome,
  OutcomeParty,
  QuantitativeValue,
  Statement,
  StatusChange,
  Thing,
  Topic,
} from '../refs.ts';

Outcome.implement({
  description: 'What came of an event, or failed to.',
  interfaces: [Node, Thing],
  fields: (t) => ({
    event: t.field({
      type: Event,
      description: 'The event that it came of.',
      resolve: (outcome, _, context) => context.get<EventRecord>(outcome.event),
    }),
    about: t.field({
      type: [Topic],
      description: 'Its topics. At most 50.',
      resolve: (outcome, _, context) => context.findAll<TopicRecord>(outcome.about),
    }),
    stage: t.expose('stage', {
      type: AgreementStage,
      nullable: true,
      description: 'The stage of a peace process that it belongs to.',
    }),
    status: t.field({
      type: OutcomeStatus,
      nullable: true,
      description:
        'Where it stands. `asOf`: what held on that day. `knownAt`: using only what had been published by then. Neither: the last change, whatever the clock says. Null where nothing was recorded by then.',
      args: {
        asOf: t.arg({
          type: 'EDTF',
          description: 'The day; of an imprecise date the last day that it can mean.',
        }),
        knownAt: t.arg({
          type: 'DateTime',
          description: 'The moment up to which reports and corrections are used.',
        }),
      },
      resolve: async (outcome, question, context) =>
        standingChange(await knownHistory(context, outcome), question)?.status ?? null,
    }),
    history: t.field({
      type: [StatusChange],
      description: 'Its changes of status, in the order of the file, voided ones too. At most 500.',
      args: { knownAt: t.arg({ type: 'DateTime', description: 'Only changes recorded by then.' }) },
      resolve: async (outcome, { knownAt }, context) => {
        const history = await context.findAll<StatusChangeRecord>(outcome.history);
        return history.filter((change) => isKnown(change, knownAt));
      },
    }),
    parties: t.field({
      type: [OutcomeParty],
      description: 'Who has to do with it, in the order of the file. At most 200.',
      resolve: async (outcome, _, context) => {
        const shown = await Promise.all(outcome.parties.map(({ actor }) => context.find(actor)));
        return outcome.parties.filter((_party, index) => shown[index] !== null);
      },
    }),
    quantities: t.expose('quantities', {
      type: [QuantitativeValue],
      description: 'Numbers that belong to it. At most 50.',
    }),
    date: t.expose('date', {
      type: 'EDTF',
      nullable: true,
      description: 'When it is due or was done; null while no date is set.',
    }),
    statements: t.field(
      statements.of('outcome.statements', 'Statements that propose, promise, report or reject it.'),
    ),
    independentSourceCount: t.int({
      description:
        'Distinct roots behind its statements and the articles of its history; unidentified sources count once an article.',
      resolve: async (outcome, _, context) => (await rootsOfOutcome(context, outcome)).size,
    }),
  }),
});

OutcomeParty.implement({
  description: "An actor's role in an outcome.",
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      description: 'Who it is.',
      resolve: ({ actor }, _, context) => context.get<ActorRecord>(actor),
    }),
    role: t.expose('role', { type: OutcomeRole, description: 'In which role.' }),
  }),
});

QuantitativeValue.implement({
  description: 'A number of something; schema.org QuantitativeValue: 1000 `prisoners of war, each side`.',
  fields: (t) => ({
    value: t.exposeFloat('value', { nullable: true, description: 'The number, where it is exact.' }),
    minValue: t.exposeFloat('minValue', { nullable: true, description: 'The least it may be.' }),
    maxValue: t.exposeFloat('maxValue', { nullable: true, description: 'The most it may be.' }),
    unitText: t.exposeString('unitText', { description: 'What is counted.' }),
  }),
});

StatusChange.implement({
  description: 'One dated change of status with its evidence.',
  interfaces: [Node],
  fields: (t) => ({
    status: t.expose('status', { type: OutcomeStatus, description: 'Where the outcome stood from then on.' }),
    date: t.expose('date', {
      type: 'EDTF',
      description: 'Since when; it counts from the earliest day that the date can mean.',
    }),
    recordedAt: t.expose('recordedAt', {
      type: 'DateTime',
      description: 'When the article that says so was published.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What happened, in a sentence.' }),
    article: t.field({
      type: Article,
      description: 'The article that says so.',
      resolve: (change, _, context) => context.get<ArticleRecord>(change.article),
    }),
    anchor: t.expose('anchor', { type: Anchor, description: 'The words of the article that say so.' }),
    statement: t.field({
      type: Statement,
      nullable: true,
      description: 'The statement that says so.',
      resolve: (change, _, context) => context.find(change.statement),
    }),
    voidedBy: t.field({
      type: Correction,
      nullable: true,
      description: 'The correction that voided it, if any; the earliest where there are several.',
      resolve: (change, _, context) => voidingCorrection(context, change),
    }),
  }),
});

builder.queryFields((t) => ({
  outcome: t.field({
    type: Outcome,
    nullable: true,
    description: 'The outcome with a slug, present or former; null where there is none.',
    args: { slug: t.arg.string({ required: true, description: 'For example `prisoner-exchange`.' }) },
    resolve: (_, { slug }, context) => context.findBySlug<OutcomeRecord>('outcome', slug),
  }),
  outcomes: t.field(outcomes.all('All outcomes.')),
}));

/** The history of an outcome with what is known of its corrections. */
async function knownHistory(context: Context, outcome: OutcomeRecord): Promise<KnownChange[]> {
  const history = await context.findAll<StatusChangeRecord>(outcome.history);
  const corrections = await Promise.all(history.map((change) => voidingCorrection(context, change)));
  return history.map((change, index) => ({ change, voidedAt: corrections[index]?.dateCreated }));
}

function voidingCorrection(context: Context, change: StatusChangeRecord): Promise<CorrectionRecord | null> {
  return firstOf<CorrectionRecord>(context, 'statusChange.voidedBy', change.id, {
    field: 'DATE_CREATED',
    direction: 'ASC',
  });
}
