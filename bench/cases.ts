// What is asked: the questions, the variables of every request, and which peers can answer them.
import { dayAt, randomOf, vocabulary } from './made-up.ts';

/** A program that is measured. */
export type ServerName =
  | 'onrecord'
  | 'onrecord on PostgreSQL'
  | 'node:http'
  | 'Mercurius with JIT'
  | 'Yoga, own schema'
  | 'Yoga'
  | 'Apollo Server'
  | 'graphql-http'
  | 'PostGraphile 5';

/** Variables of one request. */
export type Variables = Readonly<Record<string, unknown>>;

/** Asks a server one question, and gives its data. */
export type Ask = (query: string, variables: Variables) => Promise<any>; // oxlint-disable-line typescript/no-explicit-any

/** What there is to ask for. */
export interface Known {
  readonly articles: number;
  readonly events: number;
}

/** A question. */
export interface Case {
  readonly name: string;
  readonly query: string;
  /** Whether the same request is asked over and over. Else no two requests of a process have the same variables. */
  readonly isHot: boolean;
  /** Whether the request is a GET that says which answer the client has. */
  readonly isConditional?: boolean;
  /** Variables of the n-th request. What they need of the server, such as cursors, it is asked for first. */
  prepare(known: Known, ask: Ask): Promise<(n: number) => Variables>;
  /** Who is measured, onrecord first; `bar` is the ratio that onrecord is to reach, undefined where none is set. */
  readonly measured: ServerName;
  readonly against: Readonly<Partial<Record<ServerName, number | undefined>>>;
}

const inMemory = { Yoga: undefined, 'Apollo Server': undefined, 'graphql-http': undefined } as const;
const notCached = { 'node:http': undefined, 'Yoga, own schema': 2.5, ...inMemory } as const;

/** The page of an article, as a reader's browser asks for it. */
export const articlePage = /* GraphQL */ `
  query ArticlePage($slug: String!, $first: Int!) {
    article(slug: $slug) {
      id
      headline
      description
      inLanguage
      datePublished
      articleBody
      publisher {
        name
      }
      about {
        slug
        name
      }
      statements(first: $first, orderBy: { field: READING_ORDER, direction: ASC }) {
        totalCount
        nodes {
          id
          kind
          form
          text
          dateUttered
          speaker {
            slug
            name
          }
          event {
            slug
            name
          }
        }
      }
    }
  }
`;

const pageVariables = ({ articles }: Known) => {
  // A step that has no factor in common with any count of articles that is asked for.
  const step = 7_919;
  // An article has five statements, so every size of page from 5 on answers the same.
  return (n: number) => ({
    slug: `article-${(n * step) % articles}`,
    first: 5 + (Math.floor(n / articles) % 96),
  });
};

// How many places in a list requests begin at.
const CURSORS = 200;

/** The cursors of the first records before days that are spread over all years. */
async function cursorsOf(field: string, where: string, ask: Ask): Promise<string[]> {
  const query = `query ($until: EDTF!) { list: ${field}(first: 1, where: { ${where}: { until: $until } }) { edges { cursor } } }`;
  const cursors: string[] = [];
  for (let place = 0; place < CURSORS; place += 1) {
    const { list } = await ask(query, { until: dayAt(0.2 + (0.8 * place) / CURSORS) });
    if (list.edges[0]) cursors.push(list.edges[0].cursor);
  }
  return cursors;
}

/** Cursors with, for each round of them, another day before all that is shown: 730,000 requests that differ. */
async function pagesOf(field: string, where: string, first: number, ask: Ask) {
  const cursors = await cursorsOf(field, where, ask);
  return (n: number) => ({
    first,
    after: cursors[(n * 37) % cursors.length],
    // Before the first article: no record is left out by it.
    from: new Date(Date.UTC(2014, 11, 31) - Math.floor(n / cursors.length) * 86_400_000)
      .toISOString()
      .slice(0, 10),
  });
}

const fixed = (variables: Variables) => () => variables;

