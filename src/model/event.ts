// Events: what happened, who took part and in which role.
import { z } from 'zod';
import { type Anchor, exactWords } from './anchor.ts';
import { edtf } from './edtf.ts';
import { enumeration, type ValueOf } from './enumeration.ts';
import { reference } from './reference.ts';
import { type Identified, thingFields } from './thing.ts';

/** What kind of event it is; the event types of PLOVER. */
export const eventKind = enumeration(
  'EventKind',
  'What kind of event it is; the event types of the PLOVER ontology.',
  {
    AGREE: 'An agreement is made.',
    CONSULT: 'Parties meet, talk or negotiate.',
    SUPPORT: 'Backing is given in words.',
    CONCEDE: 'A party gives way in words.',
    COOPERATE: 'Parties work together in deed.',
    AID: 'Help is given.',
    RETREAT: 'Forces withdraw, prisoners are released, sanctions are lifted.',
    REQUEST: 'Something is demanded.',
    ACCUSE: 'Blame is laid.',
    REJECT: 'Something is refused.',
    THREATEN: 'Harm is announced.',
    PROTEST: 'People demonstrate.',
    SANCTION: 'Relations or trade are cut.',
    MOBILIZE: 'Forces are made ready or moved.',
    COERCE: 'Force short of attack is used.',
    ASSAULT: 'Violence is used.',
    OTHER: 'None of these.',
  },
);

/** Whether an event is of words or deeds, of cooperation or conflict. */
export const quadClass = enumeration(
  'QuadClass',
  'Whether an event is of words or deeds, of cooperation or conflict; follows from its kind, as PLOVER defines.',
  {
    VERBAL_COOPERATION: 'Cooperation in words.',
    MATERIAL_COOPERATION: 'Cooperation in deeds.',
    VERBAL_CONFLICT: 'Conflict in words.',
    MATERIAL_CONFLICT: 'Conflict in deeds.',
    NONE: 'None of these.',
  },
);

/** Whether it took place. */
export const eventStatus = enumeration(
  'EventStatus',
  'Whether an event took place; schema.org EventStatusType, with HELD for what took place.',
  {
    SCHEDULED: 'It is planned.',
    HELD: 'It took place.',
    RESCHEDULED: 'It was moved to another date.',
    POSTPONED: 'It was put off without a new date.',
    CANCELLED: 'It was called off.',
  },
);

/** In which role an actor takes part. */
export const eventRole = enumeration('EventRole', 'In which role an actor takes part in an event.', {
  PARTY: 'One of the sides.',
  DELEGATION_HEAD: 'Leads the delegation of a side.',
  DELEGATE: 'Belongs to the delegation of a side.',
  MEDIATOR: 'Mediates between the sides.',
  HOST: 'Gives the place.',
  GUARANTOR: 'Answers for what is agreed.',
  OBSERVER: 'Watches without taking a side.',
});

/** The class of each kind of event. */
export const quadOf: Readonly<Record<ValueOf<typeof eventKind>, ValueOf<typeof quadClass>>> = {
  AGREE: 'VERBAL_COOPERATION',
  CONSULT: 'VERBAL_COOPERATION',
  SUPPORT: 'VERBAL_COOPERATION',
  CONCEDE: 'VERBAL_COOPERATION',
  COOPERATE: 'MATERIAL_COOPERATION',
  AID: 'MATERIAL_COOPERATION',
  RETREAT: 'MATERIAL_COOPERATION',
  REQUEST: 'VERBAL_CONFLICT',
  ACCUSE: 'VERBAL_CONFLICT',
  REJECT: 'VERBAL_CONFLICT',
  THREATEN: 'VERBAL_CONFLICT',
  PROTEST: 'MATERIAL_CONFLICT',
  SANCTION: 'MATERIAL_CONFLICT',
  MOBILIZE: 'MATERIAL_CONFLICT',
  COERCE: 'MATERIAL_CONFLICT',
  ASSAULT: 'MATERIAL_CONFLICT',
  OTHER: 'NONE',
};

const participantValue = z
  .strictObject({
    actor: reference('actor').describe('The slug of the actor.'),
    role: eventRole.schema.describe('In which role the actor takes part.'),
    onBehalfOf: reference('actor')
      .optional()
      .describe('The slug of the actor for whom this one speaks or acts in this event.'),
    article: reference('article')
      .optional()
      .describe('The slug of the article that says so; needed with exact.'),
    exact: exactWords.optional(),
  })
  .refine((participant) => (participant.article === undefined) === (participant.exact === undefined), {
    error: 'article and exact go together: give both or neither',
  })
  .describe('An actor that takes part.');

/** A file under `content/events/`. */
export const eventFile = z.strictObject({
  ...thingFields,
  kind: eventKind.schema.describe('What kind of event it is.'),
  eventStatus: eventStatus.schema
    .default('HELD')
    .describe('Whether it took place; HELD where it is left out.'),
  startDate: edtf.optional().describe('When it began, or is to begin.'),
  endDate: edtf
    .optional()
    .describe('When it ended; leave it out where it ended on the day on which it began.'),
  duration: z.iso
    .duration({ error: 'is not a duration of ISO 8601: write for example "PT2H" or "PT40M"' })
    .optional()
    .describe('ISO 8601, for example PT2H.'),
  durationIsAtMost: z.boolean().default(false).describe('Whether the duration is an upper bound.'),
  location: reference('place').optional().describe('The slug of the place.'),
  superEvent: reference('event').optional().describe('The slug of the event that this one is a part of.'),
  previousEvent: reference('event')
    .optional()
    .describe('The slug of the event that this one follows in a series.'),
  participants: z
    .array(participantValue)
    .max(200)
    .default([])
    .describe('Who takes part, in the order in which to show them.'),
  about: z.array(reference('topic')).max(50).default([]).describe('Slugs of its topics.'),
});

/** An actor's part in an event as served; references are global ids. */
export interface Participation {
  readonly actor: string;
  readonly role: ValueOf<typeof eventRole>;
  readonly onBehalfOf?: string;
  readonly anchor?: Anchor;
}

/** An event as it is served; references are global ids. */
export type Event = Identified &
  Omit<z.output<typeof eventFile>, 'participants'> & { readonly participants: readonly Participation[] };
