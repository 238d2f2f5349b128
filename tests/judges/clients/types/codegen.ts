// What code looks like that the client preset of GraphQL Code Generator types: the compiler knows every answer.
import { type FragmentType, graphql, useFragment } from './gql/index.ts';
import type { ResultOf } from '@graphql-typed-document-node/core';

const Speaker = graphql(/* GraphQL */ `
  fragment Speaker on Actor {
    id
    name
    offices(asOf: "2025-05-16") {
      roleName
    }
  }
`);

const ArticlePage = graphql(/* GraphQL */ `
  query ArticlePage($slug: String!, $after: String) {
    article(slug: $slug) {
      id
      headline
      datePublished
      statements(first: 10, after: $after) {
        totalCount
        edges {
          node {
            kind
            dateUttered
            anchors {
              exact
              start
            }
            speaker {
              ...Speaker
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
    search(text: "ceasefire") {
      edges {
        node {
          __typename
          ... on Outcome {
            name
            status(asOf: "2025-05-17")
          }
          ... on Article {
            headline
          }
        }
      }
    }
  }
`);

export function tell(data: ResultOf<typeof ArticlePage>): string[] {
  const headline: string = data.article?.headline ?? 'none';
  const said = (data.article?.statements.edges ?? []).map(({ node }) => {
    const start: number | undefined = node.anchors[0]?.start;
    return `${speakerName(node.speaker)} ${node.kind === 'DEMAND' ? 'demands' : 'says'} at ${start}`;
  });
  const found = data.search.edges.map(({ node }) =>
    node.__typename === 'Outcome' ? node.status : undefined,
  );
  return [headline, ...said, ...found.map(String)];
}

function speakerName(given: FragmentType<typeof Speaker> | null | undefined): string {
  return useFragment(Speaker, given)?.name ?? 'Somebody';
}
