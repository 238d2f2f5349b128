// A page with Relay as its documentation tells: a query, and a refetchable fragment that loads more within a record.
import { Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { graphql, RelayEnvironmentProvider, useLazyLoadQuery, usePaginationFragment } from 'react-relay';
import { Environment, Network, RecordSource, Store } from 'relay-runtime';
import type { mainPageQuery } from './__generated__/mainPageQuery.graphql';
import type { mainStatements$key } from './__generated__/mainStatements.graphql';

const service = new URLSearchParams(location.search).get('service')!;

// #region environment
const environment = new Environment({
  network: Network.create(async ({ text: query, name }, variables) => {
    const response = await fetch(service, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, operationName: name, variables }),
    });
    return response.json();
  }),
  store: new Store(new RecordSource()),
});
// #endregion

function Page() {
  const { article } = useLazyLoadQuery<mainPageQuery>(
    graphql`
      query mainPageQuery($slug: String!) {
        article(slug: $slug) {
          id
          headline
          ...mainStatements
        }
      }
    `,
    { slug: 'istanbul-talks-stall' },
  );
  if (!article) return <p>There is no such article.</p>;
  return (
    <>
      <h1>{article.headline}</h1>
      <Statements of={article} />
    </>
  );
}

// #region statements
function Statements(props: { readonly of: mainStatements$key }) {
  const { data, hasNext, isLoadingNext, loadNext, refetch } = usePaginationFragment(
    graphql`
      fragment mainStatements on Article
      @refetchable(queryName: "mainStatementsPageQuery")
      @argumentDefinitions(
        first: { type: "Int", defaultValue: 7 }
        after: { type: "String" }
        kind: { type: "[StatementKind!]", defaultValue: null }
      ) {
        statements(
          first: $first
          after: $after
          where: { kind: $kind }
          orderBy: { field: READING_ORDER, direction: ASC }
        ) @connection(key: "mainStatements_statements") {
          edges {
            node {
              id
              text
              speaker {
                name
              }
            }
          }
        }
      }
    `,
    props.of,
  );
  return (
    <>
      <ol>
        {data.statements.edges.map(({ node }) => (
          <li key={node.id}>
            {node.speaker?.name ?? 'Somebody'}: {node.text}
          </li>
        ))}
      </ol>
      {hasNext && (
        <button onClick={() => loadNext(7)} disabled={isLoadingNext}>
          Load more
        </button>
      )}
      <button onClick={() => refetch({ kind: ['DEMAND'] })}>Only demands</button>
    </>
  );
}
// #endregion

createRoot(document.getElementById('root')!).render(
  <RelayEnvironmentProvider environment={environment}>
    <Suspense fallback="Loading …">
      <Page />
    </Suspense>
  </RelayEnvironmentProvider>,
);
