// Which function makes the entries of which kind of file.
import type { FileKind } from '../../model/kind.ts';
import { actorEntries } from './actor.ts';
import { articleEntries } from './article.ts';
import { eventEntries } from './event.ts';
import { outcomeEntries } from './outcome.ts';
import { placeEntries } from './place.ts';
import { sourceEntries } from './source.ts';
import { topicEntries } from './topic.ts';
import type { EntryMaker } from './workbench.ts';

/** The maker of each kind. */
export const makers: { readonly [K in FileKind]: EntryMaker<K> } = {
  topic: topicEntries,
  place: placeEntries,
  actor: actorEntries,
  source: sourceEntries,
  article: articleEntries,
  event: eventEntries,
  outcome: outcomeEntries,
};
