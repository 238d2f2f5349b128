// A place's file to its entry.
import { globalId } from '../../model/kind.ts';
import { thingEntry } from './thing.ts';
import type { EntryMaker } from './workbench.ts';

/** Makes the entry of a place, and makes its names known. */
export const placeEntries: EntryMaker<'place'> = (draft, bench) => {
  const record = { ...draft.data, id: globalId('Place', draft.slug), slug: draft.slug };
  for (const name of [record.name, ...record.alternateName]) bench.names.add(name, record.id);
  return [thingEntry(draft, 'place', record, [])];
};
