// Topics: what is talked about, as a tree.
import type { Topic as TopicRecord } from '../../model/topic.ts';
import { builder } from '../builder.ts';
import { articles, membersOf, statements, topics } from '../lists.ts';
import { Node, Thing, Topic } from '../refs.ts';

Topic.implement({
  description: 'What is talked about; a node of a tree of topics.',
  interfaces: [Node, Thing],
  fields: (t) => ({
    qcode: t.exposeString('qcode', {
      nullable: true,
      description: 'IPTC Media Topic, for example `medtop:20000567`.',
    }),
    broader: t.field({
      type: Topic,
      nullable: true,
      description: 'The topic that this one is a part of; SKOS broader.',
      resolve: (topic, _, context) => context.find(topic.broader),
    }),
    narrower: t.field({
      type: [Topic],
      description: 'The topics that are a part of this one, by name; SKOS narrower. At most 1,000.',
      resolve: (topic, _, context) =>
        membersOf<TopicRecord>(context, 'topic.narrower', topic.id, { field: 'NAME', direction: 'ASC' }),
    }),
    articles: t.field(articles.of('topic.articles', 'Articles about the topic or a narrower one.')),
    statements: t.field(statements.of('topic.statements', 'Statements about the topic or a narrower one.')),
  }),
});

builder.queryFields((t) => ({
  topic: t.field({
    type: Topic,
    nullable: true,
    description: 'The topic with a slug, present or former; null where there is none.',
    args: { slug: t.arg.string({ required: true, description: 'For example `ceasefire`.' }) },
    resolve: (_, { slug }, context) => context.findBySlug<TopicRecord>('topic', slug),
  }),
  topics: t.field(topics.all('All topics.')),
}));
