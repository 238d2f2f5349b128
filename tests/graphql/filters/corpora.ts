// Small corpora of any shape for the property of filters: hidden articles, corrections, answers, imprecise dates, aliases.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compile } from '../../../src/content/compile.ts';
import { contentFolders } from '../../../src/content/files.ts';
import { type FileKind, fileKinds } from '../../../src/model/kind.ts';
import type { Entry } from '../../../src/model/record.ts';
import { openSqlite, writeSqlite } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';

/** A compiled corpus: the store under test, and what was put into it. */
export interface Compiled {
  readonly store: Store;
  readonly entries: readonly Entry[];
  remove(): Promise<void>;
}

/** Files of content: the lines of each kind. */
export type Lines = Readonly<Record<FileKind, readonly object[]>>;

/** The moment at which the corpora are looked at; some of their articles come later. */
export const NOW = Date.parse('2025-06-01T00:00:00Z');

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

const actorTypes = ['PERSON', 'ORGANIZATION', 'COUNTRY'] as const;
const slugs = (letter: string, size: number) =>
  Array.from({ length: size }, (_, index) => `${letter}${index}`);
const topics = slugs('t', sizes.topic);
const places = slugs('p', sizes.place);
const actors = slugs('a', sizes.actor);
const ofType = (type: (typeof actorTypes)[number]) =>
  actors.filter((_, index) => actorTypes[index % 3] === type);
const sources = slugs('s', sizes.source);
const events = slugs('e', sizes.event);
const outcomes = slugs('o', sizes.outcome);
const statementsOf = (article: string) => slugs('w', sizes.statement).map((slug) => `${article}/${slug}`);
const allStatements = slugs('r', sizes.article).flatMap(statementsOf);
const allChanges = outcomes.flatMap((outcome) =>
  slugs('c', sizes.statusChange).map((slug) => `${outcome}/${slug}`),
);

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = <T>(from: readonly T[], maxLength = 2) =>
  fc.uniqueArray(fc.constantFrom(...from), { maxLength });
const one = <T>(from: readonly T[]) => fc.constantFrom(...from);
/** One that comes before, so that no chain leads back to its beginning. */
const earlier = (all: readonly string[], index: number) =>
  index === 0 ? fc.constant(undefined) : maybe(one(all.slice(0, index)));

const named = (slug: string) => ({
  slug: fc.constant(slug),
  formerSlug: fc.constant([`old-${slug}`]),
  name: one(names),
  alternateName: some(names),
});
const identified = (slug: string) => ({ ...named(slug), wikidataId: maybe(one(items)) });

const topic = (slug: string, index: number) =>
  fc.record({ ...identified(slug), qcode: maybe(one(qcodes)), broader: earlier(topics, index) });
const place = (slug: string, index: number) =>
  fc.record({
    ...identified(slug),
    containedInPlace: earlier(places, index),
    country: maybe(one(ofType('COUNTRY'))),
  });
const actor = (slug: string, index: number) =>
  fc.record({ ...identified(slug), type: fc.constant(actorTypes[index % 3]) });
const source = (slug: string) =>
  fc.record({
    ...named(slug),
    kind: one(['AGENCY', 'OUTLET', 'DOCUMENT']),
    organization: maybe(one(ofType('ORGANIZATION'))),
  });

const statement = (article: string) => (slug: string) =>
  fc
    .record({
      kind: one(['CLAIM', 'DEMAND', 'COMMITMENT']),
      form: one(['DIRECT', 'INDIRECT']),
      said: some(names),
      word: one(words),
      originalText: maybe(one(words)),
      speaker: maybe(one(actors.slice(0, 3))),
      dateUttered: maybe(one(dates)),
      about: some(topics),
      event: maybe(one(events)),
      outcomes: some(outcomes),
      inResponseTo: fc.uniqueArray(
        fc.record({ statement: one(allStatements), stance: one(['SUPPORTS', 'DENIES', 'COMMENTS']) }),
        {
          maxLength: 3,
          selector: (response) => response.statement,
        },
      ),
    })
    .map(({ said, word, ...own }) => ({
      ...own,
      slug,
      exact: `${article}${slug} said ${[...said, word].join(' and ')}`,
    }));

