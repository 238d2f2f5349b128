// Small corpora of any shape: hidden articles, corrections, answers, imprecise dates, narrower topics, aliases.
import fc from 'fast-check';
import type { Lines } from './compiled.ts';
import {
  actorTypes,
  actors,
  allChanges,
  allStatements,
  dates,
  events,
  items,
  languages,
  moments,
  names,
  ofType,
  one,
  outcomes,
  places,
  qcodes,
  sizes,
  slugs,
  sources,
  topics,
  words,
} from './pools.ts';

/** The moment at which the corpora are looked at; some of their articles come later. */
export const NOW = Date.parse('2025-06-01T00:00:00Z');

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = <T>(from: readonly T[], maxLength = 2) =>
  fc.uniqueArray(fc.constantFrom(...from), { maxLength });
/** One that comes before, so that no chain leads back to its beginning. */
const earlier = (all: readonly string[], index: number) =>
  index === 0 ? fc.constant(undefined) : maybe(one(all.slice(0, index)));

const named = (slug: string) => ({
  slug: fc.constant(slug),
  formerSlug: fc.constant([`old-${slug}`]),
  name: one(names),
  alternateName: some(names),
});
// An item is of one record of a kind at most.
const identified = (slug: string, index: number) => ({
  ...named(slug),
  wikidataId: one([undefined, items[index]]),
});

const topic = (slug: string, index: number) =>
  fc.record({ ...identified(slug, index), qcode: maybe(one(qcodes)), broader: earlier(topics, index) });
const place = (slug: string, index: number) =>
  fc.record({
    ...identified(slug, index),
    containedInPlace: earlier(places, index),
    country: maybe(one(ofType('COUNTRY'))),
  });
const actor = (slug: string, index: number) =>
  fc.record({ ...identified(slug, index), type: fc.constant(actorTypes[index % 3]) });
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
    ...identified(slug, index),
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
