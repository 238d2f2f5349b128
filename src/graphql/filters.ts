// The filters of lists, one for each kind: which fields each has, and what they ask.
import { dateBounds } from '../model/edtf.ts';
import { builder } from './builder.ts';
import {
  checked,
  type Condition,
  during,
  type FieldPlace,
  memberOf,
  name,
  oneOf,
  textOf,
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
import { where, type WhereInput } from './where.ts';

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
  readonly asOf?: string | null;
  readonly knownAt?: string | null;
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
