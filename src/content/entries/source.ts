// A source's file to its entry.
import { globalId } from '../../model/kind.ts';
import { thingEntry } from './thing.ts';
import type { EntryMaker } from './workbench.ts';

/** Makes the entry of a source. */
export const sourceEntries: EntryMaker<'source'> = (draft) => [
  thingEntry(draft, 'source', { ...draft.data, id: globalId('Source', draft.slug), slug: draft.slug }, []),
];
