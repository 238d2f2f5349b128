// The few names, dates, words and slugs of which corpora and filters are made, so that they meet.
import fc from 'fast-check';

export const names = [
  'Ábel',
  'abel Böll',
  'Жёлтый',
  'ΑΣΤΗΡ',
  'Οδός',
  'İzmir',
  'Straße',
  '한국',
  'नेपाल',
  'Zoë',
  'zoe',
  'Q',
] as const;
export const dates = [
  '2025-05',
  '2025-05-16',
  '2025-05-16~',
  '2025-05-16/2025-05-20',
  '2025-05-20/..',
  '../2025-05-10',
  '2025',
  '202X',
  '2025-06-01',
  '-0044',
] as const;
export const moments = [
  '2025-05-10T10:00:00Z',
  '2025-05-16T00:00:00Z',
  '2025-05-16T23:59:59.999Z',
  '2025-05-20T12:00:00Z',
] as const;
export const languages = ['en', 'en-GB', 'uk'] as const;
export const qcodes = ['medtop:20000001', 'medtop:20000002'] as const;
export const items = ['Q1', 'Q2', 'Q3'] as const;
export const words = ['apple', 'banana', 'cherry', 'damson'] as const;

/** How many records of each kind there may be; ids follow from it. */
export const sizes = {
  topic: 5,
  place: 4,
  actor: 6,
  source: 3,
  article: 6,
  statement: 2,
  event: 4,
  outcome: 4,
  statusChange: 3,
} as const;

export const actorTypes = ['PERSON', 'ORGANIZATION', 'COUNTRY'] as const;
export const slugs = (letter: string, size: number) =>
  Array.from({ length: size }, (_, index) => `${letter}${index}`);
export const topics = slugs('t', sizes.topic);
export const places = slugs('p', sizes.place);
export const actors = slugs('a', sizes.actor);
export const ofType = (type: (typeof actorTypes)[number]) =>
  actors.filter((_, index) => actorTypes[index % 3] === type);
export const sources = slugs('s', sizes.source);
export const events = slugs('e', sizes.event);
export const outcomes = slugs('o', sizes.outcome);
const statementsOf = (article: string) => slugs('w', sizes.statement).map((slug) => `${article}/${slug}`);
export const allStatements = slugs('r', sizes.article).flatMap(statementsOf);
export const allChanges = outcomes.flatMap((outcome) =>
  slugs('c', sizes.statusChange).map((slug) => `${outcome}/${slug}`),
);

/** One of a pool. */
export const one = <T>(from: readonly T[]) => fc.constantFrom(...from);

/** Ids of records of some kinds, present, former, and such as lead nowhere. */
export function idsOf(...types: readonly (keyof typeof ids)[]): fc.Arbitrary<string> {
  return one([
    ...types.flatMap((type) => ids[type]),
    ...types.flatMap((type) => ids[type]),
    'Topic:nothing',
    'Article:r0',
    'Place:p0',
    'x',
    '',
  ]);
}

const prefixed = (type: string, given: readonly string[]) =>
  given.flatMap((slug) => [`${type}:${slug}`, `${type}:${slug}`, `${type}:old-${slug}`]);
const ids = {
  topic: prefixed('Topic', topics),
  place: prefixed('Place', places),
  actor: [
    ...prefixed('Person', ofType('PERSON')),
    ...prefixed('Organization', ofType('ORGANIZATION')),
    ...prefixed('Country', ofType('COUNTRY')),
  ],
  source: prefixed('Source', sources),
  event: prefixed('Event', events),
  article: prefixed('Article', slugs('r', sizes.article)),
  outcome: prefixed('Outcome', outcomes),
};
