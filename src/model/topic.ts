// Topics: what is talked about, as a tree.
import { z } from 'zod';
import { reference } from './reference.ts';
import { type Identified, thingFields } from './thing.ts';

/** A file under `content/topics/`. */
export const topicFile = z.strictObject({
  ...thingFields,
  qcode: z
    .string()
    .regex(/^medtop:\d{8}$/, 'is not the code of an IPTC Media Topic: write for example "medtop:20000567"')
    .optional()
    .describe('IPTC Media Topic, for example medtop:20000567.'),
  broader: reference('topic').optional().describe('The slug of the topic that this one is a part of.'),
});

/** A topic as it is served; references are global ids. */
export type Topic = Identified & z.output<typeof topicFile>;
