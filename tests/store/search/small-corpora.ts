// Small random corpora to search, and what a search should find in them, worked out without a store.
import fc from 'fast-check';
import { parseId } from '../../../src/model/kind.ts';
import type { AnyRecord, Entry, ListName, Span, Thing } from '../../../src/model/record.ts';
import { type FacetField, searchedKinds, type SearchFilter } from '../../../src/model/search.ts';
import { readTerms, type Term } from '../../../src/store/search/terms.ts';
import { searchedTexts } from '../../../src/store/search/texts.ts';
import { wordsOf } from '../../../src/store/search/words.ts';
import { article, day, event, membership, outcome, person, statement, topic } from '../entries.ts';

const vocabulary = ['peace', 'Péace', 'peaceful', 'war', 'd’or', 'Ёл', '東京都'];
const text = fc.array(fc.constantFrom(...vocabulary), { maxLength: 6 }).map((words) => words.join(' '));
const names = fc.tuple(text, fc.array(text, { maxLength: 2 }));
const some = (length: number) => fc.uniqueArray(fc.nat(length - 1), { maxLength: 2 });

const [TOPICS, ACTORS, EVENTS] = [4, 3, 2];

/** What corpora are drawn from. */
export const corpora = fc.record({
  topics: fc.tuple(...Array.from({ length: TOPICS }, () => names)),
  actors: fc.tuple(...Array.from({ length: ACTORS }, () => names)),
  events: fc.tuple(
    ...Array.from({ length: EVENTS }, () => fc.record({ names, about: some(TOPICS), actors: some(ACTORS) })),
  ),
  outcomes: fc.array(fc.record({ names, event: fc.nat(EVENTS - 1), about: some(TOPICS) }), { maxLength: 2 }),
  articles: fc.array(
    fc.record({
      headline: text,
      alternativeHeadline: fc.option(text, { nil: undefined }),
      description: fc.option(text, { nil: undefined }),
      body: text,
      genre: fc.constantFrom('REPORTAGE' as const, 'OPINION' as const),
      language: fc.constantFrom('en', 'uk'),
      published: fc.constantFrom(day(1), day(400), day(1) - 1),
      visible: fc.constantFrom<Span | undefined>(undefined, undefined, { from: 0, until: 0 }),
      about: some(TOPICS),
      actors: some(ACTORS),
      event: fc.option(fc.nat(EVENTS - 1), { nil: undefined }),
      statements: fc.array(fc.record({ text, about: some(TOPICS), speaker: fc.nat(ACTORS - 1) }), {
        maxLength: 2,
      }),
    }),
    { maxLength: 5 },
  ),
});

/** A drawn corpus. */
export type Drawn = typeof corpora extends fc.Arbitrary<infer Value> ? Value : never;

