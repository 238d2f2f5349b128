// Actors: persons, organizations and countries.
import { type Actor as ActorRecord, type Country as CountryRecord, heldOn } from '../../model/actor.ts';
import { builder } from '../builder.ts';
import { actors, articles, events, outcomes, statements } from '../lists.ts';
import { Actor, Country, Node, Office, Organization, Person, Thing, typeNameOf } from '../refs.ts';

Actor.implement({
  description: 'Who can speak, act, or be acted on.',
  interfaces: [Node, Thing],
  resolveType: typeNameOf as never,
  fields: (t) => ({
    offices: t.field({
      type: [Office],
      description:
        'Offices held, in the order of the file; with `asOf`, those held on that day. At most 200.',
      args: {
        asOf: t.arg({ type: 'EDTF', description: 'The day; of an imprecise date any day that it can mean.' }),
      },
      resolve: (actor, { asOf }) =>
        typeof asOf === 'string' ? actor.offices.filter((office) => heldOn(office, asOf)) : actor.offices,
    }),
    statements: t.field(statements.of('actor.statements', 'What the actor said.')),
    articles: t.field(
      articles.of('actor.articles', 'Articles that the actor wrote, speaks in, or is named in.'),
    ),
    events: t.field(events.of('actor.events', 'Events in which the actor takes part itself.')),
    outcomes: t.field(outcomes.of('actor.outcomes', 'Outcomes with which the actor has to do.')),
  }),
});

Person.implement({
  description: 'A human being; schema.org Person.',
  interfaces: [Node, Thing, Actor],
  fields: (t) => ({
    nationality: t.field({
      type: [Country],
      description: 'The countries of which the person is a citizen. At most 20.',
      resolve: (person, _, context) => context.findAll<CountryRecord>(person.nationality),
    }),
  }),
});

Organization.implement({
  description: 'A body, party, company, outlet or delegation; schema.org Organization.',
  interfaces: [Node, Thing, Actor],
  fields: (t) => ({
    parentOrganization: t.field({
      type: Organization,
      nullable: true,
      description: 'The body that it is a part of.',
      resolve: (organization, _, context) => context.find(organization.parentOrganization),
    }),
    country: t.field({
      type: Country,
      nullable: true,
      description: 'The country that it belongs to.',
      resolve: (organization, _, context) => context.find(organization.country),
    }),
  }),
});

Country.implement({
  description: 'A country, acting as such; schema.org Country.',
  interfaces: [Node, Thing, Actor],
  fields: (t) => ({
    isoCode: t.exposeString('isoCode', {
      nullable: true,
      description: 'ISO 3166-1 alpha-2, for example `UA`.',
    }),
  }),
});

Office.implement({
  description: 'An office held for a time; schema.org Role between a person and a body.',
  fields: (t) => ({
    holder: t.field({
      type: Actor,
      description: 'Who holds it.',
      resolve: (office, _, context) => context.get<ActorRecord>(office.holder),
    }),
    roleName: t.exposeString('roleName', { description: 'The name of the office.' }),
    organization: t.field({
      type: Organization,
      nullable: true,
      description: 'The body in which it is held.',
      resolve: (office, _, context) => context.find(office.organization),
    }),
    country: t.field({
      type: Country,
      nullable: true,
      description: 'The country for which it is held.',
      resolve: (office, _, context) => context.find(office.country),
    }),
    startDate: t.expose('startDate', { type: 'EDTF', nullable: true, description: 'When it began.' }),
    endDate: t.expose('endDate', {
      type: 'EDTF',
      nullable: true,
      description: 'When it ended; null while the office is held.',
    }),
  }),
});

builder.queryFields((t) => ({
  actor: t.field({
    type: Actor,
    nullable: true,
    description: 'The actor with a slug, present or former; null where there is none.',
    args: { slug: t.arg.string({ required: true, description: 'For example `rustem-umerov`.' }) },
    resolve: (_, { slug }, context) => context.findBySlug<ActorRecord>('actor', slug),
  }),
  actors: t.field(actors.all('All actors.')),
}));
