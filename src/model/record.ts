// What the compiler hands to a store, and what a store hands to readers.
import type { Actor } from './actor.ts';
import type { Article, ArticleText, Correction } from './article.ts';
import type { Event } from './event.ts';
import type { Kind } from './kind.ts';
import type { Outcome, StatusChange } from './outcome.ts';
import type { Place } from './place.ts';
import type { Source } from './source.ts';
import type { Statement } from './statement.ts';
import type { Topic } from './topic.ts';

/** The shape of the records of each kind. */
export interface Records {
  article: Article;
  actor: Actor;
  statement: Statement;
  outcome: Outcome;
  event: Event;
  place: Place;
  topic: Topic;
  source: Source;
  statusChange: StatusChange;
  correction: Correction;
}

/** A record of any kind. */
export type AnyRecord = Records[Kind];

/** A record with a name and a file of its own. */
export type Thing = Actor | Outcome | Event | Place | Topic | Source;

/** First and last millisecond, UTC, of an imprecise date; both null where there is none. */
export interface DateColumns {
  readonly earliest: number | null;
  readonly latest: number | null;
}

/** What every named record is found by. */
export interface NameColumns {
  /** Folded by {@link sortKey}. */
  readonly name: string;
}

/** The Wikidata item of a record, if it has one. */
export interface WikidataColumns {
  readonly wikidataId: string | null;
}

/** What the lists of each kind are ordered and filtered by. Moments are milliseconds since 1970, UTC. */
export interface Columns {
  /** `headline` is folded by {@link sortKey}. */
  article: {
    readonly published: number;
    readonly modified: number | null;
    readonly headline: string;
    readonly language: string;
    readonly genre: string;
  };
  actor: NameColumns & WikidataColumns & { readonly type: string };
  /** `published` and `article` are those of its article, `position` counts from 0 in reading order; `speaker` is a global id. */
  statement: DateColumns & {
    readonly published: number;
    readonly article: string;
    readonly position: number;
    readonly kind: string;
    readonly form: string;
    readonly speaker: string | null;
  };
  /** The date when it is due or was done. */
  outcome: NameColumns & DateColumns;
  /** The date when it began; `ends` is the last millisecond of its time, null where `earliest` is. */
  event: NameColumns &
    WikidataColumns &
    DateColumns & { readonly ends: number | null; readonly kind: string };
  place: NameColumns & WikidataColumns;
  topic: NameColumns & WikidataColumns & { readonly qcode: string | null };
  source: NameColumns & { readonly kind: string };
  /** `date` bounds as the status counts them; `position` in the file counts from 0. */
  statusChange: DateColumns & {
    readonly outcome: string;
    readonly recorded: number;
    readonly position: number;
    readonly status: string;
  };
  correction: { readonly created: number };
}

/**
 * Lists that belong to a record, each with the kind of its members.
 * The name says the kind of the owner and the GraphQL field that shows the list. Where it says what the owner is to the
 * members instead (author, mention …) the list is there for filters and for what is related.
 */
export const listKinds = {
  'actor.statements': 'statement',
  'actor.articles': 'article',
  'actor.events': 'event',
  'actor.outcomes': 'outcome',
  'article.translations': 'article',
  'article.statements': 'statement',
  'article.events': 'event',
  'article.outcomes': 'outcome',
  'statement.outcomes': 'outcome',
  'statement.responses': 'statement',
  'statement.voidedBy': 'correction',
  'statusChange.voidedBy': 'correction',
  'event.subEvents': 'event',
  'event.nextEvent': 'event',
  'event.outcomes': 'outcome',
  'event.statements': 'statement',
  'event.articles': 'article',
  'outcome.statements': 'statement',
  'place.events': 'event',
  'place.articles': 'article',
  'topic.narrower': 'topic',
  'topic.articles': 'article',
  'topic.statements': 'statement',
  'source.articles': 'article',
  'author.articles': 'article',
  'publisher.articles': 'article',
  // Actors and places named in the body, or within the anchors.
  'mention.articles': 'article',
  'mention.statements': 'statement',
  // Actors and places named in the body, and who speaks.
  'figure.articles': 'article',
  // Not those about a narrower topic.
  'subject.articles': 'article',
  // Not those about a narrower topic.
  'topic.events': 'event',
  'topic.outcomes': 'outcome',
  'country.places': 'place',
  'place.places': 'place',
  'organization.sources': 'source',
} as const satisfies Record<string, Kind>;

/** The name of a list that belongs to a record. */
export type ListName = keyof typeof listKinds;

/** One membership: `member` stands in the `list` of `owner`. Given twice it counts once. */
export interface Membership {
  readonly list: ListName;
  /** Global ids. */
  readonly owner: string;
  readonly member: string;
  /** What the membership is, where a list tells its members apart: the stance of a response. */
  readonly label?: string;
}

/** A path within a file's data, as zod gives it: keys and indexes. */
export type DataPath = readonly (string | number)[];

/** Where a record was written. */
export interface Origin {
  /** Path of the file relative to the content folder, with `/`. */
  readonly file: string;
  /** One-based line on which the record's data begins; 1 but for JSON Lines. */
  readonly line: number;
  /** Where in the data the record stands; empty but for records within another's file. */
  readonly path: DataPath;
}

/** A global id that a record names; it must be that of a record. */
export interface NamedReference {
  readonly target: string;
  /** Where in the file's data it stands, for problems; left out for what the compiler found by itself. */
  readonly path?: DataPath;
}

/** Texts by which a record is found. */
export interface SearchTexts {
  /** Name or headline. */
  readonly title: string;
  readonly alternateName: readonly string[];
  /** No phrase reaches from one into the next. */
  readonly text: readonly string[];
}

/** When a record may be shown: from `from` on and before `until`, milliseconds since 1970, infinite where there is no bound. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** One compiled record, with all that a store needs to find, order, list and hide it. */
export interface Entry<K extends Kind = Kind> {
  readonly kind: K;
  readonly record: Records[K];
  readonly columns: Columns[K];
  readonly origin: Origin;
  /** What else it is found by, once in the corpus: global ids that it had before, and its `wikidataKey` of model/kind.ts. */
  readonly otherIds: readonly string[];
  readonly references: readonly NamedReference[];
  readonly memberships: readonly Membership[];
  readonly search?: SearchTexts;
  /** Only for named records: name and aliases, each folded by {@link foldedName}. */
  readonly foldedNames?: readonly string[];
  /** Only for articles. */
  readonly text?: ArticleText;
  /** Only for articles: when it may be shown; an empty span (`from` = `until`) for never. */
  readonly visible?: Span;
  /** Only for what exists through an article (statements, corrections, status changes): the id of that article. */
  readonly through?: string;
}

/** The key by which names and headlines are ordered: NFKC and case-folded, compared code point by code point. */
export function sortKey(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase();
}

// Marks of other scripts are letters of their own kind: vowels, points that tell words apart.
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;

/** The key by which names are found: NFKD without the marks of Latin, Greek and Cyrillic letters, case-folded, in NFC. */
export function foldedName(name: string): string {
  const letters = name.normalize('NFKD').replace(ACCENTS, '').toUpperCase().toLowerCase();
  // Lower case writes a sigma by what follows it, so the beginning of a word would not be one of the word.
  return letters.replaceAll('ς', 'σ').normalize('NFC');
}
