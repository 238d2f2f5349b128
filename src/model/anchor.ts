// Anchors: where exactly something is written.
import { z } from 'zod';
import { enumeration } from './enumeration.ts';
import { reference } from './reference.ts';

/** The texts of an article that an anchor may lie in. */
export const anchorField = enumeration('AnchorField', 'The texts of an article in which an anchor may lie.', {
  HEADLINE: 'The headline.',
  DESCRIPTION: 'The description.',
  BODY: 'The body, as `articleBody` gives it.',
});

/** How many code points of the text before and after an anchor are kept. */
export const CONTEXT_LENGTH = 32;

/** W3C Web Annotation TextQuoteSelector with TextPositionSelector; positions in Unicode code points, end exclusive. */
export interface Anchor {
  /** Global id of the article. */
  readonly article: string;
  readonly field: keyof typeof anchorField.values;
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly start: number;
  readonly end: number;
  /** Zero-based paragraph of the body; only for the field BODY. */
  readonly paragraph?: number;
}

const words = z.string().min(1, 'is empty').max(10_000);

const quote = z.strictObject({
  exact: words.describe('The words as they stand in the text.'),
  prefix: words.optional().describe('The text right before them, where they occur more than once.'),
  suffix: words.optional().describe('The text right after them, where they occur more than once.'),
  field: anchorField.schema.optional().describe('The text in which they stand; BODY where it is left out.'),
});

/** The exact words of one stretch of an article: as text, or with what stands before and after. */
export const exactWords = z
  .union([words, quote])
  .describe(
    'The exact words of the article. Where they occur more than once, give a prefix or a suffix too.',
  );

/** Exact words as files give them. */
export type ExactWords = z.output<typeof exactWords>;

/** One stretch of text, or several for words that are not printed in one piece. */
export const exactStretches = z
  .union([exactWords, z.array(exactWords).min(1).max(20)])
  .describe('The exact words of the article; a list where they are printed in several stretches.');

/** Exact words in an article that another file names. */
export const exactInArticle = {
  article: reference('article').describe('The slug of the article that says so.'),
  exact: exactWords,
};
