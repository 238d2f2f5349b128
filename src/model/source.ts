// Sources: where something was said or printed.
import { z } from 'zod';
import { enumeration } from './enumeration.ts';
import { reference } from './reference.ts';
import { type Identified, thingFields, url } from './thing.ts';

/** What kind of source it is. */
export const sourceKind = enumeration('SourceKind', 'What kind of source something is.', {
  OUTLET: 'A newspaper, magazine or news site.',
  AGENCY: 'A news agency that others relay.',
  BROADCAST: 'A radio or television station or programme.',
  PRESS_RELEASE: 'A release by the body that it is about.',
  SOCIAL_POST: 'A post or an account on a social network.',
  TRANSCRIPT: 'The written record of something spoken.',
  DOCUMENT: 'A paper, filing, letter or decree.',
  UNIDENTIFIED: 'A source that the report does not name.',
});

/** A file under `content/sources/`. */
export const sourceFile = z.strictObject({
  ...thingFields,
  kind: sourceKind.schema.describe('What kind of source it is.'),
  url: url.optional().describe('Where it is found.'),
  archivedAt: url.optional().describe('A lasting copy of it.'),
  organization: reference('organization').optional().describe('The slug of the organization behind it.'),
  publishingPrinciples: z
    .array(url)
    .max(20)
    .default([])
    .describe('Pages that state how it works: its code of ethics, its corrections policy.'),
  isBasedOn: z
    .array(reference('source'))
    .max(100)
    .default([])
    .describe('Slugs of the sources that it relays.'),
});

/** A source as it is served; references are global ids. */
export type Source = Identified & z.output<typeof sourceFile>;
