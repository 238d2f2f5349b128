// Every type, declared before any of them is described, since they refer to one another.
import type {
  Actor as ActorRecord,
  Country as CountryRecord,
  Office as OfficeValue,
  Organization as OrganizationRecord,
  Person as PersonRecord,
} from '../model/actor.ts';
import type { Anchor as AnchorValue } from '../model/anchor.ts';
import type {
  Article as ArticleRecord,
  Correction as CorrectionRecord,
  Mention as MentionValue,
} from '../model/article.ts';
import type { Event as EventRecord, Participation as ParticipationValue } from '../model/event.ts';
import type {
  Outcome as OutcomeRecord,
  QuantitativeValue as Quantity,
  StatusChange as StatusChangeRecord,
} from '../model/outcome.ts';
import type { Place as PlaceRecord } from '../model/place.ts';
import type { AnyRecord, Thing as ThingRecord } from '../model/record.ts';
import type { Source as SourceRecord } from '../model/source.ts';
import type { Attribution as AttributionLink, Statement as StatementRecord } from '../model/statement.ts';
import type { Topic as TopicRecord } from '../model/topic.ts';
import { parseId } from '../model/kind.ts';
import { builder } from './builder.ts';
import type { PartyPositionValue } from './positions.ts';

/** An actor or place found in a text, with the name by which it was found. */
export type MentionOfThing = MentionValue & { readonly node: ThingRecord };

/** One statement answering another. */
export interface StatementResponseValue {
  readonly statement: StatementRecord;
  readonly inResponseTo: StatementRecord;
  readonly stance: StatementRecord['inResponseTo'][number]['stance'];
}

export const Node = builder.interfaceRef<AnyRecord>('Node');
export const Thing = builder.interfaceRef<ThingRecord>('Thing');
export const Actor = builder.interfaceRef<ActorRecord>('Actor');
export const Person = builder.objectRef<PersonRecord>('Person');
export const Organization = builder.objectRef<OrganizationRecord>('Organization');
export const Country = builder.objectRef<CountryRecord>('Country');
export const Office = builder.objectRef<OfficeValue>('Office');
export const Article = builder.objectRef<ArticleRecord>('Article');
export const Statement = builder.objectRef<StatementRecord>('Statement');
export const StatementResponse = builder.objectRef<StatementResponseValue>('StatementResponse');
export const Attribution = builder.objectRef<AttributionLink>('Attribution');
export const Anchor = builder.objectRef<AnchorValue>('Anchor');
export const Event = builder.objectRef<EventRecord>('Event');
export const Participation = builder.objectRef<ParticipationValue>('Participation');
export const PartyPosition = builder.objectRef<PartyPositionValue>('PartyPosition');
export const Outcome = builder.objectRef<OutcomeRecord>('Outcome');
export const OutcomeParty = builder.objectRef<OutcomeRecord['parties'][number]>('OutcomeParty');
export const QuantitativeValue = builder.objectRef<Quantity>('QuantitativeValue');
export const StatusChange = builder.objectRef<StatusChangeRecord>('StatusChange');
export const Correction = builder.objectRef<CorrectionRecord>('Correction');
export const ImageObject = builder.objectRef<ArticleRecord['image'][number]>('ImageObject');
export const Place = builder.objectRef<PlaceRecord>('Place');
export const Topic = builder.objectRef<TopicRecord>('Topic');
export const Source = builder.objectRef<SourceRecord>('Source');

/** The GraphQL type of a record, told by its id. */
export function typeNameOf(record: unknown): string | undefined {
  return parseId((record as AnyRecord).id)?.type;
}