/** All cases, in the order of the table. */
export const cases: readonly Case[] = [
  {
    name: 'hot article page',
    query: articlePage,
    isHot: true,
    prepare: async ({ articles }) => fixed({ slug: `article-${Math.floor(articles / 2)}`, first: 20 }),
    measured: 'onrecord',
    against: {
      'node:http': 0.8,
      'Mercurius with JIT': undefined,
      'Yoga, own schema': undefined,
      ...inMemory,
    },
  },
  {
    name: 'article page',
    query: articlePage,
    isHot: false,
    prepare: async (known) => pageVariables(known),
    measured: 'onrecord',
    against: { ...notCached, 'Mercurius with JIT': 1.2 },
  },
  {
    name: 'feed of 20',
    query: /* GraphQL */ `
      query Feed($first: Int!, $after: String!, $from: EDTF!) {
        articles(first: $first, after: $after, where: { datePublished: { from: $from } }) {
          nodes {
            id
            slug
            headline
            description
            datePublished
            publisher {
              name
            }
            about {
              name
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    `,
    isHot: false,
    prepare: (_, ask) => pagesOf('articles', 'datePublished', 20, ask),
    measured: 'onrecord',
    against: { ...notCached, 'Mercurius with JIT': 1.2 },
  },
  {
    name: 'statements filtered and paged',
    query: /* GraphQL */ `
      query Statements($first: Int!, $after: String!, $from: EDTF!) {
        statements(
          first: $first
          after: $after
          where: { kind: [DEMAND, PROPOSAL], dateUttered: { from: $from } }
        ) {
          nodes {
            id
            kind
            text
            dateUttered
            speaker {
              name
            }
            about {
              name
            }
            article {
              slug
              headline
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    `,
    isHot: false,
    prepare: (_, ask) => pagesOf('statements', 'dateUttered', 20, ask),
    measured: 'onrecord',
    against: { ...notCached, 'Mercurius with JIT': undefined },
  },
  {
    name: 'event with positions',
    query: /* GraphQL */ `
      query Event($slug: String!, $asOf: EDTF!) {
        event(slug: $slug) {
          name
          kind
          startDate
          location {
            name
          }
          participants {
            role
            actor {
              name
            }
            onBehalfOf {
              name
            }
          }
          positions(asOf: $asOf) {
            party {
              name
            }
            topic {
              name
            }
            statement {
              id
              kind
              text
              dateUttered
            }
          }
          outcomes(first: 20) {
            nodes {
              name
              status
              history {
                status
                date
                article {
                  slug
                }
                anchor {
                  exact
                }
              }
            }
          }
        }
      }
    `,
    isHot: false,
    // Days after the last article, so that all statements count.
    prepare:
      async ({ events }) =>
      (n) => ({
        slug: `event-${(n * 7) % events}`,
        asOf: new Date(Date.UTC(2025, 0, 1) + Math.floor(n / events) * 86_400_000).toISOString().slice(0, 10),
      }),
    measured: 'onrecord',
    against: { ...notCached, 'Mercurius with JIT': undefined },
  },
  {
    name: 'search with facets',
    query: /* GraphQL */ `
      query Search($text: String!, $first: Int!) {
        search(text: $text, first: $first) {
          totalCount
          facets(field: [KIND, TOPIC, YEAR], first: 10) {
            field
            buckets {
              value
              count
            }
          }
          edges {
            score
            node {
              __typename
              ... on Article {
                slug
                headline
              }
              ... on Statement {
                slug
                text
              }
            }
          }
        }
      }
    `,
    isHot: false,
    prepare: async () => (n) => ({ text: twoWords(n), first: 10 }),
    measured: 'onrecord',
    // The peers have no search of their own, and what others would bring is not compared here.
    against: { 'node:http': undefined, 'Yoga, own schema': 2.5 },
  },
  {
    name: '_entities of 100',
    query: /* GraphQL */ `
      query Entities($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Article {
            id
            headline
            datePublished
          }
          ... on Statement {
            id
            text
            speaker {
              name
            }
          }
          ... on Person {
            id
            name
          }
        }
      }
    `,
    isHot: false,
    prepare:
      async ({ articles }) =>
      (n) => {
        const random = randomOf(n, 'entities');
        const some = (below: number) => Math.floor(random() * below);
        return {
          representations: Array.from({ length: 100 }, (_, place) => {
            if (place % 3 === 0) return { __typename: 'Article', id: `Article:article-${some(articles)}` };
            if (place % 3 === 1)
              return { __typename: 'Statement', id: `Statement:article-${some(articles)}/s${some(5)}` };
            return { __typename: 'Person', id: `Person:person-${some(articles / 100) * 10}` };
          }),
        };
      },
    measured: 'onrecord',
    against: { ...notCached, 'Mercurius with JIT': undefined },
  },
  {
    name: '304 by ETag',
    query: articlePage,
    isHot: true,
    isConditional: true,
    prepare: async ({ articles }) => fixed({ slug: `article-${Math.floor(articles / 2)}`, first: 20 }),
    measured: 'onrecord',
    against: { 'node:http': undefined },
  },
  {
    name: 'large answer (1 MB)',
    query: /* GraphQL */ `
      query Large($first: Int!, $after: String!, $from: EDTF!) {
        articles(first: $first, after: $after, where: { datePublished: { from: $from } }) {
          nodes {
            id
            slug
            headline
            description
            datePublished
            articleBody
            publisher {
              id
              name
            }
            about {
              id
              slug
              name
            }
            statements(first: 10, orderBy: { field: READING_ORDER, direction: ASC }) {
              nodes {
                id
                slug
                kind
                form
                text
                dateUttered
                speaker {
                  id
                  slug
                  name
                }
                event {
                  id
                  slug
                  name
                }
                about {
                  id
                  slug
                  name
                }
                anchors {
                  exact
                  prefix
                  suffix
                  start
                  end
                  paragraph
                }
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    `,
    isHot: false,
    prepare: (_, ask) => pagesOf('articles', 'datePublished', 100, ask),
    measured: 'onrecord',
    against: { ...notCached, 'Mercurius with JIT': undefined },
  },
  {
    name: 'article page on PostgreSQL',
    query: articlePage,
    isHot: false,
    prepare: async (known) => pageVariables(known),
    measured: 'onrecord on PostgreSQL',
    against: { 'PostGraphile 5': 1.2 },
  },
];

/** Two words, both of which stand in about every fiftieth article. */
export function twoWords(n: number): string {
  const [from, count] = [250, 300];
  const first = n % count;
  const second = (first + 1 + (Math.floor(n / count) % (count - 1))) % count;
  return `${vocabulary[from + first]} ${vocabulary[from + second]}`;
}

/** The article page in the words of PostGraphile's schema. */
export const postgraphilePage = /* GraphQL */ `
  query ArticlePage($slug: String!, $first: Int!) {
    article: articleBySlug(slug: $slug) {
      id: rowId
      headline
      description
      inLanguage
      datePublished
      articleBody
      publisher: sourceByPublisher {
        name
      }
      about: articleTopicsByArticle(orderBy: [POSITION_ASC]) {
        nodes {
          topicByTopic {
            slug
            name
          }
        }
      }
      statements: statementsByArticle(first: $first, orderBy: [POSITION_ASC]) {
        totalCount
        nodes {
          id: rowId
          kind
          form
          text
          dateUttered
          speaker: actorBySpeaker {
            slug
            name
          }
          event: eventByEvent {
            slug
            name
          }
        }
      }
    }
  }
`;
