// An actor's file to its entry.
import { globalId, type TypeName } from '../../model/kind.ts';
import type { Actor } from '../../model/actor.ts';
import { thingEntry } from './thing.ts';
import type { EntryMaker } from './workbench.ts';

/** The GraphQL type of each type of actor. */
export const typeOfActor = {
  PERSON: 'Person',
  ORGANIZATION: 'Organization',
  COUNTRY: 'Country',
} as const satisfies Record<Actor['type'], TypeName>;

/** Makes the entry of an actor, and makes its names known. */
export const actorEntries: EntryMaker<'actor'> = (draft, bench) => {
  const id = globalId(typeOfActor[draft.data.type], draft.slug);
  const offices = draft.data.offices.map((office) => ({ ...office, holder: id }));
  const record: Actor = { ...draft.data, offices, id, slug: draft.slug };
  for (const name of [record.name, ...record.alternateName]) bench.names.add(name, id);
  return [
    thingEntry(draft, 'actor', record, { type: record.type, wikidataId: record.wikidataId ?? null }, []),
  ];
};
