// The positions of an event from records in memory. Made-up news has neither corrections nor hidden records, nor imprecise dates.
import { compare, type Item, type Memory } from './memory.ts';
import type { PeerContext } from './schema.ts';

const TAKING_POSITION = new Set(
  'DEMAND PROPOSAL REJECTION COMMITMENT CONCESSION ENDORSEMENT THREAT'.split(' '),
);

/** The latest statement of each party on each topic, by topic and party. */
export async function positionsOf(
  memory: Memory,
  event: Item,
  asOf: string | undefined,
  context: PeerContext,
): Promise<object[]> {
  const events = withSubEvents(memory, event);
  const latest = new Map<string, { party: string; topic: string; statement: Item; key: string }>();
  for (const { id } of events) {
    for (const statement of memory.statementsOfEvent.get(id) ?? []) {
      if (!TAKING_POSITION.has(statement['kind'])) continue;
      if (asOf !== undefined && statement['dateUttered'] > asOf) continue;
      const party = partyOf(statement, events);
      if (party === undefined) continue;
      const published = memory.byId.get(statement['article'])!['datePublished'];
      const place = memory.statementsOfArticle.get(statement['article'])!.indexOf(statement);
      const key = [
        statement['dateUttered'],
        published,
        statement['article'],
        String(place).padStart(4, '0'),
      ].join();
      for (const topic of statement['about']) {
        const known = latest.get(`${party} ${topic}`);
        if (!known || key > known.key) latest.set(`${party} ${topic}`, { party, topic, statement, key });
      }
    }
  }
  const positions = await Promise.all(
    [...latest.values()].map(async ({ party, topic, statement }) => {
      const [partyItem, topicItem] = await Promise.all([context.find(party)!, context.find(topic)!]);
      return { party: partyItem, topic: topicItem, statement, date: statement['dateUttered'] };
    }),
  );
  return positions.toSorted(
    (a, b) => compare(a.topic['name'], b.topic['name']) || compare(a.party['name'], b.party['name']),
  );
}

function withSubEvents({ subEvents }: Memory, event: Item): Item[] {
  return [
    event,
    ...(subEvents.get(event.id) ?? []).flatMap((sub) => withSubEvents({ subEvents } as Memory, sub)),
  ];
}

function partyOf({ speaker, event }: Item, [first, ...others]: readonly Item[]): string | undefined {
  const own = others.find(({ id }) => id === event);
  for (const { participants } of [...(own ? [own] : []), first!]) {
    const parts = (participants as Item[]).filter(({ actor }) => actor === speaker);
    const party =
      parts.find((part) => part['onBehalfOf'] !== undefined)?.['onBehalfOf'] ??
      parts.find((part) => part['role'] === 'PARTY')?.['actor'];
    if (party !== undefined) return party;
  }
  return undefined;
}
