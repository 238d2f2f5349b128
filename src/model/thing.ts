// What every named record has; terms of schema.org Thing.
import { z } from 'zod';
import { slug } from './reference.ts';

/** What identifies a served record of any kind. */
export interface Identified {
  /** Global id, for example `Person:rustem-umerov`. */
  readonly id: string;
  /** Unique within its kind. */
  readonly slug: string;
}

/** An absolute http or https URL. */
export const url = z
  .url({ protocol: /^https?$/, error: 'is not an absolute http or https URL' })
  .max(2000)
  .describe('An absolute http or https URL.');

/** A moment: ISO 8601 with an offset. */
export const dateTime = z.iso
  .datetime({
    offset: true,
    error: 'is not a date and time with an offset: write for example "2025-05-16T18:30:00Z"',
  })
  .describe('A moment: ISO 8601 date and time with an offset, for example 2025-05-16T18:30:00Z.');

/** An IETF BCP 47 language tag in its canonical case. */
export const languageTag = z
  .string()
  .max(35)
  .refine((tag) => canonicalTag(tag) === tag, {
    error: ({ input }) => {
      const meant = canonicalTag(String(input).replaceAll('_', '-'));
      const examples = meant === undefined ? 'for example "en", "es-419" or "uk"' : `"${meant}"`;
      return `is not a language tag of BCP 47 in its usual form: write ${examples}`;
    },
  })
  .describe('A language tag of BCP 47, for example en or es-419.');

/** A Wikidata item id. */
export const wikidataId = z
  .string()
  .regex(/^Q[1-9]\d{0,11}$/, 'is not a Wikidata item: write for example "Q3874799"')
  .describe('Wikidata item, for example Q3874799. Give it only where you are sure: other graphs join on it.');

/** Running text of one line: line breaks and runs of spaces become one space. */
export const text = z
  .string()
  .overwrite((written) => written.replaceAll(/[ \t\n\v\f\r\u0085\u2028\u2029]+/g, ' ').trim())
  .min(1, 'is empty: write something, or remove the key')
  .max(10_000);

/** Slugs that the record had before; ids and slugs made of them keep resolving. */
export const formerSlug = z
  .array(slug)
  .max(100)
  .default([])
  .describe('Slugs that the record had before; ids and slugs made of them keep resolving.');

/** The fields that the files of every named kind share. */
export const thingFields = {
  name: text.max(500).describe('The name by which it is shown.'),
  alternateName: z
    .array(text.max(500))
    .max(200)
    .default([])
    .describe('Other names, spellings and transliterations under which it is printed, in any script.'),
  description: text.optional().describe('One or two sentences on what it is.'),
  sameAs: z
    .array(url)
    .max(100)
    .default([])
    .describe('Pages elsewhere that are unambiguously about the same thing.'),
  wikidataId: wikidataId.optional(),
  formerSlug,
};

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
