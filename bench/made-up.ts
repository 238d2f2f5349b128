// Made-up news, the same for the same seed. Every record is made from its own random numbers, so any can be made alone.

/** How much is made up, and from what. */
export interface Size {
  readonly articles: number;
  readonly seed: number;
}

/** A statement as a file gives it. */
export interface MadeStatement {
  readonly slug: string;
  readonly kind: string;
  readonly form: string;
  readonly exact: string;
  readonly speaker: string;
  readonly dateUttered: string;
  readonly about: readonly string[];
  readonly event?: string;
  readonly inResponseTo?: readonly { readonly statement: string; readonly stance: string }[];
}

/** An article as a line of JSON Lines gives it. */
export interface MadeArticle {
  readonly slug: string;
  readonly datePublished: string;
  readonly statements: readonly MadeStatement[];
  readonly articleBody: string;
  readonly [field: string]: unknown;
}

/** Random numbers from 0 up to 1 (mulberry32). */
export type Random = () => number;

/** Random numbers that are the same for the same seed and words. */
export function randomOf(seed: number, ...words: readonly (string | number)[]): Random {
  // FNV-1a, so that neighbours begin far apart.
  let state = 0x811c9dc5 ^ seed;
  for (const character of words.join(' '))
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Statements of one article. */
export const STATEMENTS = 5;

const TOPICS = 200;
const SOURCES = 50;
const DAYS = 3650;
const VOCABULARY = 8_000;

const syllables = 'ka ro mi len sta vo ber ti ang dor ne sul fa quin zé ö šan łu'.split(' ');
const scripts = [
  ['Ива', 'нов', 'ский', 'Пет', 'ров'],
  ['محمد', 'علي', 'حسن'],
  ['山', '田', '中', '川'],
  ['Αθη', 'να', 'ίς'],
];
const commonWords =
  'the of to and in said that on for was with by from talks port ferry council budget vote minister agreed late water bridge school rain after before new old north harbour train strike court price energy village mayor week month report plan open closed line city people work road'.split(
    ' ',
  );
const kinds =
  'CLAIM DENIAL DEMAND PROPOSAL COMMITMENT THREAT ACCUSATION REJECTION OPINION ANNOUNCEMENT'.split(' ');
const eventKinds = 'CONSULT AGREE PROTEST ACCUSE COOPERATE REJECT'.split(' ');

/** The words of all texts, the most used first. */
export const vocabulary: readonly string[] = madeUpWords();

/** Makes up the records of a corpus. */
export class MadeUp {
  readonly #size: Size;
  readonly #actors: readonly { readonly slug: string; readonly name: string }[];
  readonly #places: readonly { readonly slug: string; readonly name: string }[];
  readonly #events: number;

  constructor(size: Size) {
    this.#size = size;
    this.#events = eventCountOf(size.articles);
    this.#actors = Array.from({ length: Math.max(40, Math.floor(size.articles / 10)) }, (_, index) =>
      this.#actor(index),
    );
    this.#places = Array.from({ length: Math.max(10, Math.floor(size.articles / 50)) }, (_, index) => ({
      slug: `place-${index}`,
      name: `${name(this.#random('place', index), 1)} ${index.toString(36)}`,
    }));
  }

  /** The records of each folder but articles. */
  others(): Readonly<Record<string, Iterable<object>>> {
    return {
      actors: this.#actors,
      places: this.#places,
      topics: Array.from({ length: TOPICS }, (_, index) => ({
        slug: `topic-${index}`,
        name: `Topic ${index}`,
        ...(index > 10 && { broader: `topic-${Math.floor(index / 10)}` }),
      })),
      sources: Array.from({ length: SOURCES }, (_, index) => ({
        slug: `source-${index}`,
        name: `Source ${index}`,
        kind: index < 5 ? 'AGENCY' : 'OUTLET',
        isBasedOn: index < 5 ? [] : [`source-${index % 5}`],
      })),
      events: mapped(this.#events, (index) => this.#event(index)),
      outcomes: mapped(this.#events, (index) => this.#outcome(index)),
    };
  }

  /** All articles, oldest first. */
  articles(): Iterable<MadeArticle> {
    return mapped(this.#size.articles, (index) => this.article(index));
  }

  /** An article of some 700 words with five statements. */
  article(index: number): MadeArticle {
    const random = this.#random('article', index);
    const date = dayAt(index / this.#size.articles);
    const event = this.#eventNear(index, random);
    const parts = this.#participants(event);
    const topics = this.#topicsOf(event);
    const statements = Array.from({ length: STATEMENTS }, (_, place): MadeStatement => {
      const isAtEvent = random() < 0.5;
      const answers = index > 0 && random() < 0.2;
      return {
        slug: `s${place}`,
        kind: pick(random, kinds),
        form: pick(random, ['DIRECT', 'INDIRECT', 'MIXED']),
        exact: `${sentence(random, 9)} number ${index * STATEMENTS + place} ${pick(random, commonWords)}`,
        speaker: isAtEvent && random() < 0.7 ? pick(random, parts).actor : skewed(random, this.#actors).slug,
        dateUttered: date,
        about: [isAtEvent && random() < 0.8 ? pick(random, topics) : skewedTopic(random)],
        ...(isAtEvent && { event: `event-${event}` }),
        ...(answers && {
          inResponseTo: [
            {
              statement: `article-${Math.max(0, index - 1 - Math.floor(random() * 50))}/s${place}`,
              stance: pick(random, ['DENIES', 'SUPPORTS', 'COMMENTS']),
            },
          ],
        }),
      };
    });
    const paragraphs = Array.from({ length: 14 }, (_, place) =>
      [
        sentence(random, 18),
        sentence(random, 16),
        statements[place]?.exact ?? sentence(random, 12),
        `${skewed(random, this.#actors).name} spoke in ${skewed(random, this.#places).name}.`,
      ].join('. '),
    );
    return {
      slug: `article-${index}`,
      headline: sentence(random, 8),
      description: sentence(random, 20),
      inLanguage: random() < 0.9 ? 'en' : 'es',
      datePublished: `${date}T${String(index % 24).padStart(2, '0')}:00:00Z`,
      publisher: `source-${Math.floor(SOURCES * random() ** 3)}`,
      about: [...new Set([skewedTopic(random), skewedTopic(random)])],
      events: [`event-${event}`],
      statements,
      articleBody: paragraphs.join('\n\n'),
    };
  }

  #actor(index: number) {
    const random = this.#random('actor', index);
    const isPerson = index % 10 !== 9;
    return {
      slug: `${isPerson ? 'person' : 'organization'}-${index}`,
      type: isPerson ? 'PERSON' : 'ORGANIZATION',
      name: `${name(random, 2)} ${index.toString(36)}`,
      alternateName: random() < 0.2 ? [`${pick(random, scripts).join('')}${index}`] : [],
    };
  }

  #event(index: number) {
    const random = this.#random('event', index);
    return {
      slug: `event-${index}`,
      name: `Event ${index}`,
      kind: pick(random, eventKinds),
      startDate: dayAt(index / this.#events),
      location: skewed(random, this.#places).slug,
      about: [...new Set(this.#topicsOf(index))],
      participants: this.#participants(index),
      ...([1, 2].includes(index % 10) && { superEvent: `event-${index - (index % 10)}` }),
    };
  }

  /** Two sides, and three who speak for each. */
  #participants(event: number) {
    const random = this.#random('participants', event);
    const taken = new Set<string>();
    const other = (isPerson: boolean): string => {
      for (;;) {
        const { slug } = skewed(random, this.#actors);
        if (slug.startsWith('person') !== isPerson || taken.has(slug)) continue;
        taken.add(slug);
        return slug;
      }
    };
    return [other(false), other(false)].flatMap((side) => [
      { actor: side, role: 'PARTY' },
      { actor: other(true), role: 'DELEGATION_HEAD', onBehalfOf: side },
      { actor: other(true), role: 'DELEGATE', onBehalfOf: side },
      { actor: other(true), role: 'DELEGATE', onBehalfOf: side },
    ]);
  }

  /** What is talked about at an event. */
  #topicsOf(event: number): readonly string[] {
    const random = this.#random('topics', event);
    return Array.from({ length: 6 }, () => skewedTopic(random));
  }

  #outcome(index: number) {
    const random = this.#random('outcome', index);
    const first = Math.floor((index * this.#size.articles) / this.#events);
    const last = Math.min(this.#size.articles - 1, first + 1 + Math.floor(random() * 50));
    const change = (slug: string, status: string, at: number) => {
      const { slug: article, datePublished, statements } = this.article(at);
      const { slug: place, exact } = statements[0]!;
      const date = datePublished.slice(0, 10);
      return { slug, status, date, article, exact, statement: `${article}/${place}` };
    };
    const agreed = last > first && random() < 0.6;
    return {
      slug: `outcome-${index}`,
      name: `Outcome ${index}`,
      event: `event-${index}`,
      about: [skewedTopic(random)],
      parties: this.#participants(index)
        .filter(({ role }) => role === 'PARTY')
        .map(({ actor }) => ({ actor, role: 'PARTY' })),
      history: [change('proposed', 'PROPOSED', first), ...(agreed ? [change('agreed', 'AGREED', last)] : [])],
    };
  }

  /** News is about what has just happened: mostly the last event, seldom one some time ago. */
  #eventNear(article: number, random: Random): number {
    const last = Math.floor((article * this.#events) / this.#size.articles);
    return Math.max(0, last - Math.floor(8 * random() ** 3));
  }

  #random(...words: readonly (string | number)[]): Random {
    return randomOf(this.#size.seed, ...words);
  }
}

/** How many events there are: `event-0` and so on, each with one outcome. */
export function eventCountOf(articles: number): number {
  return Math.max(5, Math.floor(articles / 100));
}

/** The day at a part of the span from which all news is: ten years from 2015 on. */
export function dayAt(part: number): string {
  return new Date(Date.UTC(2015, 0, 1) + Math.floor(part * DAYS) * 86_400_000).toISOString().slice(0, 10);
}

function* mapped<T>(count: number, make: (index: number) => T): Iterable<T> {
  for (let index = 0; index < count; index += 1) yield make(index);
}

/** Few are picked often and most seldom, as names in the news are. */
function skewed<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(items.length * random() ** 3)] as T;
}

function skewedTopic(random: Random): string {
  return `topic-${Math.floor(TOPICS * random() ** 3)}`;
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(items.length * random())] as T;
}

function name(random: Random, parts: number): string {
  return Array.from({ length: parts }, () =>
    capitalised(Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(random, syllables)).join('')),
  ).join(' ');
}

/** Words as in English: some sixty make up more than a third of every text, and most are rare. */
function sentence(random: Random, length: number): string {
  return capitalised(
    Array.from({ length }, () => vocabulary[Math.floor(vocabulary.length * random() ** 5)]).join(' '),
  );
}

function madeUpWords(): readonly string[] {
  const random = randomOf(0, 'vocabulary');
  const words = new Set(commonWords);
  while (words.size < VOCABULARY) {
    words.add(Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, syllables)).join(''));
  }
  return [...words];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
