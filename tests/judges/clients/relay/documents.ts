// Documents that nobody runs here: they show the compiler everything that Relay expects of a schema.
import { graphql } from 'relay-runtime';

/** A list at the root, loaded page by page. */
export const articles = graphql`
  fragment documentsArticles on Query
  @refetchable(queryName: "documentsArticlesPageQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    where: { type: "ArticleWhere" }
  ) {
    articles(first: $first, after: $after, where: $where) @connection(key: "documentsArticles_articles") {
      edges {
        node {
          headline
          datePublished
          author {
            ...documentsActor
          }
        }
      }
    }
  }
`;

/** A list read from its end, and the record refetched through the interface that it implements. */
export const actor = graphql`
  fragment documentsActor on Actor
  @refetchable(queryName: "documentsActorPageQuery")
  @argumentDefinitions(last: { type: "Int", defaultValue: 10 }, before: { type: "String" }) {
    name
    offices(asOf: "2025-05-16") {
      roleName
    }
    statements(last: $last, before: $before) @connection(key: "documentsActor_statements") {
      edges {
        node {
          text
        }
      }
    }
  }
`;

/** A union, interfaces, values without an id, arguments given twice. */
export const search = graphql`
  query documentsSearchQuery($text: String!) {
    search(text: $text) {
      facets {
        field
        buckets {
          value
          count
          node {
            ... on Thing {
              name
            }
          }
        }
      }
      edges {
        node {
          __typename
          ... on Thing {
            name
          }
          ... on Statement {
            text
            anchors {
              exact
            }
          }
          ... on Outcome {
            now: status
            then: status(asOf: "2025-05-17")
          }
        }
      }
    }
  }
`;

/** What is told as it happens. */
export const changes = graphql`
  subscription documentsChangesSubscription($kind: [RecordKind!]) {
    recordChanged(kind: $kind) {
      change
      node {
        id
        ... on Article {
          headline
        }
      }
    }
  }
`;
