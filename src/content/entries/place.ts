// A place's file to its entry.
import { globalId } from '../../model/kind.ts';
import type { Membership } from '../../model/record.ts';
import { thingEntry } from './thing.ts';
import type { EntryMaker } from './workbench.ts';

/** Makes the entry of a place, and makes its names known. */
export const placeEntries: EntryMaker<'place'> = (draft, bench) => {
  const record = { ...draft.data, id: globalId('Place', draft.slug), slug: draft.slug };
  for (const name of [record.name, ...record.alternateName]) bench.names.add(name, record.id);
  const memberships: Membership[] = [];
  if (record.country !== undefined)
    memberships.push({ list: 'country.places', owner: record.country, member: record.id });
  if (record.containedInPlace !== undefined)
    memberships.push({ list: 'place.places', owner: record.containedInPlace, member: record.id });
  return [thingEntry(draft, 'place', record, { wikidataId: record.wikidataId ?? null }, memberships)];
};