/** What searches are drawn from. */
export const searches = fc
  .array(
    fc.record({
      sign: fc.constantFrom('', '', '', '-'),
      words: fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 2 }),
      form: fc.constantFrom('word', 'word', 'phrase', 'prefix'),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((terms) =>
    terms
      .map(({ sign, words, form }) => {
        if (form === 'phrase') return `${sign}"${words.join(' ')}"`;
        return form === 'prefix' ? `${sign}${words[0]!.slice(0, 3)}*` : `${sign}${words[0]}`;
      })
      .join(' '),
  );

const topicId = (index: number) => `Topic:t${index}`;
const actorId = (index: number) => `Person:p${index}`;

/** What filters are drawn from, unknown records among it. */
export const filters: fc.Arbitrary<SearchFilter> = fc.oneof(
  fc.constant({}),
  fewOf({
    kinds: fc.uniqueArray(fc.constantFrom(...Object.values(searchedKinds)), { maxLength: 4 }),
    about: fc.uniqueArray(
      fc.constantFrom(
        ...Array.from({ length: TOPICS }, (_, index) => topicId(index)),
        'Topic:none',
        'Person:p0',
      ),
      { maxLength: 2 },
    ),
    actors: fc.uniqueArray(
      fc.constantFrom(...Array.from({ length: ACTORS }, (_, index) => actorId(index)), 'Person:none'),
      { maxLength: 2 },
    ),
    genres: fc.uniqueArray(fc.constantFrom('REPORTAGE', 'OPINION', 'REVIEW'), { maxLength: 2 }),
    languages: fc.uniqueArray(fc.constantFrom('en', 'uk', 'fr'), { maxLength: 2 }),
    published: fc.record(
      { from: fc.constantFrom(day(1), day(2)), until: fc.constantFrom(day(1), day(500)) },
      { requiredKeys: [] },
    ),
  }),
);

/** One or two of the values, since more leave nothing to be found. */
function fewOf<T>(values: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  const keys = fc.subarray(Object.keys(values) as (keyof T)[], { minLength: 1, maxLength: 2 });
  return fc
    .tuple(fc.record(values), keys)
    .map(([drawn, kept]) => Object.fromEntries(kept.map((key) => [key, (drawn as T)[key]])) as Partial<T>);
}

/** A record that an oracle knows all about. */
export interface KnownRecord {
  readonly record: AnyRecord;
  readonly entry: Entry;
  readonly hidden: boolean;
  /** Ids of topics, broader ones among them, and of actors. */
  readonly tags: ReadonlySet<string>;
  readonly article?: Drawn['articles'][number];
}

/** The records of a drawn corpus. Topic t1 is a part of t0, and t2 of t1. */
export function knownRecords(drawn: Drawn): KnownRecord[] {
  const namedBy = new Map<string, boolean[]>();
  const isHidden = (id: string) => {
    const shown = namedBy.get(id);
    return shown !== undefined && !shown.includes(true);
  };
  const broader = (index: number): string[] =>
    index === 1 || index === 2 ? [topicId(index), ...broader(index - 1)] : [topicId(index)];
  const withBroader = (topics: readonly number[]) => [...new Set(topics.flatMap(broader))];
  const known: { entry: Entry; tags: string[]; article?: Drawn['articles'][number]; through?: string }[] = [];
  const lists = (
    kind: 'articles' | 'statements' | 'events' | 'outcomes',
    id: string,
    topics: readonly string[],
    actors: readonly string[],
  ) => [
    ...topics.map((owner) => membership(`topic.${kind}` satisfies ListName, owner, id)),
    ...actors.map((owner) => membership(`actor.${kind}` satisfies ListName, owner, id)),
  ];

  drawn.articles.forEach((given, index) => {
    const { headline, alternativeHeadline, description, body, about, actors, statements, visible } = given;
    const topics = withBroader(about);
    const speakers = statements.map(({ speaker }) => speaker);
    const people = [...new Set([...actors, ...speakers])].map(actorId);
    const names = [
      ...about.map(topicId),
      ...actors.map(actorId),
      ...(given.event === undefined ? [] : [`Event:e${given.event}`]),
    ];
    const base = article(`a${index}`, {
      ...given,
      names,
      ...(visible ? { visible } : {}),
      memberships: lists('articles', `Article:a${index}`, topics, people),
    });
    const record = {
      ...base.record,
      alternativeHeadline,
      description,
      genre: given.genre,
    };
    known.push({
      entry: {
        ...base,
        record,
        text: { ...base.text!, articleBody: body },
        columns: { ...base.columns, genre: given.genre },
        search: {
          title: headline,
          alternateName: alternativeHeadline === undefined ? [] : [alternativeHeadline],
          text: description === undefined ? [body] : [description, body],
        },
      },
      tags: [...topics, ...people],
      article: given,
    });
    for (const name of names) namedBy.set(name, [...(namedBy.get(name) ?? []), visible === undefined]);
    statements.forEach((said, number) => {
      const names = [...said.about.map(topicId), actorId(said.speaker)];
      const topics = withBroader(said.about);
      const id = `Statement:a${index}/s${number}`;
      const entry = statement(base, `s${number}`, {
        text: said.text,
        names,
        memberships: lists('statements', id, topics, [actorId(said.speaker)]),
      });
      known.push({ entry, tags: [...topics, actorId(said.speaker)], article: given });
      for (const name of names) namedBy.set(name, [...(namedBy.get(name) ?? []), visible === undefined]);
    });
  });

  drawn.topics.forEach((names, index) => {
    const memberships =
      index === 1 || index === 2 ? [membership('topic.narrower', topicId(index - 1), topicId(index))] : [];
    known.push({ entry: withNames(topic(`t${index}`, { memberships }), names), tags: [topicId(index)] });
  });
  drawn.actors.forEach((names, index) =>
    known.push({ entry: withNames(person(`p${index}`), names), tags: [actorId(index)] }),
  );
  const events = drawn.events.map(({ names, about, actors }, index) => {
    const [topics, people] = [withBroader(about), actors.map(actorId)];
    const entry = withNames(
      event(`e${index}`, { memberships: lists('events', `Event:e${index}`, topics, people) }),
      names,
    );
    known.push({ entry, tags: [...topics, ...people] });
    return entry;
  });
  drawn.outcomes.forEach(({ names, event: of, about }, index) => {
    const topics = withBroader(about);
    const entry = outcome(events[of] as Entry<'event'>, `o${index}`, {
      memberships: lists('outcomes', `Outcome:o${index}`, topics, []),
    });
    known.push({ entry: withNames(entry, names), tags: topics, through: `Event:e${of}` });
  });

  return known.map(({ entry, tags, article: of, through }) => ({
    record: entry.record,
    entry,
    hidden: of
      ? of.visible !== undefined
      : isHidden(entry.record.id) || (through !== undefined && isHidden(through)),
    tags: new Set(tags.filter((id) => !isHidden(id))),
    ...(entry.kind === 'article' || entry.kind === 'statement' ? { article: of } : {}),
  })) as KnownRecord[];
}

function withNames<E extends Entry>(entry: E, [name, alternateName]: readonly [string, string[]]): E {
  return {
    ...entry,
    record: { ...(entry.record as Thing), name, alternateName },
    search: { title: name, alternateName, text: [] },
  };
}

/** The ids of those records that a search should find, sorted. */
export function expectedHits(
  records: readonly KnownRecord[],
  search: string,
  where: SearchFilter,
): KnownRecord[] {
  const { wanted, unwanted } = readTerms(search);
  return records.filter(
    ({ record, hidden, entry, ...rest }) =>
      !hidden &&
      wanted.length > 0 &&
      wanted.every((term) => stands(term, entry)) &&
      !unwanted.some((term) => stands(term, entry)) &&
      fits({ record, ...rest }, where),
  );
}

function stands({ words, prefix }: Term, { record, text }: Entry): boolean {
  const sought = ` ${words.join(' ')}${prefix ? '' : ' '}`;
  return searchedTexts(record, text?.articleBody).some((searched) =>
    ` ${wordsOf(searched.text)
      .map(({ word }) => word)
      .join(' ')} `.includes(sought),
  );
}

function fits(
  { record, tags, article: of }: Omit<KnownRecord, 'hidden' | 'entry'>,
  { kinds, about, actors, genres, languages, published }: SearchFilter,
): boolean {
  return (
    (!kinds || kinds.includes(parseId(record.id)!.kind)) &&
    (!about || about.some((id) => id.startsWith('Topic:') && tags.has(id))) &&
    (!actors || actors.some((id) => tags.has(id))) &&
    (!genres || (of !== undefined && genres.includes(of.genre))) &&
    (!languages || (of !== undefined && languages.includes(of.language))) &&
    (!published ||
      (of !== undefined &&
        (published.from ?? -Infinity) <= of.published &&
        of.published <= (published.until ?? Infinity)))
  );
}

/** The values by which a record is counted. */
export function facetValues({ record, tags, article: of }: KnownRecord, field: FacetField): string[] {
  const slugs = (type: string) =>
    [...tags].filter((id) => id.startsWith(`${type}:`)).map((id) => parseId(id)!.slug);
  switch (field) {
    case 'KIND':
      return [parseId(record.id)!.kind];
    case 'TOPIC':
      return slugs('Topic');
    case 'ACTOR':
      return slugs('Person');
    case 'GENRE':
      return of ? [of.genre] : [];
    case 'LANGUAGE':
      return of ? [of.language] : [];
    case 'YEAR':
      return of ? [new Date(of.published).toISOString().slice(0, 4)] : [];
  }
}
