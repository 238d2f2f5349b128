// A topic's file to its entry.
import { globalId } from '../../model/kind.ts';
import type { Membership } from '../../model/record.ts';
import { thingEntry } from './thing.ts';
import type { EntryMaker } from './workbench.ts';

/** Makes the entry of a topic. */
export const topicEntries: EntryMaker<'topic'> = (draft) => {
  const record = { ...draft.data, id: globalId('Topic', draft.slug), slug: draft.slug };
  const { broader, qcode = null, wikidataId = null } = record;
  const memberships: Membership[] =
    broader === undefined ? [] : [{ list: 'topic.narrower', owner: broader, member: record.id }];
  return [thingEntry(draft, 'topic', record, { qcode, wikidataId }, memberships)];
};
