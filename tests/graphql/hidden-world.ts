// Small random corpora with hidden articles, and the same corpora with everything hidden taken out by hand.
import { seeded } from './random-query.ts';

interface Statement {
  slug: string;
  sentence: number;
  kind: string;
  speaker?: string;
  about: string[];
  event?: string;
  outcomes: string[];
  inResponseTo: { statement: string; stance: string }[];
  dateUttered?: string;
  source?: string;
}

interface Article {
  slug: string;
  state: 'visible' | 'withheld' | 'canceled' | 'embargoed' | 'expired' | 'future';
  sentences: string[];
  /** Slugs of what the sentences name. */
  named: string[];
  publisher?: string;
  author: string[];
  isBasedOn: string[];
  about: string[];
  events: string[];
  contentLocation: string[];
  translationOf?: string;
  inLanguage: string;
  published: string;
  statements: Statement[];
  corrections: { slug: string; affects: string[] }[];
}

interface Participant {
  actor: string;
  role: string;
  onBehalfOf?: string;
  article?: string;
  exact?: string;
}

interface Change {
  slug: string;
  status: string;
  date: string;
  article: string;
  exact: string;
  statement?: string;
}

/** A corpus as plain data. */
export interface World {
  readonly now: number;
  readonly topics: { slug: string; broader?: string }[];
  readonly places: { slug: string; containedInPlace?: string; country?: string }[];
  readonly actors: {
    slug: string;
    type: 'PERSON' | 'ORGANIZATION' | 'COUNTRY';
    nationality: string[];
    parentOrganization?: string;
    country?: string;
    office?: { organization?: string; country?: string };
  }[];
  readonly sources: { slug: string; kind: string; organization?: string; isBasedOn: string[] }[];
  readonly articles: Article[];
  readonly events: {
    slug: string;
    superEvent?: string;
    previousEvent?: string;
    location?: string;
    about: string[];
    startDate?: string;
    participants: Participant[];
  }[];
  readonly outcomes: {
    slug: string;
    event: string;
    about: string[];
    parties: { actor: string; role: string }[];
    history: Change[];
  }[];
  /** Global ids of all records. */
  readonly ids: ReadonlySet<string>;
}

const NOW = Date.parse('2025-06-15T12:00:00Z');
const TYPES = { PERSON: 'Person', ORGANIZATION: 'Organization', COUNTRY: 'Country' } as const;

