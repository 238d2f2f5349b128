// What is asked: a mix of what readers and clients ask. Every question asks for the version of the corpus, too.
import { FEWEST_ARTICLES } from './editions.ts';
import type { Random } from './random.ts';

/** One operation with its variables. */
export interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where the list that is read in pages goes on, from an answer; undefined at its end. */
  next?(data: Readonly<Record<string, unknown>>): Question | undefined;
}

const QUERIES = {
  article: `query ($slug: String!) { corpus { version } article(slug: $slug) { headline datePublished
    articleBodyHtml(marked: true) about { name } publisher { name }
    statements(first: 10) { totalCount nodes { text kind speaker { name } event { name } anchors { exact start end } } } } }`,
  feed: `query ($first: Int!, $after: String) { corpus { version } articles(first: $first, after: $after) { totalCount
    edges { cursor node { headline description datePublished publisher { name } about { name } } } pageInfo { hasNextPage endCursor } } }`,
  statements: `query ($first: Int!, $after: String, $where: StatementWhere) { corpus { version }
    statements(first: $first, after: $after, where: $where) { totalCount nodes { dateUttered kind text speaker { name }
      article { slug headline } } pageInfo { hasNextPage endCursor } } }`,
  search: `query ($text: String!, $first: Int!) { corpus { version } search(text: $text, first: $first) { totalCount
    edges { score highlights { field fragments { text matched } } node { __typename ... on Node { id } } }
    facets(field: [KIND, TOPIC, ACTOR, YEAR]) { field buckets { value count } } } }`,
  event: `query ($slug: String!) { corpus { version } event(slug: $slug) { name positions { party { name } topic { name } date
    statement { kind text article { headline } } opposedBy { text } }
    outcomes { nodes { name status history { date status } independentSourceCount } } } }`,
  nodes: `query ($ids: [ID!]!) { corpus { version } nodes(ids: $ids) { __typename id ... on Article { headline }
    ... on Statement { text kind } ... on Outcome { name status } ... on Person { name statements { totalCount } } ... on Event { name startDate } } }`,
  counts: `{ corpus { version counts { kind count } languages firstPublished lastPublished }
    articles { totalCount } statements(where: { answered: true }) { totalCount } }`,
} as const;

type Name = keyof typeof QUERIES;

/** A question, by chance. */
export function ask(random: Random): Question {
  const slug = (start: string, end: number) => `${start}-${random.below(end)}`;
  const article = () =>
    random.next() < 0.8
      ? slug('article', FEWEST_ARTICLES + 40)
      : random.pick(['istanbul-talks-stall', 'istanbul-third-round']);
  switch (random.pick(Object.keys(QUERIES) as Name[])) {
    case 'article':
      return question('article', { slug: article() });
    case 'feed':
      return paged('feed', 'articles', { first: random.pick([5, 20]) });
    case 'statements':
      return paged('statements', 'statements', {
        first: random.pick([10, 50]),
        where: random.pick([
          { kind: ['DEMAND', 'THREAT'] },
          { answered: false, kind: ['CLAIM'] },
          { speaker: [`Person:${slug('person', 20)}`] },
          { about: [`Topic:${slug('topic', 10)}`], form: ['DIRECT'] },
          { text: 'council' },
        ]),
      });
    case 'search':
      return question('search', {
        text: random.pick([
          'council',
          '"council vote"',
          'prisoner exchange',
          'bud* -ferry',
          'Umerov',
          'edition',
          'harbour train',
        ]),
        first: random.pick([5, 20]),
      });
    case 'event':
      return question('event', {
        slug: random.pick(['istanbul-direct-talks-2025', 'istanbul-talks-first-round', slug('event', 5)]),
      });
    case 'nodes':
      return question('nodes', {
        ids: [
          `Article:${slug('article', FEWEST_ARTICLES + 80)}`,
          `Statement:${slug('article', FEWEST_ARTICLES)}/${slug('s', 5).replace('-', '')}`,
          `Person:${slug('person', 20)}`,
          'Outcome:prisoner-exchange',
          'Event:istanbul-talks-second-round',
          'Article:there-is-none',
        ],
      });
    case 'counts':
      return question('counts', {});
  }
}

function question(name: Name, variables: Question['variables']): Question {
  return { name, query: QUERIES[name], variables };
}

/** A list that is read page by page, over editions that come and go. */
function paged(name: Name, field: string, variables: Question['variables']): Question {
  return {
    ...question(name, variables),
    next(data) {
      const { pageInfo } = data[field] as { pageInfo: { hasNextPage: boolean; endCursor: string | null } };
      return pageInfo.hasNextPage
        ? paged(name, field, { ...variables, after: pageInfo.endCursor })
        : undefined;
    },
  };
}
