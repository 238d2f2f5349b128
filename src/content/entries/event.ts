// An event's file to its entry.
import type { Event, Participation } from '../../model/event.ts';
import { globalId } from '../../model/kind.ts';
import type { Columns, Membership } from '../../model/record.ts';
import { anchorInArticle } from './anchor.ts';
import { thingEntry } from './thing.ts';
import { dateColumns, distinct, type EntryMaker } from './workbench.ts';

/** Makes the entry of an event. */
export const eventEntries: EntryMaker<'event'> = (draft, bench) => {
  const id = globalId('Event', draft.slug);
  const participants = draft.data.participants.map(
    ({ article, exact, ...participant }, index): Participation => {
      if (article === undefined || exact === undefined) return participant;
      const anchor = anchorInArticle(draft, bench, article, exact, ['participants', index, 'exact']);
      return anchor ? { ...participant, anchor } : participant;
    },
  );
  const record: Event = { ...draft.data, participants, id, slug: draft.slug };
  const memberships: Membership[] = distinct(participants.map(({ actor }) => actor)).map((owner) => ({
    list: 'actor.events',
    owner,
    member: id,
  }));
  if (record.location !== undefined)
    memberships.push({ list: 'place.events', owner: record.location, member: id });
  if (record.superEvent !== undefined)
    memberships.push({ list: 'event.subEvents', owner: record.superEvent, member: id });
  if (record.previousEvent !== undefined)
    memberships.push({ list: 'event.nextEvent', owner: record.previousEvent, member: id });
  for (const owner of record.about)
    memberships.push({ list: 'topic.events', owner, member: id });
  return [thingEntry(draft, 'event', record, columnsOf(record), memberships)];
};

function columnsOf(event: Event): Omit<Columns['event'], 'name'> {
  const start = dateColumns(event.startDate);
  const end = event.endDate === undefined ? start : dateColumns(event.endDate);
  return {
    ...start,
    ends: start.latest === null ? null : end.latest,
    kind: event.kind,
    wikidataId: event.wikidataId ?? null,
  };
}
