// The corpus as a whole.
import type { CorpusSummary } from '../../store/store.ts';
import { builder } from '../builder.ts';
import { RecordKind } from '../enums.ts';

/** The kinds of record by the values of RecordKind. */
export const kindByName = {
  ARTICLE: 'article',
  ACTOR: 'actor',
  STATEMENT: 'statement',
  OUTCOME: 'outcome',
  EVENT: 'event',
  PLACE: 'place',
  TOPIC: 'topic',
  SOURCE: 'source',
} as const;

/** A value of RecordKind. */
export type KindName = keyof typeof kindByName;

const KindCount = builder.objectRef<{ kind: KindName; count: number }>('KindCount');
KindCount.implement({
  description: 'How many records of a kind there are.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RecordKind, description: 'The kind.' }),
    count: t.exposeInt('count', { description: 'How many records.' }),
  }),
});

const Corpus = builder.objectRef<CorpusSummary>('Corpus');
Corpus.implement({
  description: 'The corpus being served.',
  fields: (t) => ({
    id: t.id({
      description: 'The same for every version, so that clients keep one entry.',
      resolve: () => 'Corpus:current',
    }),
    version: t.exposeString('version', { description: 'Changes whenever any record changes.' }),
    counts: t.field({
      type: [KindCount],
      description: 'How many records of each kind there are.',
      resolve: (corpus) =>
        (Object.keys(kindByName) as KindName[]).map((kind) => ({
          kind,
          count: corpus.counts[kindByName[kind]],
        })),
    }),
    languages: t.expose('languages', {
      type: ['BCP47'],
      description: 'The languages of the articles, in alphabetical order.',
    }),
    firstPublished: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the earliest article was published; null where there is none.',
      resolve: ({ firstPublished }) => moment(firstPublished),
    }),
    lastPublished: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the latest article was published; null where there is none.',
      resolve: ({ lastPublished }) => moment(lastPublished),
    }),
  }),
});

builder.queryField('corpus', (t) =>
  t.field({
    type: Corpus,
    description: 'The corpus being served.',
    resolve: (_, __, context) => context.reader.summary(),
  }),
);

function moment(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