/** A random corpus, the same for the same seed. */
export function randomWorld(seed: number): World {
  const random = seeded(seed);
  const chance = (probability: number) => random() < probability;
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const maybe = <T>(items: readonly T[], probability = 0.4): T | undefined =>
    items.length > 0 && chance(probability) ? pick(items) : undefined;
  const some = <T>(items: readonly T[], probability = 0.3): T[] => items.filter(() => chance(probability));
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  const date = () => pick(['2025-01-10', '2025-02', '2025-02-20/2025-03-02', '2025-04~', '2025-05-05']);

  const topics = names('topic', 4).map((slug, index, all) => ({ slug, broader: maybe(all.slice(0, index)) }));
  const countries = names('country', 2);
  const organizations = names('body', 3);
  const persons = names('person', 4);
  const actorSlugs = [...countries, ...organizations, ...persons];
  const actors: World['actors'] = [
    ...countries.map((slug) => ({ slug, type: 'COUNTRY' as const, nationality: [] })),
    ...organizations.map((slug, index) => ({
      slug,
      type: 'ORGANIZATION' as const,
      nationality: [],
      parentOrganization: maybe(organizations.slice(0, index)),
      country: maybe(countries),
    })),
    ...persons.map((slug) => ({
      slug,
      type: 'PERSON' as const,
      nationality: some(countries),
      office: chance(0.5)
        ? { organization: maybe(organizations, 0.7), country: maybe(countries) }
        : undefined,
    })),
  ];
  const places = names('place', 3).map((slug, index, all) => ({
    slug,
    containedInPlace: maybe(all.slice(0, index)),
    country: maybe(countries),
  }));
  const sources = names('source', 4).map((slug, index, all) => ({
    slug,
    kind: pick(['OUTLET', 'AGENCY', 'UNIDENTIFIED']),
    organization: maybe(organizations),
    isBasedOn: some(all.slice(0, index)),
  }));
  const eventSlugs = names('event', 4);
  const outcomeSlugs = names('outcome', 3);
  const articleSlugs = names('article', 6);
  const said: string[] = [];
  const articles: Article[] = articleSlugs.map((slug, index) => {
    const named = some([...actorSlugs, ...places.map((place) => place.slug)], 0.25);
    const sentences = [
      'Nothing else happened.',
      ...named.map((name) => `Sentence of ${slug} on ${nameOf(name)}.`),
      `Another sentence of ${slug}.`,
    ];
    const statements = sentences.flatMap((_sentence, sentence): Statement[] => {
      if (!chance(0.6)) return [];
      const own = `${slug}/said${sentence}`;
      const statement: Statement = {
        slug: `said${sentence}`,
        sentence,
        kind: pick(['CLAIM', 'DEMAND', 'REJECTION', 'PROPOSAL', 'DENIAL', 'COMMITMENT']),
        speaker: maybe(actorSlugs, 0.7),
        about: some(topics.map((topic) => topic.slug)),
        event: maybe(eventSlugs, 0.5),
        outcomes: some(outcomeSlugs),
        inResponseTo: [...new Set(some(said, 0.3))].map((target) => ({
          statement: target,
          stance: pick(['SUPPORTS', 'DENIES', 'QUERIES', 'COMMENTS']),
        })),
        dateUttered: chance(0.8) ? date() : undefined,
        source: maybe(sources.map((source) => source.slug)),
      };
      said.push(own);
      return [statement];
    });
    return {
      slug,
      state: chance(0.5)
        ? 'visible'
        : pick(['withheld', 'canceled', 'embargoed', 'expired', 'future'] as const),
      sentences,
      named,
      publisher: maybe(sources.map((source) => source.slug)),
      author: some(actorSlugs, 0.1),
      isBasedOn: some(
        sources.map((source) => source.slug),
        0.2,
      ),
      about: some(topics.map((topic) => topic.slug)),
      events: some(eventSlugs, 0.2),
      contentLocation: some(
        places.map((place) => place.slug),
        0.2,
      ),
      translationOf: maybe(articleSlugs.slice(0, index), 0.2),
      inLanguage: pick(['en', 'es']),
      published: pick(['2025-01-15T08:00:00Z', '2025-02-25T08:00:00Z', '2025-05-10T08:00:00Z']),
      statements,
      corrections: [],
    };
  });
  const evidence = () => {
    const article = pick(articles);
    return { article: article.slug, exact: pick(article.sentences) };
  };
  const events: World['events'] = eventSlugs.map((slug, index) => ({
    slug,
    superEvent: maybe(eventSlugs.slice(0, index)),
    previousEvent: maybe(eventSlugs.slice(0, index)),
    location: maybe(places.map((place) => place.slug)),
    about: some(topics.map((topic) => topic.slug)),
    startDate: chance(0.8) ? date() : undefined,
    participants: some(actorSlugs, 0.4).map((actor) => ({
      actor,
      role: pick(['PARTY', 'DELEGATE', 'MEDIATOR']),
      onBehalfOf: maybe(countries),
      ...(chance(0.4) ? evidence() : {}),
    })),
  }));
  const outcomes: World['outcomes'] = outcomeSlugs.map((slug) => ({
    slug,
    event: pick(eventSlugs),
    about: some(topics.map((topic) => topic.slug)),
    parties: some(actorSlugs, 0.3).map((actor) => ({ actor, role: 'PARTY' })),
    history: names('change', Math.floor(random() * 4)).map((change) => ({
      slug: change,
      status: pick(['PROPOSED', 'AGREED', 'REJECTED', 'IMPLEMENTED']),
      date: date(),
      ...evidence(),
      statement: maybe(said, 0.3),
    })),
  }));
  const voidable = [
    ...said.map((slug) => `statement/${slug}`),
    ...outcomes.flatMap(({ slug, history }) =>
      history.map((change) => `status-change/${slug}/${change.slug}`),
    ),
  ];
  for (const article of articles)
    if (chance(0.4)) article.corrections.push({ slug: 'correction', affects: some(voidable, 0.2) });

  const world = { now: NOW, topics, places, actors, sources, articles, events, outcomes };
  return { ...world, ids: new Set(idsOf(world)) };
}

