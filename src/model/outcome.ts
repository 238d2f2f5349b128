// Outcomes: what came of an event, or failed to, with the dated history of its status.
import { z } from 'zod';
import { type Anchor, exactInArticle } from './anchor.ts';
import { edtf } from './edtf.ts';
import { enumeration, type ValueOf } from './enumeration.ts';
import { reference, slug } from './reference.ts';
import { formerSlug, type Identified, text, thingFields } from './thing.ts';

/** Where an outcome stands. */
export const outcomeStatus = enumeration('OutcomeStatus', 'Where an outcome stands.', {
  PROPOSED: 'Somebody put it forward.',
  PENDING: 'It is being dealt with.',
  AGREED: 'The parties agreed on it; it is not yet done.',
  PARTLY_AGREED: 'The parties agreed on a part of it.',
  REJECTED: 'A party turned it down.',
  SUSPENDED: 'It was agreed and is on hold.',
  COLLAPSED: 'It was agreed and has broken down.',
  IMPLEMENTED: 'It was done.',
  UNFULFILLED: 'It was agreed or promised and was not done.',
  UNCLEAR: 'Reports do not allow to say.',
});

/** The stage of a peace process that it belongs to. */
export const agreementStage = enumeration(
  'AgreementStage',
  'The stage of a peace process that an outcome belongs to; after the PA-X database of peace agreements.',
  {
    PRE_NEGOTIATION: 'How, where and whether to talk; steps that build trust.',
    CEASEFIRE: 'An end or a pause of fighting.',
    PARTIAL: 'Some of the matters in dispute.',
    COMPREHENSIVE: 'All of the matters in dispute.',
    IMPLEMENTATION: 'How an earlier agreement is carried out.',
    RENEWAL: 'An earlier agreement is confirmed or extended.',
    OTHER: 'None of these.',
  },
);

/** In which role an actor has to do with an outcome. */
export const outcomeRole = enumeration('OutcomeRole', 'In which role an actor has to do with an outcome.', {
  PARTY: 'Agrees, promises or refuses.',
  BENEFICIARY: 'It is done for them.',
  GUARANTOR: 'Answers for it.',
  MEDIATOR: 'Helped to bring it about.',
});

const statusChangeValue = z
  .strictObject({
    slug,
    status: outcomeStatus.schema.describe('Where the outcome stood from then on.'),
    date: edtf.describe('Since when.'),
    ...exactInArticle,
    statement: reference('statement')
      .optional()
      .describe('The statement that says so, as ARTICLE/STATEMENT.'),
    note: text.optional().describe('What happened, in a sentence.'),
    formerSlug,
  })
  .describe('One dated change of status with its evidence.');

/** A schema.org QuantitativeValue: 1000 `prisoners of war`, each side. */
export const quantityValue = z
  .strictObject({
    value: z.number().optional().describe('The number, where it is exact.'),
    minValue: z.number().optional().describe('The least it may be.'),
    maxValue: z.number().optional().describe('The most it may be.'),
    unitText: text.max(200).describe('What is counted, for example: prisoners of war, each side.'),
  })
  .refine((quantity) => quantity.value ?? quantity.minValue ?? quantity.maxValue, {
    error: 'has no number: give value, minValue or maxValue',
  })
  .describe('A number of something.');

/** A file under `content/outcomes/`. */
export const outcomeFile = z.strictObject({
  ...thingFields,
  event: reference('event').describe('The slug of the event that it came of.'),
  about: z.array(reference('topic')).max(50).default([]).describe('Slugs of its topics.'),
  stage: agreementStage.schema.optional().describe('The stage of a peace process that it belongs to.'),
  parties: z
    .array(
      z
        .strictObject({
          actor: reference('actor').describe('The slug of the actor.'),
          role: outcomeRole.schema.describe('In which role.'),
        })
        .describe('An actor that has to do with it.'),
    )
    .max(200)
    .default([])
    .describe('Who has to do with it, in the order in which to show them.'),
  quantities: z.array(quantityValue).max(50).default([]).describe('Numbers that belong to it.'),
  date: edtf.optional().describe('When it is due or was done; leave it out while no date is set.'),
  history: z.array(statusChangeValue).max(500).default([]).describe('Its changes of status, oldest first.'),
});

/** A quantity as files give it and as it is served. */
export type QuantitativeValue = z.output<typeof quantityValue>;

/** A change of status as it is served; references are global ids. */
export interface StatusChange extends Identified {
  readonly outcome: string;
  readonly status: ValueOf<typeof outcomeStatus>;
  readonly date: string;
  /** When the article that says so was published: ISO 8601, UTC. */
  readonly recordedAt: string;
  readonly note?: string;
  readonly article: string;
  readonly anchor: Anchor;
  readonly statement?: string;
}

/** An outcome as it is served; references are global ids. */
export type Outcome = Identified &
  Omit<z.output<typeof outcomeFile>, 'history'> & {
    /** Global ids of its changes of status, in the order of the file. */
    readonly history: readonly string[];
  };
