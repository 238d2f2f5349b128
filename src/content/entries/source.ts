// A source's file to its entry.
import { globalId } from '../../model/kind.ts';
import type { Membership } from '../../model/record.ts';
import { thingEntry } from './thing.ts';
import type { EntryMaker } from './workbench.ts';

/** Makes the entry of a source. */
export const sourceEntries: EntryMaker<'source'> = (draft) => {
  const record = { ...draft.data, id: globalId('Source', draft.slug), slug: draft.slug };
  const { organization, kind } = record;
  const memberships: Membership[] =
    organization === undefined
      ? []
      : [{ list: 'organization.sources', owner: organization, member: record.id }];
  return [thingEntry(draft, 'source', record, { kind }, memberships)];
};