/** Slugs of what is hidden, as `kind/slug`; told by the rule, record by record. */
export function hiddenIn(world: Omit<World, 'ids'>): Set<string> {
  const hidden = new Set(
    world.articles
      .filter((article) => article.state !== 'visible')
      .map((article) => `article/${article.slug}`),
  );
  const referrers = new Map<string, Set<string>>();
  const refer = (article: string, kind: string, slugs: readonly (string | undefined)[]) => {
    for (const slug of slugs) {
      if (slug === undefined) continue;
      const key = `${kind}/${slug}`;
      referrers.set(key, (referrers.get(key) ?? new Set()).add(article));
    }
  };
  const broader = new Map(world.topics.map((topic) => [topic.slug, topic.broader]));
  const withBroader = (slugs: readonly string[]): string[] =>
    slugs.flatMap((slug) => [
      slug,
      ...withBroader([broader.get(slug)].filter((above) => above !== undefined)),
    ]);
  const placeSlugs = new Set(world.places.map((place) => place.slug));
  for (const article of world.articles) {
    const speakers = article.statements.map((statement) => statement.speaker);
    refer(article.slug, 'actor', [
      ...article.author,
      ...speakers,
      ...article.named.filter((name) => !placeSlugs.has(name)),
    ]);
    refer(article.slug, 'place', [
      ...article.contentLocation,
      ...article.named.filter((name) => placeSlugs.has(name)),
    ]);
    refer(article.slug, 'source', [
      article.publisher,
      ...article.isBasedOn,
      ...article.statements.map((statement) => statement.source),
    ]);
    refer(
      article.slug,
      'topic',
      withBroader([...article.about, ...article.statements.flatMap((statement) => statement.about)]),
    );
    refer(article.slug, 'event', [
      ...article.events,
      ...article.statements.map((statement) => statement.event),
    ]);
    refer(
      article.slug,
      'outcome',
      article.statements.flatMap((statement) => statement.outcomes),
    );
  }
  for (const outcome of world.outcomes)
    for (const change of outcome.history) refer(change.article, 'outcome', [outcome.slug]);
  for (const [key, articles] of referrers)
    if ([...articles].every((article) => hidden.has(`article/${article}`))) hidden.add(key);
  for (const outcome of world.outcomes)
    if (hidden.has(`event/${outcome.event}`)) hidden.add(`outcome/${outcome.slug}`);
  return hidden;
}

/** The corpus without what is hidden, and without every word of it in what is not. */
export function withoutHidden(world: World): World {
  const hidden = hiddenIn(world);
  const shown =
    (kind: string) =>
    (slug: string | undefined): slug is string =>
      slug !== undefined && !hidden.has(`${kind}/${slug}`);
  const one = (kind: string, slug: string | undefined) => (shown(kind)(slug) ? slug : undefined);
  const articleOf = (path: string) => path.split('/')[0];
  const isSaid = (path: string) => shown('article')(articleOf(path));
  const left = {
    now: world.now,
    topics: world.topics
      .filter(({ slug }) => shown('topic')(slug))
      .map((topic) => ({ ...topic, broader: one('topic', topic.broader) })),
    places: world.places
      .filter(({ slug }) => shown('place')(slug))
      .map((place) => ({
        ...place,
        containedInPlace: one('place', place.containedInPlace),
        country: one('actor', place.country),
      })),
    actors: world.actors
      .filter(({ slug }) => shown('actor')(slug))
      .map((actor) => ({
        ...actor,
        nationality: actor.nationality.filter(shown('actor')),
        parentOrganization: one('actor', actor.parentOrganization),
        country: one('actor', actor.country),
        office: actor.office && {
          organization: one('actor', actor.office.organization),
          country: one('actor', actor.office.country),
        },
      })),
    sources: world.sources
      .filter(({ slug }) => shown('source')(slug))
      .map((source) => ({
        ...source,
        organization: one('actor', source.organization),
        isBasedOn: source.isBasedOn.filter(shown('source')),
      })),
    outcomes: world.outcomes
      .filter(({ slug }) => shown('outcome')(slug))
      .map((outcome) => ({
        ...outcome,
        about: outcome.about.filter(shown('topic')),
        parties: outcome.parties.filter(({ actor }) => shown('actor')(actor)),
        history: outcome.history
          .filter(({ article }) => shown('article')(article))
          .map((change) => ({
            ...change,
            statement:
              change.statement !== undefined && isSaid(change.statement) ? change.statement : undefined,
          })),
      })),
    events: world.events
      .filter(({ slug }) => shown('event')(slug))
      .map((event) => ({
        ...event,
        superEvent: one('event', event.superEvent),
        previousEvent: one('event', event.previousEvent),
        location: one('place', event.location),
        about: event.about.filter(shown('topic')),
        participants: event.participants
          .filter(({ actor }) => shown('actor')(actor))
          .map(({ article, exact, ...participant }) => ({
            ...participant,
            onBehalfOf: one('actor', participant.onBehalfOf),
            ...(shown('article')(article) ? { article, exact } : {}),
          })),
      })),
    articles: [] as Article[],
  };
  const isLeft = (path: string) => {
    const [kind, owner, part] = path.split('/');
    if (kind === 'statement') return shown('article')(owner);
    return left.outcomes.some(
      ({ slug, history }) => slug === owner && history.some((change) => change.slug === part),
    );
  };
  left.articles = world.articles
    .filter(({ slug }) => shown('article')(slug))
    .map((article) => ({
      ...article,
      translationOf: one('article', article.translationOf),
      statements: article.statements.map((statement) => ({
        ...statement,
        outcomes: statement.outcomes.filter(shown('outcome')),
        inResponseTo: statement.inResponseTo.filter((response) => isSaid(response.statement)),
      })),
      corrections: article.corrections.map((correction) => ({
        ...correction,
        affects: correction.affects.filter(isLeft),
      })),
    }));
  return { ...left, ids: new Set(idsOf(left)) };
}

