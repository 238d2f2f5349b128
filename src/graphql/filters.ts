// The filters of lists, one for each kind: fields that combine with AND, and AND, OR and NOT of whole filters.
import type { InputRef } from '@pothos/core';
import { Failure } from '../errors.ts';
import { dateBounds } from '../model/edtf.ts';
import type { Filter } from '../model/filter.ts';
import { builder } from './builder.ts';
import {
  checked,
  type Condition,
  CONDITIONS_LIMIT,
  during,
  type FieldPlace,
  FilterReading,
  memberOf,
  name,
  NESTING_LIMIT,
  oneOf,
  textOf,
  VALUES_LIMIT,
  whether,
  wikidataId,
} from './conditions.ts';
import {
  ActorType,
  ArticleGenre,
  EventKind,
  OutcomeStatus,
  QuoteForm,
  SourceKind,
  StatementKind,
} from './enums.ts';

/** A filter as clients give it: fields by name; null is as good as left out. */
export type WhereInput = Readonly<Record<string, unknown>>;

type Given<T> = T | null | undefined;

/** The filter of a kind. */
export interface Where {
  readonly type: InputRef<WhereInput>;
  /** What a whole filter asks of a record; nothing is undefined. Throws `BAD_FILTER`. */
  filterOf(input: Given<WhereInput>): Filter | undefined;
  /** What a filter asks of a record within a filter. Throws `BAD_FILTER`. */
  read(input: WhereInput, depth: number, reading: FilterReading): Filter;
}

function where(typeName: string, subject: string, conditions: Readonly<Record<string, Condition>>): Where {
  const type = builder.inputRef<WhereInput>(typeName);
  type.implement({
    description:
      `Which ${subject} to list. A list means any of its values; fields combine with AND; an empty list matches nothing; ids of hidden or unknown records match nothing. ` +
      `AND, OR and NOT nest at most ${NESTING_LIMIT} deep; a list has at most ${VALUES_LIMIT} values, a filter at most ${CONDITIONS_LIMIT} conditions.`,
    fields: (t) => ({
      ...Object.fromEntries(
        Object.entries(conditions).map(([field, { type: fieldType, description }]) => [
          field,
          t.field({ type: fieldType as never, description }),
        ]),
      ),
      AND: t.field({ type: [type], description: 'All of them match. Without any it is no condition.' }),
      OR: t.field({
        type: [type],
        description: 'At least one of them matches. Without any nothing matches.',
      }),
      NOT: t.field({ type, description: 'It does not match.' }),
    }),
  });
  const read: Where['read'] = (input, depth, reading) => {
    if (depth > NESTING_LIMIT) {
      throw new Failure(
        'BAD_FILTER',
        `The filter is more than ${NESTING_LIMIT} deep, which is the most that AND, OR, NOT and \`outcome\` may stand in one another: ask for less at once.`,
      );
    }
    const inner = (one: WhereInput) => {
      reading.count();
      return read(one, depth + 1, reading);
    };
    const parts = Object.entries(input).flatMap(([field, value]): Filter[] => {
      if (value === null || value === undefined) return [];
      if (field === 'AND') return checked(value as WhereInput[], field).map(inner);
      if (field === 'OR') return [{ test: 'or', of: checked(value as WhereInput[], field).map(inner) }];
      if (field === 'NOT') return [{ test: 'not', of: inner(value as WhereInput) }];
      reading.count();
      return [conditions[field]!.read(value as never, { field, depth, reading })];
    });
    return parts.length === 1 ? parts[0]! : { test: 'and', of: parts };
  };
  return {
    type,
    read,
    filterOf(input) {
      const filter = input ? read(input, 0, new FilterReading()) : undefined;
      return filter?.test === 'and' && filter.of.length === 0 ? undefined : filter;
    },
  };
}

const about = (list: Parameters<typeof memberOf>[0]) =>
  memberOf(list, 'Ids of topics: it is about one of them or about a narrower one.');

const article = where('ArticleWhere', 'articles', {
  about: about('topic.articles'),
  mentions: memberOf('mention.articles', 'Ids of actors and places: the body names one of them.'),
  author: memberOf('author.articles', 'Ids of actors: one of them wrote it.'),
  event: memberOf('event.articles', 'Ids of events: it reports on one of them.'),
  genre: oneOf('genre', ArticleGenre, 'What sort of writing it is.'),
  inLanguage: oneOf(
    'inLanguage',
    'BCP47',
    'The language in which it is written, as given in the article: `en` does not mean `en-GB`.',
  ),
  publisher: memberOf('publisher.articles', 'Ids of sources: one of them published it.'),
  datePublished: during('datePublished', 'When it was published.'),
  dateModified: during('dateModified', 'When it was last changed.'),
  text: textOf('its headlines, description and body'),
});

