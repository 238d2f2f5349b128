// Small hand-made entries: only what a test is about is given, the rest is plain and valid.
import type { Actor } from '../../src/model/actor.ts';
import { globalId, type Kind } from '../../src/model/kind.ts';
import {
  type Columns,
  type DateColumns,
  type Entry,
  type ListName,
  type Membership,
  type Records,
  type Span,
  sortKey,
} from '../../src/model/record.ts';

/** The n-th day of 2025 in milliseconds since 1970. */
export function day(n: number): number {
  return Date.UTC(2025, 0, n);
}

/** What any entry may be given besides its own. */
export interface Common {
  readonly former?: readonly string[];
  /** Global ids that it names. */
  readonly names?: readonly string[];
  readonly memberships?: readonly Membership[];
  readonly file?: string;
}

/** An imprecise date: its first and last day. */
type Days = readonly [earliest: number, latest: number];

export function article(
  slug: string,
  given: Common & {
    readonly published?: number;
    readonly modified?: number;
    readonly headline?: string;
    readonly language?: string;
    readonly visible?: Span;
  } = {},
): Entry<'article'> {
  const id = globalId('Article', slug);
  const { published = day(1), modified, headline = slug, language = 'en', visible } = given;
  const record: Records['article'] = {
    id,
    slug,
    headline,
    genre: 'REPORTAGE',
    inLanguage: language,
    datePublished: new Date(published).toISOString(),
    pubStatus: 'USABLE',
    author: [],
    isBasedOn: [],
    image: [],
    contentLocation: [],
    about: [],
    events: [],
    formerSlug: [],
    textDigest: '',
    wordCount: 3,
    corrections: [],
  };
  const text = { articleBody: `Body of ${slug}.`, paragraphs: [], mentions: [] };
  return {
    ...entry(
      'article',
      record,
      { published, modified: modified ?? null, headline: sortKey(headline), language, genre: record.genre },
      given,
    ),
    search: { title: headline, alternateName: [], text: [text.articleBody] },
    text,
    ...(visible && { visible }),
  };
}

export function statement(
  of: Entry<'article'>,
  name: string,
  given: Common & { readonly uttered?: Days; readonly position?: number; readonly text?: string } = {},
): Entry<'statement'> {
  const slug = `${of.record.slug}/${name}`;
  const record: Records['statement'] = {
    id: globalId('Statement', slug),
    slug,
    kind: 'CLAIM',
    form: 'INDIRECT',
    text: given.text ?? `Words of ${slug}.`,
    inLanguage: 'en',
    addressees: [],
    attribution: [],
    article: of.record.id,
    anchors: [],
    about: [],
    mentions: [],
    outcomes: [],
    inResponseTo: [],
  };
  const columns = {
    ...dates(given.uttered),
    published: of.columns.published,
    article: of.record.id,
    position: given.position ?? 0,
    kind: record.kind,
    form: record.form,
    speaker: null,
  };
  return {
    ...entry('statement', record, columns, { file: of.origin.file, ...given }),
    search: { title: '', alternateName: [], text: [record.text] },
    through: of.record.id,
  };
}

export function correction(
  of: Entry<'article'>,
  name: string,
  given: Common & { readonly created?: number } = {},
): Entry<'correction'> {
  const slug = `${of.record.slug}/${name}`;
  const created = given.created ?? day(1);
  const record: Records['correction'] = {
    id: globalId('Correction', slug),
    slug,
    article: of.record.id,
    text: `Correction ${name}.`,
    dateCreated: new Date(created).toISOString(),
    affects: [],
  };
  return { ...entry('correction', record, { created }, given), through: of.record.id };
}

const thing = { alternateName: [], sameAs: [], formerSlug: [] };

export function person(slug: string, given: Common & { readonly name?: string } = {}): Entry<'actor'> {
  const id = globalId('Person', slug);
  const record: Actor = {
    ...thing,
    type: 'PERSON',
    id,
    slug,
    name: given.name ?? slug,
    offices: [],
    nationality: [],
  };
  return named('actor', record, { wikidataId: null, type: record.type }, given);
}

export function topic(slug: string, given: Common & { readonly name?: string } = {}): Entry<'topic'> {
  const record = { ...thing, id: globalId('Topic', slug), slug, name: given.name ?? slug };
  return named('topic', record, { wikidataId: null, qcode: null }, given);
}

export function event(
  slug: string,
  given: Common & { readonly name?: string; readonly start?: Days } = {},
): Entry<'event'> {
  const record: Records['event'] = {
    ...thing,
    id: globalId('Event', slug),
    slug,
    name: given.name ?? slug,
    kind: 'CONSULT',
    eventStatus: 'HELD',
    durationIsAtMost: false,
    participants: [],
    about: [],
  };
  const columns = {
    ...dates(given.start),
    ends: given.start?.[1] ?? null,
    kind: record.kind,
    wikidataId: null,
  };
  return named('event', record, columns, given);
}

export function outcome(
  of: Entry<'event'>,
  slug: string,
  given: Common & { readonly name?: string } = {},
): Entry<'outcome'> {
  const record: Records['outcome'] = {
    ...thing,
    id: globalId('Outcome', slug),
    slug,
    name: given.name ?? slug,
    event: of.record.id,
    about: [],
    parties: [],
    quantities: [],
    history: [],
  };
  return named('outcome', record, dates(undefined), given);
}

export function statusChange(
  of: Entry<'outcome'>,
  through: Entry<'article'>,
  name: string,
  given: Common & { readonly date?: Days; readonly position?: number } = {},
): Entry<'statusChange'> {
  const slug = `${of.record.slug}/${name}`;
  const record: Records['statusChange'] = {
    id: globalId('StatusChange', slug),
    slug,
    outcome: of.record.id,
    status: 'AGREED',
    date: '2025',
    recordedAt: through.record.datePublished,
    article: through.record.id,
    anchor: {
      article: through.record.id,
      field: 'BODY',
      exact: 'x',
      prefix: '',
      suffix: '',
      start: 0,
      end: 1,
      paragraph: 0,
    },
  };
  const columns = {
    ...dates(given.date ?? [day(1), day(1)]),
    outcome: of.record.id,
    recorded: through.columns.published,
    position: given.position ?? 0,
    status: record.status,
  };
  return { ...entry('statusChange', record, columns, given), through: through.record.id };
}

/** A membership in a list. */
export function membership(list: ListName, owner: string, member: string, label?: string): Membership {
  return { list, owner, member, ...(label !== undefined && { label }) };
}

function named<K extends 'actor' | 'topic' | 'event' | 'outcome'>(
  kind: K,
  record: Records[K],
  columns: Omit<Columns[K], 'name'>,
  given: Common,
): Entry<K> {
  return {
    ...entry(kind, record, { name: sortKey(record.name), ...columns } as unknown as Columns[K], given),
    search: { title: record.name, alternateName: record.alternateName, text: [] },
  };
}

function entry<K extends Kind>(kind: K, record: Records[K], columns: Columns[K], given: Common): Entry<K> {
  const { former = [], names = [], memberships = [], file = `${kind}s/${record.slug}` } = given;
  return {
    kind,
    record,
    columns,
    origin: { file, line: 1, path: [] },
    otherIds: former,
    references: names.map((target, index) => ({ target, path: ['names', index] })),
    memberships,
  };
}

function dates(days: Days | undefined): DateColumns {
  return days ? { earliest: days[0], latest: days[1] } : { earliest: null, latest: null };
}
