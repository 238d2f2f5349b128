// Statements: who said what, in which words, and who passed it on.
import { z } from 'zod';
import { type Anchor, exactStretches, exactWords } from './anchor.ts';
import { edtf } from './edtf.ts';
import { enumeration, type ValueOf } from './enumeration.ts';
import { reference, slug } from './reference.ts';
import { formerSlug, type Identified, languageTag, text } from './thing.ts';

/** What a speaker does by saying it. */
export const statementKind = enumeration('StatementKind', 'What a speaker does by saying something.', {
  CLAIM: 'Says that something is so.',
  DENIAL: 'Says that something is not so.',
  DEMAND: 'Asks for something as a condition or a right.',
  PROPOSAL: 'Puts something forward for others to take up.',
  COMMITMENT: 'Promises to do something.',
  THREAT: 'Announces harm unless something is done, or to come.',
  ACCUSATION: 'Blames another for something.',
  REJECTION: 'Turns something down.',
  ENDORSEMENT: 'Backs something or somebody.',
  CONCESSION: 'Gives way on something.',
  QUESTION: 'Asks to know something.',
  PREDICTION: 'Says what will come.',
  ANNOUNCEMENT: 'Makes something known that is decided or done.',
  OPINION: 'Judges something.',
});

/** How a report renders the words. */
export const quoteForm = enumeration('QuoteForm', 'How a report renders what was said.', {
  DIRECT: 'In the words of the speaker, within quotation marks.',
  MIXED: 'Retold, with some words of the speaker within quotation marks.',
  INDIRECT: 'Retold in the words of the report.',
});

/** How one statement answers another. */
export const stance = enumeration('Stance', 'How one statement answers another.', {
  SUPPORTS: 'It agrees or confirms.',
  DENIES: 'It contradicts or turns down.',
  QUERIES: 'It doubts or asks back.',
  COMMENTS: 'It remarks on it without taking a side.',
});

/** What a link of a chain of attribution did. */
export const attributionRole = enumeration(
  'AttributionRole',
  'What somebody in a chain of attribution did with the words.',
  {
    SPEAKER: 'Said them.',
    RELAYED_BY: 'Passed them on to a reporter or an outlet.',
    REPORTED_BY: 'Reported them first, or as a report on which others rest.',
    TRANSLATED_BY: 'Translated them.',
    PUBLISHED_BY: 'Published the article in which they stand.',
  },
);

/** On what terms words were passed on. */
export const attributionBasis = enumeration(
  'AttributionBasis',
  'On what terms words were given to the next in a chain.',
  {
    ON_THE_RECORD: 'Openly, with the name of who gave them.',
    BACKGROUND: 'For use without the name, but with a description of who gave them.',
    DEEP_BACKGROUND: 'For use without any hint of who gave them.',
    DOCUMENT: 'In writing that can be looked up.',
    NOT_STATED: 'The report does not say.',
  },
);

const attributionValue = z
  .strictObject({
    role: attributionRole.schema.describe('What this link did with the words.'),
    actor: reference('actor').optional().describe('The slug of the actor.'),
    source: reference('source').optional().describe('The slug of the source.'),
    description: text
      .max(500)
      .optional()
      .describe('Who it was, as printed, for example: a diplomatic source.'),
    basis: attributionBasis.schema
      .default('NOT_STATED')
      .describe('On what terms the words were passed on; NOT_STATED where it is left out.'),
    exact: exactWords.optional().describe('The words of the article that show this link.'),
  })
  .refine((link) => link.actor ?? link.source ?? link.description, {
    error: 'says nobody: give an actor, a source or a description',
  })
  .describe('One link of the chain from the speaker to the page.');

/** A statement within an article's file. */
export const statementValue = z
  .strictObject({
    slug,
    kind: statementKind.schema.describe('What the speaker does by saying it.'),
    form: quoteForm.schema.describe('How the article renders it.'),
    exact: exactStretches,
    text: text
      .optional()
      .describe('What is said, as a sentence that can stand alone; the exact words where it is left out.'),
    originalText: text.optional().describe('The words in the language in which they were said.'),
    inLanguage: languageTag
      .optional()
      .describe('The language of the text; that of the article where it is left out.'),
    speaker: reference('actor')
      .optional()
      .describe('The slug of who said it; leave it out where the report names nobody.'),
    speakerDescription: text
      .max(500)
      .optional()
      .describe('Who said it, as printed, for example: a diplomatic source.'),
    basis: attributionBasis.schema
      .default('NOT_STATED')
      .describe('On what terms the speaker gave the words; NOT_STATED where it is left out.'),
    addressees: z
      .array(reference('actor'))
      .max(50)
      .default([])
      .describe('Slugs of those to whom it is addressed.'),
    attribution: z
      .array(attributionValue)
      .max(20)
      .default([])
      .describe(
        'Links between the speaker and the publisher, nearest to the words first. The speaker and the publisher are added where they are left out.',
      ),
    dateUttered: edtf.optional().describe('When it was said.'),
    about: z.array(reference('topic')).max(50).default([]).describe('Slugs of its topics.'),
    event: reference('event')
      .optional()
      .describe('The slug of the event at which, or about which, it was said.'),
    outcomes: z
      .array(reference('outcome'))
      .max(50)
      .default([])
      .describe('Slugs of the outcomes that it proposes, promises, reports or rejects.'),
    inResponseTo: z
      .array(
        z
          .strictObject({
            statement: reference('statement').describe(
              'The statement that it answers, as ARTICLE/STATEMENT.',
            ),
            stance: stance.schema.describe('How it answers.'),
          })
          .describe('A statement that this one answers.'),
      )
      .max(50)
      .default([])
      .describe('The statements that it answers.'),
    formerSlug,
  })
  .describe('Something that somebody said.');

/** A statement as files give it. */
export type StatementValue = z.output<typeof statementValue>;

/** One link of a chain of attribution as served; references are global ids. */
export interface Attribution {
  readonly role: ValueOf<typeof attributionRole>;
  readonly actor?: string;
  readonly source?: string;
  readonly description?: string;
  readonly basis: ValueOf<typeof attributionBasis>;
  readonly anchor?: Anchor;
}

/** A statement as it is served; references are global ids. */
export interface Statement extends Identified {
  readonly kind: ValueOf<typeof statementKind>;
  readonly form: ValueOf<typeof quoteForm>;
  readonly text: string;
  readonly inLanguage: string;
  readonly originalText?: string;
  readonly speaker?: string;
  readonly speakerDescription?: string;
  readonly addressees: readonly string[];
  /** Nearest to the words first. */
  readonly attribution: readonly Attribution[];
  readonly dateUttered?: string;
  readonly article: string;
  /** One for each stretch of text, in reading order. */
  readonly anchors: readonly Anchor[];
  readonly about: readonly string[];
  /** Actors and places named within the anchors. */
  readonly mentions: readonly string[];
  readonly event?: string;
  readonly outcomes: readonly string[];
  readonly inResponseTo: readonly { readonly statement: string; readonly stance: ValueOf<typeof stance> }[];
}
