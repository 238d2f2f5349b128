// The shapes of files, by kind.
import type { z } from 'zod';
import { actorFile } from './actor.ts';
import { articleFile } from './article.ts';
import { eventFile } from './event.ts';
import type { FileKind } from './kind.ts';
import { outcomeFile } from './outcome.ts';
import { placeFile } from './place.ts';
import { sourceFile } from './source.ts';
import { topicFile } from './topic.ts';

/** The validator of each kind of file; that of articles is of their front matter. */
export const fileSchemas = {
  article: articleFile,
  actor: actorFile,
  event: eventFile,
  outcome: outcomeFile,
  place: placeFile,
  topic: topicFile,
  source: sourceFile,
} as const satisfies Record<FileKind, z.ZodType>;

/** The data of a file of each kind, as its validator gives it. */
export type FileData<K extends FileKind> = z.output<(typeof fileSchemas)[K]>;
