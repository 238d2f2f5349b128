// The enums of the schema, made from the closed lists of the model.
import { actorType } from '../model/actor.ts';
import { anchorField } from '../model/anchor.ts';
import { articleGenre, pubStatus } from '../model/article.ts';
import { type Enumeration, enumeration } from '../model/enumeration.ts';
import { eventKind, eventRole, eventStatus, quadClass } from '../model/event.ts';
import { agreementStage, outcomeRole, outcomeStatus } from '../model/outcome.ts';
import { sourceKind } from '../model/source.ts';
import { attributionBasis, attributionRole, quoteForm, stance, statementKind } from '../model/statement.ts';
import { builder } from './builder.ts';

/** The enum of a closed list. */
export function enumType<Value extends string>({ name, description, values }: Enumeration<Value>) {
  const described = Object.fromEntries(
    Object.entries<string>(values).map(([value, meaning]) => [value, { description: meaning }]),
  );
  return builder.enumType(name, {
    description,
    values: described as { [V in Value]: { description: string; value: V } },
  });
}

export const ActorType = enumType(actorType);
export const AnchorField = enumType(anchorField);
export const ArticleGenre = enumType(articleGenre);
export const PubStatus = enumType(pubStatus);
export const EventKind = enumType(eventKind);
export const EventRole = enumType(eventRole);
export const EventStatus = enumType(eventStatus);
export const QuadClass = enumType(quadClass);
export const AgreementStage = enumType(agreementStage);
export const OutcomeRole = enumType(outcomeRole);
export const OutcomeStatus = enumType(outcomeStatus);
export const SourceKind = enumType(sourceKind);
export const AttributionBasis = enumType(attributionBasis);
export const AttributionRole = enumType(attributionRole);
export const QuoteForm = enumType(quoteForm);
export const Stance = enumType(stance);
export const StatementKind = enumType(statementKind);

export const DateMatch = enumType(
  enumeration('DateMatch', 'Whether an imprecise date must lie within a span of time.', {
    CERTAINLY: 'Every day that the date can mean lies within the span.',
    POSSIBLY: 'Some day that the date can mean lies within the span.',
  }),
);

export const OrderDirection = enumType(
  enumeration('OrderDirection', 'Which end of an order comes first.', {
    ASC: 'Earliest, or alphabetically first, first.',
    DESC: 'Latest, or alphabetically last, first.',
  }),
);

export const RecordKind = enumType(
  enumeration('RecordKind', 'The kinds of record.', {
    ARTICLE: 'What was published.',
    ACTOR: 'A person, an organization or a country.',
    STATEMENT: 'Something that somebody said.',
    OUTCOME: 'What came of an event.',
    EVENT: 'Something that happened or is planned.',
    PLACE: 'Somewhere on the map.',
    TOPIC: 'What is talked about.',
    SOURCE: 'Where something was said or printed.',
  }),
);

export const changeKind = enumeration('ChangeKind', 'What became of a record.', {
  ADDED: 'It is new, or may be shown now.',
  CHANGED:
    'Something that may be seen of it is not as it was. Of an outcome also its changes of status, of an article its corrections.',
  REMOVED: 'It is gone, or may no longer be shown.',
});

export const ChangeKind = enumType(changeKind);

export const MentionType = enumType(
  enumeration('MentionType', 'What kind of thing a mention names.', {
    PERSON: 'A human being.',
    ORGANIZATION: 'A body, party, company, outlet or delegation.',
    COUNTRY: 'A country.',
    PLACE: 'Somewhere on the map.',
  }),
);
