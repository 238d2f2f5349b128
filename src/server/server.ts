// GraphQL over HTTP: an ordered list of plugins around Yoga.
import type { GraphQLSchema } from 'graphql';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import { withEntities } from '../graphql/entities.ts';
import { type SubgraphOptions, subgraphSdl } from '../graphql/subgraph.ts';
import { useCorpus } from './corpus.ts';
import type { EditingStatus } from './editing-status.ts';
import { type ErrorReporter, maskError, useErrorReports } from './errors.ts';
import { graphiqlPage } from './graphiql.ts';
import { useCrossOrigin, useSecurityHeaders } from './headers.ts';
import { livePage, readyPage } from './health.ts';
import { usePages } from './pages.ts';
import { useParameters } from './parameters.ts';
import { printedSchema, schemaPage } from './schema-page.ts';
import { PreviewTokens, usePreview } from './preview.ts';
import type { ServedCorpus } from './served-corpus.ts';
import { startPage } from './start-page.ts';
import { useWaiting } from './waiting.ts';

/** What a server needs. */
export interface ServerOptions {
  /** The public schema; gateways are served, too. */
  readonly schema: GraphQLSchema;
  readonly subgraph?: SubgraphOptions;
  readonly corpus: ServedCorpus;
  /** What becomes of edits, where the content is followed. */
  readonly editing?: EditingStatus;
  readonly report: ErrorReporter;
  /** Tokens with which a request sees what is hidden; none where left out. */
  readonly previewTokens?: readonly string[];
  /** Whether the process is about to end: then it is not ready for more. */
  readonly isStopping: () => boolean;
}

const GRAPHQL_PATH = '/graphql';
const LARGEST_BODY_IN_BYTES = 1_000_000;

/** The server without its sockets: requests in, responses out. */
export function createServer({
  schema,
  subgraph,
  corpus,
  editing,
  previewTokens = [],
  report,
  isStopping,
}: ServerOptions): YogaServerInstance<object, object> {
  const tokens = new PreviewTokens(previewTokens);
  const sdl = subgraphSdl(schema, subgraph);
  const pages = new Map([
    ['/', startPage(corpus)],
    [GRAPHQL_PATH, graphiqlPage(GRAPHQL_PATH)],
    ['/schema.graphql', schemaPage('schema.graphql', () => printedSchema(schema))],
    ['/subgraph.graphql', schemaPage('subgraph.graphql', () => sdl)],
    ['/livez', livePage],
    ['/readyz', readyPage(corpus, editing, isStopping)],
  ]);
  return createYoga({
    schema: withEntities(schema, sdl),
    graphqlEndpoint: GRAPHQL_PATH,
    maxRequestBodySize: LARGEST_BODY_IN_BYTES,
    plugins: [
      // Every answer.
      useSecurityHeaders(),
      useCrossOrigin(),
      usePreview(tokens),
      useWaiting(corpus),
      usePages(pages, GRAPHQL_PATH, report),
      // Every operation.
      useParameters(),
      useCorpus(corpus, tokens),
      // What went wrong.
      useErrorReports(report),
    ],
    maskedErrors: { maskError },
    // Done by the plugins above.
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    multipart: false,
    // Yoga answers every URL that ends like this one, so it gets an end that no URL has.
    healthCheckEndpoint: ' ',
  });
}
