// Search: records by their words, with what was found in them and how often.
import type { AnyRecord } from '../../model/record.ts';
import {
  type FacetBucket as FacetBucketValue,
  facetField,
  type FacetField as FacetFieldName,
  type Highlight as HighlightValue,
  type HighlightFragment as Fragment,
} from '../../model/search.ts';
import type { SearchRow } from '../../store/store.ts';
import { kindOf } from '../context.ts';
import { builder } from '../builder.ts';
import { EDTFRange } from '../conditions.ts';
import { ArticleGenre, enumType, RecordKind } from '../enums.ts';
import { settled } from '../paging.ts';
import {
  Article,
  Country,
  Event,
  Node,
  Organization,
  Outcome,
  Person,
  Place,
  Source,
  Statement,
  Topic,
  typeNameOf,
} from '../refs.ts';
import { SearchConnection, searchFilter } from '../search.ts';

const FacetField = enumType(facetField);

const SearchResult = builder.unionType('SearchResult', {
  description: 'What a search finds.',
  types: [Article, Statement, Person, Organization, Country, Event, Outcome, Place, Topic, Source] as never,
  resolveType: typeNameOf as never,
});

const SearchWhere = builder.inputType('SearchWhere', {
  description:
    'Which hits to keep. A list means any of them and at most 100; fields combine with AND; an empty list matches nothing; ids of hidden or unknown records match nothing.',
  fields: (t) => ({
    kind: t.field({ type: [RecordKind], description: 'The kind of record.' }),
    about: t.idList({
      description:
        'Ids of topics: articles, statements, events and outcomes about one of them or about a narrower one, and the topic itself.',
    }),
    actor: t.idList({
      description:
        'Ids of actors: articles that name one of them, quote it or are by it, its statements, events and outcomes, and the actor itself.',
    }),
    genre: t.field({
      type: [ArticleGenre],
      description: 'The genre of the article, or of the article of the statement. Other kinds do not match.',
    }),
    inLanguage: t.field({
      type: ['BCP47'],
      description:
        'The language of the article, or of the article of the statement. Other kinds do not match.',
    }),
    datePublished: t.field({
      type: EDTFRange,
      description:
        'When the article, or the article of the statement, was published; a moment, so that `match` makes no difference. Other kinds do not match.',
    }),
  }),
});

const HighlightFragment = builder.objectRef<Fragment>('HighlightFragment').implement({
  description:
    'A part of a stretch of text; `matched` says whether the search hit it, so that no client has to parse HTML.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The characters as they stand in the field.' }),
    matched: t.exposeBoolean('matched', {
      description: 'Whether these are words that the search asked for.',
    }),
  }),
});

const Highlight = builder.objectRef<HighlightValue>('Highlight').implement({
  description:
    'One stretch of one field in which the search found its words: about 160 characters, cut between words; names and other short texts are whole. A field has at most three stretches, in the order of its text.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description:
        'The GraphQL field: `headline`, `alternativeHeadline`, `description`, `articleBody` of an article, `text`, `originalText` of a statement, `name`, `alternateName`, `description` of anything else.',
    }),
    fragments: t.expose('fragments', {
      type: [HighlightFragment],
      description:
        'The stretch in parts: joined without anything between them they are exactly what stands in the field.',
    }),
  }),
});

const FacetBucket = builder.objectRef<FacetBucketValue>('FacetBucket').implement({
  description: 'A value and how many hits have it.',
  fields: (t) => ({
    value: t.exposeString('value', {
      description: 'A value of an enum, a language tag, a year, or the slug of a topic or actor.',
    }),
    node: t.field({
      type: Node,
      nullable: true,
      description: 'The topic or actor; null for other fields.',
      resolve: ({ id }, _, context) => context.find<AnyRecord>(id),
    }),
    count: t.exposeInt('count', { description: 'How many hits on all pages.' }),
  }),
});

const SearchFacet = builder
  .objectRef<{ field: FacetFieldName; buckets: readonly FacetBucketValue[] }>('SearchFacet')
  .implement({
    description: 'The hits of a search by the values of one field.',
    fields: (t) => ({
      field: t.expose('field', { type: FacetField, description: 'What is counted by.' }),
      buckets: t.expose('buckets', {
        type: [FacetBucket],
        description: 'The values that most hits have, most first, equals by value.',
      }),
    }),
  });

const SearchEdge = builder
  .objectRef<SearchRow & { readonly node: AnyRecord; readonly cursor: string }>('SearchEdge')
  .implement({
    description: 'A hit of a search.',
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'Marks the place of this hit among all, for `after` and `before` of the same search.',
      }),
      node: t.field({
        type: SearchResult,
        description: 'The record.',
        resolve: (edge) => edge.node as never,
      }),
      score: t.exposeFloat('score', {
        description:
          'How well the record fits, above 0; higher is better, and only hits of one search compare. It adds 2 where the search is the very name of a record and 1 where it is an alias, so these come first. For the rest, from 0 to 1, words in names and headlines weigh 10, in other names 8, in texts 1.',
      }),
      matchedAlias: t.string({
        nullable: true,
        description:
          'The alias by which the record was found, in its own script; null where the name has as many of the words, and for articles and statements.',
        resolve: (edge) => edge.matchedAlias() ?? null,
      }),
      highlights: t.field({
        type: [Highlight],
        description: 'Where the words stand. Fields without a match are left out.',
        resolve: async (edge, _, context) =>
          edge.highlights(kindOf(edge.record) === 'article' ? await context.bodyOf(edge.record) : undefined),
      }),
    }),
  });

const Connection = builder.connectionObject(
  {
    type: SearchResult,
    name: 'SearchConnection',
    description: 'A page of hits, the best first.',
    fields: (t) => ({
      facets: t.field({
        type: [SearchFacet],
        description:
          'How many of all hits have which values. A bucket counts what the same search finds with its value as a further condition.',
        args: {
          field: t.arg({
            type: [FacetField],
            description: 'What to count by; everything where it is left out.',
          }),
          first: t.arg.int({
            required: true,
            defaultValue: 10,
            description: 'How many values of each field at most: 0 to 100.',
          }),
        },
        resolve: (connection, { field, first }) =>
          (connection as unknown as SearchConnection).facets(
            field ?? (Object.keys(facetField.values) as FacetFieldName[]),
            first,
          ),
      }),
    }),
  },
  SearchEdge as never,
);

builder.queryField('search', (t) =>
  t.field({
    type: Connection,
    description:
      'Articles, statements and named records by their words: headlines, names and aliases in any script, descriptions, bodies and what was said.',
    args: {
      text: t.arg.string({
        required: true,
        description: `What to look for. \`peace talks\`: all of these words, in any order and field. \`"peace talks"\`: next to each other. \`negotiat*\`: words that begin so, from two letters on. \`-war\`, \`-"cold war"\`: not with these. Case, diacritics and apostrophes make no difference; there are no other operators. Any text is valid; one without a word that must be there finds nothing. At most 32 words are used, of each word 64 characters; 10,000 characters are the most.`,
      }),
      where: t.arg({ type: SearchWhere, description: 'Which hits to keep; all where it is left out.' }),
      ...t.arg.connectionArgs(),
    },
    resolve: (_, { text, where, ...page }, context) =>
      settled(() => new SearchConnection(context, text, searchFilter(where), page)) as never,
  }),
);
