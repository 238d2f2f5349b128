// Articles: what was published, with the statements found in it.
import { z } from 'zod';
import type { Anchor } from './anchor.ts';
import { enumeration } from './enumeration.ts';
import { reference, slug } from './reference.ts';
import { statementValue } from './statement.ts';
import { dateTime, formerSlug, type Identified, languageTag, text, url } from './thing.ts';

/** What sort of writing an article is. */
export const articleGenre = enumeration(
  'ArticleGenre',
  'What sort of writing an article is; subtypes of schema.org NewsArticle.',
  {
    REPORTAGE: 'News as it was found out, told straight.',
    ANALYSIS: 'News explained with judgement and context.',
    BACKGROUND: 'What one needs to know to follow the news.',
    OPINION: 'What its author thinks.',
    REVIEW: 'A critique of a work, a product or a performance.',
  },
);

/** Whether an article may be shown. */
export const pubStatus = enumeration(
  'PubStatus',
  'Whether an article may be shown; the pubStatus of ninjs.',
  {
    USABLE: 'It may be shown.',
    WITHHELD: 'It must not be shown for now.',
    CANCELED: 'It must never be shown again.',
  },
);

const imageValue = z
  .strictObject({
    contentUrl: url.describe('Where the picture itself is.'),
    caption: text.optional().describe('What it shows.'),
    creditText: text.max(500).optional().describe('Whom to credit.'),
    width: z.int().positive().optional().describe('Width in pixels.'),
    height: z.int().positive().optional().describe('Height in pixels.'),
  })
  .describe('A picture of the article.');

const correctionValue = z
  .strictObject({
    slug,
    text: text.describe('What was wrong and what is right.'),
    dateCreated: dateTime.describe('When the correction was published.'),
    affects: z
      .array(reference('statement', 'statusChange'))
      .max(100)
      .default([])
      .describe('What it voids: statement/ARTICLE/STATEMENT or status-change/OUTCOME/CHANGE.'),
    formerSlug,
  })
  .describe('A correction of the article.');

/** The front matter of a file under `content/articles/`, or a line of JSON Lines without its `articleBody`. */
export const articleFile = z.strictObject({
  headline: text.max(1000).describe('The headline.'),
  alternativeHeadline: text.max(1000).optional().describe('A second headline.'),
  description: text.optional().describe('The standfirst or summary.'),
  url: url.optional().describe('Where the article is published.'),
  genre: articleGenre.schema
    .default('REPORTAGE')
    .describe('What sort of writing it is; REPORTAGE where it is left out.'),
  inLanguage: languageTag.describe('The language in which it is written.'),
  translationOf: reference('article')
    .optional()
    .describe('The slug of the article of which this is a translation.'),
  datePublished: dateTime.describe('When it was published.'),
  dateModified: dateTime.optional().describe('When it was last changed.'),
  dateline: text
    .max(300)
    .optional()
    .describe('Where and when it was written, as printed, for example: ISTANBUL.'),
  pubStatus: pubStatus.schema
    .default('USABLE')
    .describe('Whether it may be shown; USABLE where it is left out.'),
  embargoedUntil: dateTime.optional().describe('Until then it is not shown.'),
  expires: dateTime.optional().describe('From then on it is no longer shown.'),
  byline: text.max(500).optional().describe('Who wrote it, as printed.'),
  author: z.array(reference('actor')).max(50).default([]).describe('Slugs of its authors.'),
  publisher: reference('source').optional().describe('The slug of the source that published it.'),
  isBasedOn: z
    .array(reference('source'))
    .max(100)
    .default([])
    .describe('Slugs of the sources on which it rests.'),
  image: z.array(imageValue).max(100).default([]).describe('Its pictures.'),
  contentLocation: z
    .array(reference('place'))
    .max(50)
    .default([])
    .describe('Slugs of the places that it is about.'),
  creditText: text.max(500).optional().describe('Whom to credit.'),
  copyrightHolder: text.max(500).optional().describe('Who holds the copyright.'),
  license: url.optional().describe('The licence under which it may be used.'),
  usageTerms: text.optional().describe('On what terms it may be used, in words.'),
  about: z.array(reference('topic')).max(50).default([]).describe('Slugs of its topics.'),
  events: z.array(reference('event')).max(50).default([]).describe('Slugs of the events that it reports on.'),
  statements: z
    .array(statementValue)
    .max(1000)
    .default([])
    .describe('What is said in it, in the order in which to list it.'),
  corrections: z.array(correctionValue).max(100).default([]).describe('Corrections of it.'),
  formerSlug,
});

/** A run of text with the same formatting; `href` for links. */
export interface Run {
  readonly text: string;
  readonly format: readonly ('em' | 'strong' | 'code')[];
  readonly href?: string;
}

/** A paragraph of the body: a block of text, and the containers that it stands in, outermost first. */
export interface Paragraph {
  readonly element: 'p' | 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6' | 'pre';
  /** For example `['ul:0', 'li:0']`: the name of an element, and a number that tells neighbours apart. */
  readonly within: readonly string[];
  readonly runs: readonly Run[];
}

/** A name or alias found in the body of an article. */
export interface Mention {
  /** Global id of the actor or place. */
  readonly thing: string;
  /** The name as printed, at its first place. */
  readonly matchedName: string;
  readonly anchors: readonly Anchor[];
}

/** A correction as it is served; references are global ids. */
export interface Correction extends Identified {
  readonly article: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly dateCreated: string;
  /** Global ids of the statements and status changes that it voids. */
  readonly affects: readonly string[];
}

/** An article as it is served; references are global ids, moments are ISO 8601 in UTC. Its text is read by itself. */
export type Article = Identified &
  Omit<z.output<typeof articleFile>, 'statements' | 'corrections'> & {
    /** sha256 of its body, hex. */
    readonly textDigest: string;
    readonly wordCount: number;
    /** Global ids, in the order of the file. */
    readonly corrections: readonly string[];
  };

/** The text of an article, and what was found in it: by far the most of it, of which lists show nothing. */
export interface ArticleText {
  /** Plain text: NFC, paragraphs apart by one blank line. */
  readonly articleBody: string;
  /** The same text with its formatting. */
  readonly paragraphs: readonly Paragraph[];
  /** In order of their first place. */
  readonly mentions: readonly Mention[];
}
