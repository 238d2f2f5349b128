// The front page: the latest articles, more of them on demand, and what came of the events.
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from './graphql.ts';
import { hrefOfArticle, hrefOfOutcome } from './route.ts';
import { Loading, Title, Unavailable } from './states.tsx';
import { dayOf, label } from './words.ts';

const HomePage = graphql(`
  query HomePage($after: String) {
    articles(first: 3, after: $after) {
      totalCount
      edges {
        node {
          id
          slug
          headline
          description
          datePublished
          genre
          inLanguage
          independentSourceCount
          statements {
            totalCount
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    outcomes(first: 20, orderBy: { field: LAST_CHANGE, direction: DESC }) {
      nodes {
        id
        slug
        name
        status
      }
    }
  }
`);

export function Home() {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }] = useQuery({ query: HomePage, variables: { after } });
  const list = useRef<HTMLOListElement>(null);
  const length = data?.articles.edges.length ?? 0;
  const before = useRef(0);
  useEffect(() => {
    // The button moves down or goes away: who reads with the keyboard goes on at the first new article.
    if (before.current > 0 && length > before.current)
      list.current?.children[before.current]?.querySelector('a')?.focus({ preventScroll: true });
    before.current = length;
  }, [length]);
  if (!data) return error ? <Unavailable error={error} /> : <Loading />;
  const { edges, pageInfo, totalCount } = data.articles;
  return (
    <main className="home">
      <section>
        <Title>Latest articles</Title>
        <ol className="articles" ref={list}>
          {edges.map(({ node }) => (
            <li key={node.id}>
              <article lang={node.inLanguage}>
                <p className="quiet" lang="en">
                  <time dateTime={node.datePublished}>{dayOf(node.datePublished)}</time> · {label(node.genre)}
                  {node.inLanguage !== 'en' && ` · ${languageOf(node.inLanguage)}`}
                </p>
                <h2>
                  <a href={hrefOfArticle(node.slug)}>{node.headline}</a>
                </h2>
                {node.description && <p>{node.description}</p>}
                <p className="quiet" lang="en">
                  {count(node.statements.totalCount, 'statement')} on the record,{' '}
                  {count(node.independentSourceCount, 'independent source')}
                </p>
              </article>
            </li>
          ))}
        </ol>
        {error && <p role="alert">More articles could not be loaded: {error.message}</p>}
        {pageInfo.hasNextPage ? (
          <button type="button" disabled={fetching} onClick={() => setAfter(pageInfo.endCursor)}>
            Load more
          </button>
        ) : null}
        <p className="quiet" role="status">
          {edges.length} of {totalCount} articles
        </p>
      </section>
      <section aria-labelledby="outcomes" className="outcomes">
        <h2 id="outcomes">What came of it</h2>
        <ul>
          {data.outcomes.nodes.map(({ id, slug, name, status }) => (
            <li key={id}>
              <a href={hrefOfOutcome(slug)}>{name}</a>
              <Status of={status} />
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

/** Where an outcome stands, in a word and a colour. */
export function Status({ of: status }: { readonly of: string | null }) {
  return (
    <span className="status" data-status={status ?? 'NONE'}>
      {status ? label(status) : 'Not yet on record'}
    </span>
  );
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function languageOf(tag: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
}
