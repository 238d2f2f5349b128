// urql with its normalised cache, aware of the schema, against the running service.
import { type AnyVariables, Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Service, startService } from '../service.ts';
import { forbidComplaints } from './console.ts';

let service: Service;
let introspection: IntrospectionQuery;
beforeAll(async () => {
  service = await startService();
  const client = new Client({ url: service.graphql, exchanges: [fetchExchange] });
  const { data, error } = await client.query<IntrospectionQuery>(getIntrospectionQuery(), {}).toPromise();
  if (!data) throw error;
  introspection = data;
});
afterAll(() => service?.stop());

forbidComplaints();

// #region cache
/** Types without an id are values: they are kept in the record that they belong to, under no key of their own. */
function keysOfValues({ __schema }: IntrospectionQuery) {
  const values = __schema.types.filter(
    (type) => type.kind === 'OBJECT' && !type.fields.some(({ name }) => name === 'id'),
  );
  return Object.fromEntries(values.map(({ name }) => [name, () => null]));
}

const normalisedCache = () =>
  cacheExchange({
    schema: introspection,
    keys: keysOfValues(introspection),
    resolvers: {
      Query: { articles: relayPagination() },
      Article: { statements: relayPagination() },
    },
  });
// #endregion

function createClient() {
  let requests = 0;
  const client = new Client({
    url: service.graphql,
    preferGetMethod: false,
    exchanges: [normalisedCache(), fetchExchange],
    fetch: (url, options) => {
      requests += 1;
      return fetch(url, options);
    },
  });
  async function read(query: string, variables: AnyVariables = {}, requestPolicy?: 'cache-only') {
    const { data, error } = await client
      .query<any>(query, variables, requestPolicy ? { requestPolicy } : {})
      .toPromise();
    if (error) throw error;
    return data;
  }
  return { read, requests: () => requests };
}

const ARTICLES = /* GraphQL */ `
  query Articles($after: String) {
    articles(first: 4, after: $after, orderBy: { field: DATE_PUBLISHED, direction: ASC }) {
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

const STATEMENTS = /* GraphQL */ `
  query Statements($after: String) {
    article(slug: "istanbul-talks-stall") {
      id
      statements(first: 7, after: $after, orderBy: { field: READING_ORDER, direction: ASC }) {
        edges {
          node {
            id
            text
            anchors {
              exact
              start
            }
            speakerOffices {
              roleName
              organization {
                id
                name
              }
            }
            attribution {
              role
              anchor {
                exact
              }
            }
            responses {
              nodes {
                stance
                statement {
                  id
                  text
                }
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
  }
`;

describe('relayPagination', () => {
  test('merges the pages of a list at the root', async () => {
    const { read } = createClient();
    const first = await read(ARTICLES);
    expect(first.articles.edges).toHaveLength(4);
    const second = await read(ARTICLES, { after: first.articles.pageInfo.endCursor });
    expect(second.articles.pageInfo.hasNextPage).toBe(false);
    expect(second.articles.edges).toHaveLength(second.articles.totalCount);
    expect(new Set(second.articles.edges.map(({ node }: any) => node.id)).size).toBe(6);
  });

  test('merges the pages of a list within a record', async () => {
    const { read } = createClient();
    let after: string | undefined;
    const lengths: number[] = [];
    do {
      const { article } = await read(STATEMENTS, { after });
      lengths.push(article.statements.edges.length);
      after = article.statements.pageInfo.hasNextPage ? article.statements.pageInfo.endCursor : undefined;
    } while (after && lengths.length < 10);
    expect(lengths).toEqual([7, 14, 18]);
  });
});

describe('the normalised cache', () => {
  test('keeps values without id in their records, so that an answer is read back as it came', async () => {
    const { read, requests } = createClient();
    const plain = await new Client({ url: service.graphql, exchanges: [fetchExchange] })
      .query(STATEMENTS, {})
      .toPromise();
    expect(await read(STATEMENTS)).toEqual(plain.data);
    expect(await read(STATEMENTS, {}, 'cache-only')).toEqual(plain.data);
    expect(requests()).toBe(1);
  });

  test('knows one record by its id, whichever query read it', async () => {
    const { read, requests } = createClient();
    // The first query knows which article this is, only the second one knows its headline.
    await read('{ article(slug: "istanbul-talks-stall") { id } }');
    await read(ARTICLES);
    const known = await read('{ article(slug: "istanbul-talks-stall") { id headline } }', {}, 'cache-only');
    expect(known.article).toEqual({
      id: 'Article:istanbul-talks-stall',
      headline: 'Istanbul talks between Ukraine and Russia end with the gap unbridged',
    });
    expect(requests()).toBe(2);
  });

  test('knows from the schema which types an interface has', async () => {
    const { read } = createClient();
    const search = gql`
      {
        search(text: "Istanbul") {
          edges {
            node {
              ... on Node {
                id
              }
              ... on Thing {
                name
              }
            }
          }
        }
      }
    ` as unknown as string;
    const { edges } = (await read(search)).search;
    const { edges: again } = (await read(search, {}, 'cache-only')).search;
    expect(again).toEqual(edges);
    expect(edges.map(({ node }: any) => node.name)).toContain('Istanbul');
  });
});
