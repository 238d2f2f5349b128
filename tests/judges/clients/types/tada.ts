// What code looks like that gql.tada types: the types come from the text of the documents, without a step that generates them.
import { type FragmentOf, initGraphQLTada, readFragment, type ResultOf, type VariablesOf } from 'gql.tada';
import type { introspection } from './schema-types.d.ts';

// #region tada
const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; EDTF: string; URL: string; BCP47: string; JSON: unknown };
}>();
// #endregion

const Speaker = graphql(`
  fragment Speaker on Actor {
    id
    name
    offices(asOf: "2025-05-16") {
      roleName
    }
  }
`);

const ArticlePage = graphql(
  `
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
          }
        }
      }
    }
  `,
  [Speaker],
);

export const variables: VariablesOf<typeof ArticlePage> = { slug: 'istanbul-talks-stall' };

export function tell(data: ResultOf<typeof ArticlePage>): string[] {
  const headline: string = data.article?.headline ?? 'none';
  const published: string | undefined = data.article?.datePublished;
  const said = (data.article?.statements.edges ?? []).map(({ node }) => {
    const start: number | undefined = node.anchors[0]?.start;
    return `${speakerName(node.speaker)} ${node.kind === 'DEMAND' ? 'demands' : 'says'} at ${start}`;
  });
  const found = data.search.edges.map(({ node }) =>
    node.__typename === 'Outcome' ? node.status : undefined,
  );
  return [headline, String(published), ...said, ...found.map(String)];
}

function speakerName(given: FragmentOf<typeof Speaker> | null): string {
  return given ? readFragment(Speaker, given).name : 'Somebody';
}
