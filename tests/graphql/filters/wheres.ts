// Random filters of every kind of record, as clients write them.
import fc from 'fast-check';
import { dates, idsOf, items, languages, moments, names, qcodes, words } from './pools.ts';

/** A filter as JSON. */
export type WhereJson = { readonly [field: string]: unknown };

/** The kinds that have lists with filters, by the name of their list. */
export const lists = {
  articles: 'ArticleWhere',
  statements: 'StatementWhere',
  actors: 'ActorWhere',
  events: 'EventWhere',
  outcomes: 'OutcomeWhere',
  places: 'PlaceWhere',
  topics: 'TopicWhere',
  sources: 'SourceWhere',
} as const;

export type ListName = keyof typeof lists;

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 12 });
const few = <T>(value: fc.Arbitrary<T>) => orNull(fc.array(value, { maxLength: 3, size: 'max' }));
const one = (...values: readonly string[]) => fc.constantFrom(...values);

const range = orNull(
  fc.record({
    from: fc.option(one(...dates, '2025-05-11', '2024')),
    until: fc.option(one(...dates, '2025-05-18', '2026')),
    match: one('CERTAINLY', 'POSSIBLY'),
  }),
);
const prefix = orNull(
  fc.oneof(
    one(
      '',
      'ab',
      'AB',
      'a\u0301be',
      'жел',
      'ЖЁ',
      'ας',
      'ασ',
      'οδος',
      'ΟΔΟΣ',
      'izm',
      'ISTR',
      'strass',
      '하',
      '한',
      'ने',
      'न',
      'zoe\u0308',
      'abel b',
      '%',
      '_',
      '\u0000',
      '\ud800',
      '\u{10ffff}',
    ),
    one(...names),
  ),
);
const text = orNull(
  fc
    .array(one(...words, 'evidence', 'Nothing', 'APPLE', '…', 'AND'), { maxLength: 2 })
    .map((all) => all.join(' ')),
);

const fields = {
  ArticleWhere: {
    about: few(idsOf('topic')),
    mentions: few(idsOf('actor', 'place')),
    author: few(idsOf('actor')),
    event: few(idsOf('event')),
    genre: few(one('REPORTAGE', 'OPINION', 'REVIEW')),
    inLanguage: few(one(...languages, 'de')),
    publisher: few(idsOf('source')),
    datePublished: range,
    dateModified: range,
    text,
  },
  StatementWhere: {
    kind: few(one('CLAIM', 'DEMAND', 'COMMITMENT', 'OPINION')),
    form: few(one('DIRECT', 'INDIRECT', 'MIXED')),
    speaker: few(idsOf('actor')),
    about: few(idsOf('topic')),
    mentions: few(idsOf('actor', 'place')),
    article: few(idsOf('article')),
    event: few(idsOf('event')),
    dateUttered: range,
    answered: orNull(fc.boolean()),
    voided: orNull(fc.boolean()),
    text,
  },
  ActorWhere: {
    type: few(one('PERSON', 'ORGANIZATION', 'COUNTRY')),
    name: prefix,
    wikidataId: few(one(...items, 'Q9', 'x')),
  },
  EventWhere: {
    kind: few(one('CONSULT', 'AGREE', 'AID', 'OTHER')),
    participant: few(idsOf('actor')),
    location: few(idsOf('place')),
    about: few(idsOf('topic')),
    date: range,
    name: prefix,
    wikidataId: few(one(...items)),
  },
  OutcomeWhere: {
    event: few(idsOf('event')),
    party: few(idsOf('actor')),
    about: few(idsOf('topic')),
    status: orNull(
      fc.record({
        in: fc.uniqueArray(one('PROPOSED', 'AGREED', 'REJECTED', 'UNCLEAR'), { maxLength: 3 }),
        asOf: fc.option(one(...dates, '2025-05-14', '2025-05-18'), { freq: 2 }),
        knownAt: fc.option(one(...moments, '2025-05-18T00:00:00+02:00'), { freq: 3 }),
      }),
    ),
    date: range,
  },
  PlaceWhere: {
    name: prefix,
    country: few(idsOf('actor')),
    containedInPlace: few(idsOf('place')),
    wikidataId: few(one(...items)),
  },
  TopicWhere: {
    name: prefix,
    qcode: few(one(...qcodes, 'x')),
    broader: few(idsOf('topic')),
    wikidataId: few(one(...items)),
  },
  SourceWhere: {
    name: prefix,
    kind: few(one('AGENCY', 'OUTLET', 'BROADCAST')),
    organization: few(idsOf('actor')),
  },
} satisfies Record<(typeof lists)[ListName], Record<string, fc.Arbitrary<unknown>>>;

/** Filters of a type, nested at most `depth` deep. */
export function wheres(type: keyof typeof fields, depth: number): fc.Arbitrary<WhereJson> {
  const own: Record<string, fc.Arbitrary<unknown>> = { ...fields[type] };
  if (depth > 0 && type === 'StatementWhere') own['outcome'] = orNull(wheres('OutcomeWhere', depth - 1));
  const condition = fc.oneof(...Object.entries(own).map(([field, value]) => fc.record({ [field]: value })));
  const several = fc
    .array(condition, { minLength: 1, maxLength: 2, size: '-1' })
    .map((parts): WhereJson => Object.assign({}, ...parts) as WhereJson);
  if (depth === 0) return several;
  const inner = wheres(type, depth - 1);
  return fc.oneof(
    { weight: 5, arbitrary: several },
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.record({ NOT: orNull(inner) }) },
    { weight: 2, arbitrary: fc.record({ OR: orNull(fc.array(inner, { maxLength: 3, size: 'max' })) }) },
    { weight: 1, arbitrary: fc.record({ AND: orNull(fc.array(inner, { maxLength: 2 })) }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          several,
          fc.record({ OR: fc.array(inner, { minLength: 1, maxLength: 2 }), NOT: orNull(inner) }),
        )
        .map(([a, b]) => ({ ...a, ...b })),
    },
  );
}