const article = (slug: string, index: number) =>
  fc
    .record({
      slug: fc.constant(slug),
      formerSlug: fc.constant([`old-${slug}`]),
      headline: one(['apple pie', 'Banana split', 'cherry']),
      alternativeHeadline: maybe(one(words)),
      description: maybe(one(words)),
      genre: one(['REPORTAGE', 'OPINION']),
      inLanguage: one(languages),
      translationOf: earlier(slugs('r', sizes.article), index),
      datePublished: one([...moments, ...moments, '2025-07-01T00:00:00Z']),
      dateModified: maybe(one(moments)),
      pubStatus: one(['USABLE', 'USABLE', 'USABLE', 'USABLE', 'USABLE', 'WITHHELD']),
      expires: one([
        undefined,
        undefined,
        undefined,
        undefined,
        '2025-05-30T00:00:00Z',
        '2026-01-01T00:00:00Z',
      ]),
      author: some(actors),
      publisher: maybe(one(sources)),
      about: some(topics),
      events: some(events),
      corrections: fc.array(
        fc.record({
          text: fc.constant('It was wrong.'),
          dateCreated: one(moments),
          affects: fc.oneof(
            some(allStatements.map((path) => `statement/${path}`)),
            some(
              allChanges.map((path) => `status-change/${path}`),
              3,
            ),
          ),
        }),
        { maxLength: 2 },
      ),
      contentLocation: some(places),
      statements: fc.tuple(...slugs('w', sizes.statement).map(statement(slug))),
      named: some(names),
    })
    .map(({ named: mentioned, corrections, ...own }) => ({
      ...own,
      corrections: corrections.map((correction, number) => ({ ...correction, slug: `k${number}` })),
      articleBody: [
        `Evidence. ${mentioned.join(' met ')}.`,
        ...own.statements.map(({ exact }) => `${exact}.`),
      ].join('\n\n'),
    }));

const event = (slug: string, index: number) =>
  fc.record({
    ...identified(slug),
    kind: one(['CONSULT', 'AGREE', 'AID']),
    startDate: maybe(one(['2025-05', '2025-05-16', '../2025-05-10', '2025-05-20/..'])),
    endDate: maybe(one(['2025-06', '2025-06-01', '2025-06-01/..'])),
    location: maybe(one(places)),
    superEvent: earlier(events, index),
    about: some(topics),
    participants: fc.array(
      fc.record({ actor: one(actors), role: one(['PARTY', 'HOST']), onBehalfOf: maybe(one(actors)) }),
      { maxLength: 2 },
    ),
  });

const outcome = (slug: string) =>
  fc.record({
    ...named(slug),
    event: one(events),
    about: some(topics),
    date: maybe(one(dates)),
    parties: fc.array(fc.record({ actor: one(actors), role: one(['PARTY', 'BENEFICIARY']) }), {
      maxLength: 2,
    }),
    history: fc.tuple(
      ...slugs('c', sizes.statusChange).map((change) =>
        fc.record({
          slug: fc.constant(change),
          status: one(['PROPOSED', 'AGREED', 'REJECTED']),
          // Few, so that changes tie.
          date: one([
            '2025-05-16',
            '2025-05-16',
            '2025-05-16~',
            '2025-05-16/2025-05-20',
            '2025-05-20/..',
            '../2025-05-10',
          ]),
          article: one(slugs('r', 3)),
          exact: fc.constant('Evidence'),
        }),
      ),
    ),
  });

const all = <T>(given: readonly string[], make: (slug: string, index: number) => fc.Arbitrary<T>) =>
  fc.tuple(...given.map(make));

/** Corpora as lines of content files. */
export const corpora: fc.Arbitrary<Lines> = fc.record({
  topic: all(topics, topic),
  place: all(places, place),
  actor: all(actors, actor),
  source: all(sources, source),
  article: all(slugs('r', sizes.article), article),
  event: all(events, event),
  outcome: all(outcomes, outcome),
}) as never;

/** Compiles lines into a store of their own. */
export async function compiled(lines: Lines): Promise<Compiled> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-filters-'));
  const entries: Entry[] = [];
  const files = fileKinds.map((kind) => {
    const bytes = Buffer.from(lines[kind].map((line) => `${JSON.stringify(line)}\n`).join(''));
    return {
      path: `${contentFolders[kind].folder}/all.jsonl`,
      kind,
      size: bytes.length,
      async *read() {
        yield bytes;
      },
    };
  });
  const writer = writeSqlite(join(folder, 'corpus.db'));
  const sink = {
    put(entry: Entry) {
      entries.push(entry);
      return writer.put(entry);
    },
    get: writer.get.bind(writer),
    dangling: writer.dangling.bind(writer),
    ids: writer.ids.bind(writer),
  };
  const { problems, version } = await compile({ files, stamp: '', problems: [] }, sink);
  if (problems.length > 0) throw new Error(JSON.stringify(problems.slice(0, 3), null, 2));
  await writer.publish({ version, stamp: '' });
  const store = openSqlite(join(folder, 'corpus.db'));
  if (!store) throw new Error('The corpus that was published is not there');
  return {
    store,
    entries,
    async remove() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

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
