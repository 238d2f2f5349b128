// Apollo Client 4 against the running service: its cache, its policy for pages, its persisted queries.
import { createHash } from 'node:crypto';
import {
  ApolloClient,
  ApolloLink,
  gql,
  HttpLink,
  InMemoryCache,
  type PossibleTypesMap,
} from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Service, startService } from '../service.ts';
import { forbidComplaints } from './console.ts';

let service: Service;
let possibleTypes: PossibleTypesMap;
beforeAll(async () => {
  service = await startService();
  possibleTypes = (await (await fetch(`${service.address}/possible-types.json`)).json()) as PossibleTypesMap;
});
afterAll(() => service?.stop());

const complaints = forbidComplaints();

// #region cache
function createCache() {
  return new InMemoryCache({
    possibleTypes, // as /possible-types.json has them
    typePolicies: {
      Query: {
        fields: {
          articles: relayStylePagination(['where', 'orderBy']),
          statements: relayStylePagination(['where', 'orderBy']),
        },
      },
      Article: {
        fields: {
          statements: relayStylePagination(['where', 'orderBy']),
        },
      },
    },
  });
}
// #endregion

function createClient(cache = createCache()) {
  return new ApolloClient({ cache, link: new HttpLink({ uri: service.graphql }) });
}

const ARTICLES = gql`
  query Articles($after: String) {
    articles(first: 2, after: $after, orderBy: { field: DATE_PUBLISHED, direction: ASC }) {
      totalCount
      edges {
        node {
          id
          headline
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const STATEMENTS_OF_ARTICLE = gql`
  query StatementsOfArticle($slug: String!, $after: String) {
    article(slug: $slug) {
      id
      statements(first: 5, after: $after, orderBy: { field: READING_ORDER, direction: ASC }) {
        totalCount
        edges {
          node {
            id
            text
            anchors {
              exact
            }
            speaker {
              id
              name
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`;

interface Page {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** Asks for page after page as a "load more" button does, and gives back what the cache holds at the end. */
async function readAll(query: typeof ARTICLES, variables: object, pageOf: (data: any) => Page) {
  const client = createClient();
  const watched = client.watchQuery({ query, variables: variables as Record<string, unknown> });
  const subscription = watched.subscribe(() => undefined);
  // The cache tells its watchers a moment after the answer has come.
  const settled = () => expect.poll(() => watched.getCurrentResult().loading).toBe(false);
  await settled();
  const current = () => pageOf(watched.getCurrentResult().data);
  const lengths = [current().edges.length];
  while (current().pageInfo.hasNextPage && lengths.length < 10) {
    await watched.fetchMore({ variables: { after: current().pageInfo.endCursor } });
    await settled();
    lengths.push(current().edges.length);
  }
  subscription.unsubscribe();
  return {
    ids: current().edges.map(({ node }) => node.id),
    totalCount: current().totalCount,
    lengths,
    client,
  };
}

describe('pages', () => {
  test('of articles are merged into one list by relayStylePagination', async () => {
    const { ids, totalCount, lengths } = await readAll(ARTICLES, {}, (data) => data.articles);
    expect(lengths).toEqual([2, 4, 6]);
    expect(totalCount).toBe(6);
    expect(ids).toEqual([
      'Article:istanbul-talks-stall',
      'Article:estancadas-las-conversaciones-de-estambul',
      'Article:prisoner-exchange-under-way',
      'Article:prisoner-exchange-completed',
      'Article:istanbul-second-round',
      'Article:istanbul-third-round',
    ]);
  });

  test('of a connection within a record are merged into the list of that record', async () => {
    const variables = { slug: 'istanbul-talks-stall' };
    const { ids, totalCount, lengths, client } = await readAll(
      STATEMENTS_OF_ARTICLE,
      variables,
      (data) => data.article.statements,
    );
    expect(lengths).toEqual([5, 10, 15, 18]);
    expect(new Set(ids).size).toBe(totalCount);
    // The list of another article stays its own.
    await client.query({ query: STATEMENTS_OF_ARTICLE, variables: { slug: 'istanbul-second-round' } });
    const kept = client.readQuery<any>({ query: STATEMENTS_OF_ARTICLE, variables });
    expect(kept.article.statements.edges).toHaveLength(18);
  });

  test('of two filters are two lists', async () => {
    const query = gql`
      query Statements($where: StatementWhere) {
        statements(first: 2, where: $where) {
          edges {
            node {
              id
              kind
            }
          }
        }
      }
    `;
    const client = createClient();
    const kinds = async (kind: string) => {
      const { data } = await client.query<any>({ query, variables: { where: { kind: [kind] } } });
      return data.statements.edges.map((edge: any) => edge.node.kind);
    };
    expect(await kinds('DEMAND')).toEqual(['DEMAND', 'DEMAND']);
    expect(await kinds('THREAT')).toEqual(['THREAT', 'THREAT']);
    expect(await kinds('DEMAND')).toEqual(['DEMAND', 'DEMAND']);
  });
});

describe('the cache', () => {
  test('holds a record that two queries read once, by its id', async () => {
    const client = createClient();
    await client.query({ query: ARTICLES });
    await client.query({
      query: gql`
        {
          node(id: "Article:istanbul-talks-stall") {
            id
            ... on Article {
              wordCount
            }
          }
          statement(slug: "istanbul-talks-stall/out-of-touch") {
            id
            article {
              id
              slug
            }
          }
        }
      `,
    });
    const entries = client.cache.extract() as Record<string, { id?: string }>;
    const own = Object.values(entries).filter(({ id }) => id === 'Article:istanbul-talks-stall');
    expect(own).toEqual([
      {
        __typename: 'Article',
        id: 'Article:istanbul-talks-stall',
        headline: 'Istanbul talks between Ukraine and Russia end with the gap unbridged',
        wordCount: expect.any(Number),
        slug: 'istanbul-talks-stall',
      },
    ]);
  });

  const SEARCH = gql`
    query Search {
      search(text: "Istanbul", first: 20) {
        edges {
          node {
            __typename
            ... on Node {
              id
            }
            ... on Thing {
              name
            }
            ... on Actor {
              offices {
                roleName
              }
            }
            ... on Article {
              headline
            }
          }
        }
      }
    }
  `;

  test('matches fragments on interfaces by the possible types that the service publishes', async () => {
    const client = createClient();
    const { data } = await client.query({ query: SEARCH });
    const cached = client.readQuery<any>({ query: SEARCH });
    expect(cached).toEqual(data);
    const names = cached.search.edges.map(({ node }: any) => node.name ?? node.headline ?? node.__typename);
    expect(names).toContain('Istanbul');
    expect(names).not.toContain('Place');
  });

  test('loses what such fragments ask for where it is not told the possible types', async () => {
    const client = createClient(new InMemoryCache());
    await client.query({ query: SEARCH });
    const cached = client.cache.readQuery<any>({ query: SEARCH, returnPartialData: true });
    const place = cached?.search.edges.find(({ node }: any) => node.__typename === 'Place');
    expect(place?.node.name).toBeUndefined();
    expect(complaints.splice(0)[0]?.[0]).toContain('missing `possibleTypes` entry');
  });
});

describe('persisted queries', () => {
  // #region persisted
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const persistedQueries = () => new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  // #endregion

  /** A client that notes what it sends. */
  function createPersistingClient(graphql: string) {
    const sent: { method: string; text: boolean; hash: boolean }[] = [];
    const link = new HttpLink({
      uri: graphql,
      fetch: (url, options) => {
        const method = options?.method ?? 'GET';
        const inUrl = new URL(String(url)).searchParams;
        const { query, extensions } =
          method === 'GET'
            ? { query: inUrl.get('query'), extensions: JSON.parse(inUrl.get('extensions') ?? '{}') }
            : JSON.parse(String(options?.body));
        sent.push({ method, text: Boolean(query), hash: Boolean(extensions?.persistedQuery) });
        return fetch(url, options);
      },
    });
    const client = new ApolloClient({
      cache: createCache(),
      link: ApolloLink.from([persistedQueries(), link]),
      defaultOptions: { query: { fetchPolicy: 'no-cache' } },
    });
    return { client, sent };
  }

  test('are given up, and the text is sent, where the service does not take them', async () => {
    const { client, sent } = createPersistingClient(service.graphql);
    for (const _ of [1, 2]) {
      const { data } = await client.query<any>({ query: ARTICLES });
      expect(data.articles.edges[0].node.id).toBe('Article:istanbul-talks-stall');
    }
    expect(sent).toEqual([
      { method: 'GET', text: false, hash: true },
      { method: 'POST', text: true, hash: false },
      { method: 'POST', text: true, hash: false },
    ]);
  });

  test('are kept where the service takes them: the text is sent once, by whichever client is first', async () => {
    const keeping = await startService(['--automatic-persisted-queries']);
    try {
      const [first, second] = [
        createPersistingClient(keeping.graphql),
        createPersistingClient(keeping.graphql),
      ];
      for (const { client } of [first, first, second]) {
        const { data } = await client.query<any>({ query: ARTICLES });
        expect(data.articles.edges[0].node.id).toBe('Article:istanbul-talks-stall');
      }
      expect(first.sent).toEqual([
        { method: 'GET', text: false, hash: true },
        { method: 'POST', text: true, hash: true },
        { method: 'GET', text: false, hash: true },
      ]);
      expect(second.sent).toEqual([{ method: 'GET', text: false, hash: true }]);
    } finally {
      await keeping.stop();
    }
  });
});
