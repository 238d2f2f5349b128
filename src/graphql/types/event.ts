// Events: what happened, who took part and in which role.
import { type Event as EventRecord, quadOf } from '../../model/event.ts';
import type { Actor as ActorRecord } from '../../model/actor.ts';
import type { Topic as TopicRecord } from '../../model/topic.ts';
import { builder } from '../builder.ts';
import { EventKind, EventRole, EventStatus, QuadClass } from '../enums.ts';
import { articles, events, firstOf, outcomes, statements } from '../lists.ts';
import { positionsOf } from '../positions.ts';
import {
  Actor,
  Anchor,
  Event,
  Node,
  Participation,
  PartyPosition,
  Place,
  Statement,
  Thing,
  Topic,
} from '../refs.ts';
import { shownAnchor } from './anchor.ts';

Event.implement({
  description: 'Something that happened or is planned; schema.org Event.',
  interfaces: [Node, Thing],
  fields: (t) => ({
    kind: t.expose('kind', { type: EventKind, description: 'What kind of event it is.' }),
    quad: t.field({
      type: QuadClass,
      description: 'Its class, which follows from its kind.',
      resolve: (event) => quadOf[event.kind],
    }),
    eventStatus: t.expose('eventStatus', { type: EventStatus, description: 'Whether it took place.' }),
    startDate: t.expose('startDate', {
      type: 'EDTF',
      nullable: true,
      description: 'When it began, or is to begin.',
    }),
    endDate: t.expose('endDate', {
      type: 'EDTF',
      nullable: true,
      description: 'When it ended; null where it ended on the day on which it began.',
    }),
    duration: t.exposeString('duration', {
      nullable: true,
      description: 'ISO 8601, for example `PT2H`; an upper bound where `durationIsAtMost`.',
    }),
    durationIsAtMost: t.exposeBoolean('durationIsAtMost', {
      description: 'Whether `duration` is an upper bound.',
    }),
    location: t.field({
      type: Place,
      nullable: true,
      description: 'Where it took place.',
      resolve: (event, _, context) => context.find(event.location),
    }),
    superEvent: t.field({
      type: Event,
      nullable: true,
      description: 'The event that this one is a part of.',
      resolve: (event, _, context) => context.find(event.superEvent),
    }),
    subEvents: t.field(events.of('event.subEvents', 'The events that are a part of this one.')),
    previousEvent: t.field({
      type: Event,
      nullable: true,
      description: 'The event that this one follows in a series.',
      resolve: (event, _, context) => context.find(event.previousEvent),
    }),
    nextEvent: t.field({
      type: Event,
      nullable: true,
      description: 'The event that follows this one in a series; the earliest where there are several.',
      resolve: (event, _, context) =>
        firstOf<EventRecord>(context, 'event.nextEvent', event.id, { field: 'START_DATE', direction: 'ASC' }),
    }),
    participants: t.field({
      type: [Participation],
      description: 'Who takes part, in the order of the file. At most 200.',
      args: { role: t.arg({ type: [EventRole], description: 'Only those in one of these roles.' }) },
      resolve: async (event, { role }, context) => {
        const wanted = event.participants.filter((participant) => !role || role.includes(participant.role));
        const shown = await Promise.all(wanted.map(({ actor }) => context.find(actor)));
        return wanted.filter((_, index) => shown[index] !== null);
      },
    }),
    about: t.field({
      type: [Topic],
      description: 'Its topics. At most 50.',
      resolve: (event, _, context) => context.findAll<TopicRecord>(event.about),
    }),
    outcomes: t.field(outcomes.of('event.outcomes', 'What came of it.')),
    positions: t.field({
      type: [PartyPosition],
      description:
        'The latest position of each party on each topic, by topic and party: from statements of the event and its sub-events that demand, propose, reject, promise, concede, endorse or threaten.',
      args: {
        asOf: t.arg({
          type: 'EDTF',
          description: 'Only statements made by then; of an imprecise date the last day that it can mean.',
        }),
      },
      resolve: (event, { asOf }, context) => positionsOf(context, event, asOf),
    }),
    statements: t.field(statements.of('event.statements', 'What was said at it or about it.')),
    articles: t.field(articles.of('event.articles', 'Articles that report on it.')),
  }),
});

Participation.implement({
  description: "An actor's part in an event.",
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      description: 'Who takes part.',
      resolve: ({ actor }, _, context) => context.get<ActorRecord>(actor),
    }),
    role: t.expose('role', { type: EventRole, description: 'In which role.' }),
    onBehalfOf: t.field({
      type: Actor,
      nullable: true,
      description: 'For whom the actor speaks or acts in this event.',
      resolve: ({ onBehalfOf }, _, context) => context.find(onBehalfOf),
    }),
    anchor: t.field({
      type: Anchor,
      nullable: true,
      description: 'The words of an article that say so.',
      resolve: ({ anchor }, _, context) => shownAnchor(context, anchor),
    }),
  }),
});

PartyPosition.implement({
  description: 'What a party holds on a topic, told by its latest statement.',
  fields: (t) => ({
    party: t.expose('party', { type: Actor, description: 'The party.' }),
    topic: t.expose('topic', { type: Topic, description: 'The topic: the very one, not a broader one.' }),
    statement: t.expose('statement', {
      type: Statement,
      description: 'The latest statement by which the party takes a position on it.',
    }),
    date: t.field({
      type: 'EDTF',
      nullable: true,
      description: 'When it was said.',
      resolve: ({ statement }) => statement.dateUttered ?? null,
    }),
    opposedBy: t.field({
      type: [Statement],
      description: 'Answers to it by other parties that deny it, in reading order.',
      resolve: async ({ opposedBy }) => [...(await opposedBy())],
    }),
  }),
});

builder.queryFields((t) => ({
  event: t.field({
    type: Event,
    nullable: true,
    description: 'The event with a slug, present or former; null where there is none.',
    args: { slug: t.arg.string({ required: true, description: 'For example `istanbul-talks-2025-05-16`.' }) },
    resolve: (_, { slug }, context) => context.findBySlug<EventRecord>('event', slug),
  }),
  events: t.field(events.all('All events.')),
}));
