// The latest position of each party of an event on each topic, and what contradicts it.
import type { Actor as ActorRecord } from '../model/actor.ts';
import { dateBounds } from '../model/edtf.ts';
import type { Event as EventRecord } from '../model/event.ts';
import type { Statement as StatementRecord } from '../model/statement.ts';
import type { Topic as TopicRecord } from '../model/topic.ts';
import type { Position } from '../store/store.ts';
import type { Context } from './context.ts';
import { allMembersOf, allRowsOf, isVoided } from './lists.ts';
import { comparePositions } from './paging.ts';

/** What a party holds on a topic, told by its latest statement. */
export interface PartyPositionValue {
  readonly party: ActorRecord;
  readonly topic: TopicRecord;
  readonly statement: StatementRecord;
  /** Worked out when it is asked for. */
  opposedBy(): Promise<readonly StatementRecord[]>;
}

// Kinds of statement by which a party takes a position.
const TAKING_POSITION: ReadonlySet<StatementRecord['kind']> = new Set([
  'DEMAND',
  'PROPOSAL',
  'REJECTION',
  'COMMITMENT',
  'CONCESSION',
  'ENDORSEMENT',
  'THREAT',
]);

const READING_ORDER = { field: 'READING_ORDER', direction: 'ASC' } as const;

interface Spoken {
  readonly statement: StatementRecord;
  readonly party: string;
  /** Its place in reading order: publication and id of its article, place in it, id. */
  readonly place: Position;
}

/** Positions from the visible, unvoided statements of an event and of its sub-events, by topic and party; with `asOf`, those taken by then. */
export async function positionsOf(
  context: Context,
  event: EventRecord,
  asOf: string | null | undefined,
): Promise<PartyPositionValue[]> {
  const events = await withSubEvents(context, event);
  const spoken = await spokenAt(context, events, asOf);
  const latest = new Map<string, Spoken & { readonly topic: string }>();
  for (const one of spoken) {
    for (const topic of one.statement.about) {
      const key = `${one.party} ${topic}`;
      const known = latest.get(key);
      if (!known || isLater(one, known)) latest.set(key, { ...one, topic });
    }
  }
  const positions = await Promise.all(
    [...latest.values()].map(async ({ party, topic, statement }) => {
      const [partyRecord, topicRecord] = await Promise.all([
        context.find<ActorRecord>(party),
        context.find<TopicRecord>(topic),
      ]);
      const opposedBy = () => opposition(context, statement, party, events);
      return partyRecord && topicRecord
        ? [{ party: partyRecord, topic: topicRecord, statement, opposedBy }]
        : [];
    }),
  );
  return positions
    .flat()
    .toSorted((a, b) => compareText(a.topic.name, b.topic.name) || compareText(a.party.name, b.party.name));
}

async function withSubEvents(context: Context, event: EventRecord): Promise<EventRecord[]> {
  const events = [event];
  for (let wave = [event]; wave.length > 0;) {
    const below = await Promise.all(
      wave.map(({ id }) =>
        allMembersOf<EventRecord>(
          context,
          { list: 'event.subEvents', owner: id },
          { field: 'START_DATE', direction: 'ASC' },
        ),
      ),
    );
    wave = below.flat();
    events.push(...wave);
  }
  return Promise.all(events.map((one) => withShownParts(context, one)));
}

/** An event with the participants that may be shown; nobody acts for somebody who may not. */
async function withShownParts(context: Context, event: EventRecord): Promise<EventRecord> {
  const parts = await Promise.all(
    event.participants.map(async ({ onBehalfOf, ...part }) => {
      const [actor, side] = await Promise.all([context.find(part.actor), context.find(onBehalfOf)]);
      return actor ? [side && onBehalfOf !== undefined ? { ...part, onBehalfOf } : part] : [];
    }),
  );
  return { ...event, participants: parts.flat() };
}

async function spokenAt(
  context: Context,
  events: readonly EventRecord[],
  asOf: string | null | undefined,
): Promise<Spoken[]> {
  const day = typeof asOf === 'string' ? dateBounds(asOf)?.latest : undefined;
  const rows = await Promise.all(
    events.map(({ id }) =>
      allRowsOf<StatementRecord>(context, { list: 'event.statements', owner: id }, READING_ORDER),
    ),
  );
  const candidates = rows.flat().flatMap(({ record: statement, position: place }): Spoken[] => {
    const isTaken =
      TAKING_POSITION.has(statement.kind) && (day === undefined || earliestBound(statement) <= day);
    const party = isTaken ? partyOf(statement, events) : undefined;
    return party === undefined ? [] : [{ statement, party, place }];
  });
  const voided = await Promise.all(candidates.map(({ statement }) => isVoided(context, statement)));
  return candidates.filter((_, index) => !voided[index]);
}

/** For whom a speaker speaks in the event of a statement, or in the one asked about: the side it stands for, or itself where it is one. */
function partyOf({ speaker, event }: StatementRecord, events: readonly EventRecord[]): string | undefined {
  if (speaker === undefined) return undefined;
  const own = events.find(({ id }) => id === event);
  for (const { participants } of own && own !== events[0]
    ? [own, ...events.slice(0, 1)]
    : events.slice(0, 1)) {
    const parts = participants.filter(({ actor }) => actor === speaker);
    const party =
      parts.find(({ onBehalfOf }) => onBehalfOf !== undefined)?.onBehalfOf ??
      parts.find(({ role }) => role === 'PARTY')?.actor;
    if (party !== undefined) return party;
  }
  return undefined;
}

async function opposition(
  context: Context,
  statement: StatementRecord,
  party: string,
  events: readonly EventRecord[],
): Promise<StatementRecord[]> {
  const denials = await allMembersOf<StatementRecord>(
    context,
    { list: 'statement.responses', owner: statement.id, labels: ['DENIES'] },
    READING_ORDER,
  );
  const voided = await Promise.all(denials.map((denial) => isVoided(context, denial)));
  return denials.filter((denial, index) => {
    const other = partyOf(denial, events);
    return other !== undefined && other !== party && !voided[index];
  });
}

function isLater(a: Spoken, b: Spoken): boolean {
  const [first, second] = [latestBound(a.statement), latestBound(b.statement)];
  return first > second || (first === second && comparePositions(a.place, b.place) > 0);
}

// An undated statement may have been made at any time, so it is the earliest of all.
function latestBound({ dateUttered }: StatementRecord): number {
  return (dateUttered === undefined ? undefined : dateBounds(dateUttered)?.latest) ?? -Infinity;
}

// Asked for a day, an undated statement is not known to have been made by then.
function earliestBound({ dateUttered }: StatementRecord): number {
  return (dateUttered === undefined ? undefined : dateBounds(dateUttered)?.earliest) ?? Infinity;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