interface StatusInput {
  readonly in: readonly string[];
  readonly asOf?: Given<string>;
  readonly knownAt?: Given<string>;
}

const OutcomeStatusWhere = builder.inputType('OutcomeStatusWhere', {
  description:
    'Outcomes whose status, asked with these arguments, is one of `in`. Where nothing was recorded by then, the outcome does not match.',
  fields: (t) => ({
    in: t.field({ type: [OutcomeStatus], required: true, description: 'The statuses.' }),
    asOf: t.field({
      type: 'EDTF',
      description: 'What held on that day; of an imprecise date, on the last day that it can mean.',
    }),
    knownAt: t.field({
      type: 'DateTime',
      description: 'The moment up to which reports and corrections are used.',
    }),
  }),
});

const status: Condition = {
  type: OutcomeStatusWhere,
  description: 'Where it stands.',
  read({ in: statuses, asOf, knownAt }: StatusInput, { field }: FieldPlace) {
    const day = typeof asOf === 'string' ? dateBounds(asOf)?.latest : undefined;
    return {
      test: 'status',
      in: checked(statuses, `${field}.in`),
      ...(Number.isFinite(day) && { asOf: day as number }),
      ...(typeof knownAt === 'string' && { knownAt: Date.parse(knownAt) }),
    };
  },
};

const outcome = where('OutcomeWhere', 'outcomes', {
  event: memberOf('event.outcomes', 'Ids of events: it came of one of them.'),
  party: memberOf('actor.outcomes', 'Ids of actors: one of them has to do with it, in any role.'),
  about: about('topic.outcomes'),
  status,
  date: during('outcomeDate', 'When it is due or was done.'),
});

const statement = where('StatementWhere', 'statements', {
  kind: oneOf('kind', StatementKind, 'What the speaker does by saying it.'),
  form: oneOf('form', QuoteForm, 'How the article renders it.'),
  speaker: memberOf('actor.statements', 'Ids of actors: one of them said it.'),
  about: about('topic.statements'),
  mentions: memberOf('mention.statements', 'Ids of actors and places: its words name one of them.'),
  article: memberOf('article.statements', 'Ids of articles: it stands in one of them.'),
  event: memberOf('event.statements', 'Ids of events: it was said at one of them, or about it.'),
  outcome: {
    type: outcome.type,
    description: 'It proposes, promises, reports or rejects at least one outcome that matches.',
    read: (input: WhereInput, { depth, reading }) => ({
      test: 'outcome',
      where: outcome.read(input, depth + 1, reading),
    }),
  },
  dateUttered: during('dateUttered', 'When it was said.'),
  answered: whether(
    'answered',
    'Whether another speaker answered it, and did more than comment. Voided answers do not count.',
  ),
  voided: whether('voided', 'Whether a correction voids it.'),
  text: textOf('its text and its original text'),
});

const actor = where('ActorWhere', 'actors', {
  type: oneOf('type', ActorType, 'The type of actor.'),
  name,
  wikidataId,
});

const event = where('EventWhere', 'events', {
  kind: oneOf('kind', EventKind, 'What kind of event it is.'),
  participant: memberOf('actor.events', 'Ids of actors: one of them took part itself.'),
  location: memberOf('place.events', 'Ids of places: it took place at one of them.'),
  about: about('topic.events'),
  date: during(
    'eventTime',
    'Its time: from the earliest day on which it can have begun to the latest on which it can have ended. Events without a beginning do not match.',
  ),
  name,
  wikidataId,
});

const place = where('PlaceWhere', 'places', {
  name,
  country: memberOf('country.places', 'Ids of countries: it lies in one of them.'),
  containedInPlace: memberOf(
    'place.places',
    'Ids of places: it lies in one of them, as its file says, without places between.',
  ),
  wikidataId,
});

const topic = where('TopicWhere', 'topics', {
  name,
  qcode: oneOf('qcode', 'String', 'Its IPTC Media Topic, for example `medtop:20000567`.'),
  broader: memberOf('topic.narrower', 'Ids of topics: it is a part of one of them, without topics between.'),
  wikidataId,
});

const source = where('SourceWhere', 'sources', {
  name,
  kind: oneOf('kind', SourceKind, 'What kind of source it is.'),
  organization: memberOf('organization.sources', 'Ids of organizations: one of them is behind it.'),
});

/** The filter of each kind that has lists. */
export const wheres = { article, statement, outcome, actor, event, place, topic, source };