/** The Wikidata item of a named record of a world. */
export function wikidataOf(slug: string): string {
  return `Q${1 + Number.parseInt(slug.replaceAll('-', '').slice(-7), 36)}`;
}

/** The files of a corpus. JSON is YAML, so every file is written as JSON. */
export function toTexts(world: World): Record<string, string> {
  const texts: Record<string, string> = {};
  const write = (folder: string, slug: string, data: object) => {
    texts[`${folder}/${slug}.yaml`] = JSON.stringify({
      name: nameOf(slug),
      wikidataId: wikidataOf(slug),
      ...data,
    });
  };
  for (const { slug, ...topic } of world.topics) write('topics', slug, topic);
  for (const { slug, ...place } of world.places)
    write('places', slug, { ...place, alternateName: [`Alias ${slug}`] });
  for (const { slug, type, nationality, parentOrganization, country, office } of world.actors) {
    const offices = office ? [{ roleName: 'Minister', startDate: '2024', ...office }] : [];
    write('actors', slug, {
      type,
      offices,
      ...(type === 'PERSON'
        ? { nationality }
        : type === 'ORGANIZATION'
          ? { parentOrganization, country }
          : {}),
    });
  }
  for (const { slug, ...source } of world.sources) write('sources', slug, source);
  for (const { slug, ...event } of world.events) write('events', slug, { kind: 'CONSULT', ...event });
  for (const { slug, ...outcome } of world.outcomes) write('outcomes', slug, outcome);
  for (const article of world.articles) texts[`articles/${article.slug}.md`] = articleText(article);
  return texts;
}

function articleText({
  slug,
  state,
  sentences,
  named: _,
  published,
  statements,
  corrections,
  ...own
}: Article): string {
  const future = '2025-07-01T00:00:00Z';
  const matter = {
    headline: `Headline of ${slug}`,
    datePublished: state === 'future' ? future : published,
    ...own,
    ...(state === 'withheld' && { pubStatus: 'WITHHELD' }),
    ...(state === 'canceled' && { pubStatus: 'CANCELED' }),
    ...(state === 'embargoed' && { embargoedUntil: future }),
    ...(state === 'expired' && { expires: '2025-06-01T00:00:00Z' }),
    statements: statements.map(({ sentence, source, ...statement }) => ({
      form: 'INDIRECT',
      exact: sentences[sentence],
      ...statement,
      ...(source !== undefined && { attribution: [{ role: 'REPORTED_BY', source }] }),
    })),
    corrections: corrections.map((correction) => ({
      text: 'It was wrong.',
      dateCreated: '2025-05-20T00:00:00Z',
      ...correction,
    })),
  };
  return `---\n${JSON.stringify(matter)}\n---\n${sentences.join('\n\n')}\n`;
}

function nameOf(slug: string): string {
  return `Name ${slug[0]?.toUpperCase()}${slug.slice(1)}`;
}

function idsOf(world: Omit<World, 'ids'>): string[] {
  return [
    ...world.topics.map(({ slug }) => `Topic:${slug}`),
    ...world.places.map(({ slug }) => `Place:${slug}`),
    ...world.actors.map(({ slug, type }) => `${TYPES[type]}:${slug}`),
    ...world.sources.map(({ slug }) => `Source:${slug}`),
    ...world.events.map(({ slug }) => `Event:${slug}`),
    ...world.outcomes.flatMap(({ slug, history }) => [
      `Outcome:${slug}`,
      ...history.map((change) => `StatusChange:${slug}/${change.slug}`),
    ]),
    ...world.articles.flatMap(({ slug, statements, corrections }) => [
      `Article:${slug}`,
      ...statements.map((statement) => `Statement:${slug}/${statement.slug}`),
      ...corrections.map((correction) => `Correction:${slug}/${correction.slug}`),
    ]),
  ];
}
