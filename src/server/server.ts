// GraphQL over HTTP: an ordered list of plugins around Yoga.
import type { RequestListener } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import { withEntities } from '../graphql/entities.ts';
import { type SubgraphOptions, subgraphSdl } from '../graphql/subgraph.ts';
import { useAcceptedMediaType } from './accept.ts';
import { Admission, useAdmission } from './admission.ts';
import { useBriefErrors } from './brief-errors.ts';
import { useCompiled } from './compiled.ts';
import { useCostLimit } from './cost-limit.ts';
import { useCorpus } from './corpus.ts';
import { useDeadline } from './deadline.ts';
import { documentCache, useDocumentLimits } from './document-limits.ts';
import { type DocumentOptions, useDocuments } from './documents.ts';
import type { EditingStatus } from './editing-status.ts';
import { type ErrorReporter, maskError, useErrorReports } from './errors.ts';
import { useEventStreams } from './event-stream.ts';
import { useFreshness } from './freshness.ts';
import { graphiqlPage } from './graphiql.ts';
import { ANY_ORIGIN, useCrossOrigin, useSecurityHeaders } from './headers.ts';
import { livePage, readyPage } from './health.ts';
import { createLane } from './lane.ts';
import { defaultLimits, LARGEST_BODY_IN_BYTES, type Limits } from './limits.ts';
import { type Observer, useNotes, useRequestIds } from './notes.ts';
import { type Page, usePages } from './pages.ts';
import { useParameters } from './parameters.ts';
import { RateLimit } from './rate-limit.ts';
import { possibleTypesPage, printedSchema, schemaPage } from './schema-page.ts';
import { PreviewTokens, usePreview } from './preview.ts';
import type { ServedCorpus } from './served-corpus.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { startPage } from './start-page.ts';
import { useStreams } from './streams.ts';
import { Subscribers } from './subscribers.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { useVariableLimits } from './variable-limits.ts';
import { useWaiting } from './waiting.ts';

/** What a server needs. */
export interface ServerOptions {
  /** The public schema; gateways are served, too. */
  readonly schema: GraphQLSchema;
  readonly subgraph?: SubgraphOptions;
  readonly corpus: ServedCorpus;
  /** What becomes of edits, where the content is followed. */
  readonly editing?: EditingStatus | undefined;
  readonly report: ErrorReporter;
  /** Tokens with which a request sees what is hidden; none where left out. */
  readonly previewTokens?: readonly string[];
  /** Whose tokens count besides; nobody's where left out. All that is made with these options needs the same one. */
  readonly issuer?: TokenIssuer | undefined;
  /** What clients may take; the defaults where left out. */
  readonly limits?: Limits;
  /** Whoever has a place among all, over HTTP and sockets together. */
  readonly subscribers?: Subscribers;
  /** What each client has taken, over HTTP and sockets together; all that is made with these options needs the same one. */
  readonly rate?: RateLimit;
  /** Who is executed next; all that is made with these options needs the same one. */
  readonly admission?: Admission;
  /** What may be asked for by an id; nothing where left out. */
  readonly documents?: DocumentOptions;
  /** Whether clients may ask for the schema, in whichever way; they may where left out. */
  readonly introspection?: boolean;
  /** Whether errors guess what was meant, and browsers get pages to explore with; both where left out, and neither without introspection. */
  readonly suggestions?: boolean;
  readonly graphiql?: boolean;
  /** The origins whose pages may read the answers; `*` for all, as where it is left out. */
  readonly origins?: readonly string[];
  /** Whether the process is about to end: then it is not ready for more. */
  readonly isStopping: () => boolean;
}

const GRAPHQL_PATH = '/graphql';

/** The server without its sockets: requests in, responses out. */
export function createServer({
  schema,
  subgraph,
  corpus,
  editing,
  previewTokens = [],
  issuer,
  limits = defaultLimits,
  subscribers = new Subscribers(limits),
  rate = new RateLimit(limits),
  admission = new Admission(limits),
  documents = {},
  introspection = true,
  suggestions = true,
  graphiql = true,
  origins = [ANY_ORIGIN],
  report,
  isStopping,
}: ServerOptions): YogaServerInstance<object, object> {
  const tokens = new PreviewTokens(previewTokens, issuer);
  const isSuggesting = introspection && suggestions;
  let printed: string | undefined;
  // Few ask for it, and to print it takes a tenth of the start.
  const sdl = () => (printed ??= subgraphSdl(schema, subgraph));
  const pages = new Map<string, Page>([
    ['/livez', livePage],
    ['/readyz', readyPage({ corpus, editing, issuer, isStopping })],
  ]);
  // They show the schema, or cannot do without it.
  if (introspection && graphiql) {
    pages.set('/', startPage(corpus)).set(GRAPHQL_PATH, graphiqlPage(GRAPHQL_PATH));
  }
  if (introspection) {
    pages
      .set(
        '/schema.graphql',
        schemaPage('schema.graphql', () => printedSchema(schema)),
      )
      .set('/subgraph.graphql', schemaPage('subgraph.graphql', sdl))
      .set('/possible-types.json', possibleTypesPage(schema));
  }
  return createYoga({
    schema: withEntities(schema, introspection ? sdl : undefined),
    graphqlEndpoint: GRAPHQL_PATH,
    maxRequestBodySize: LARGEST_BODY_IN_BYTES,
    plugins: [
      // Every answer.
      useRequestIds(),
      useSecurityHeaders(),
      useCrossOrigin(origins),
      usePreview(tokens),
      useWaiting(corpus),
      usePages(pages, GRAPHQL_PATH, report),
      // Every operation.
      useParameters(),
      useAcceptedMediaType(),
      useFreshness(corpus, tokens, limits.freshSeconds),
      useAdmission(admission, rate),
      useCostLimit(limits, rate),
      useVariableLimits(limits),
      useDocuments(documents),
      useNotes(),
      useDocumentLimits(limits, { introspection, suggestions: isSuggesting }),
      useCorpus(corpus),
      useCompiled(limits.compiledOperations),
      useDeadline(limits),
      useStreams(subscribers, limits),
      useEventStreams(limits.heartbeatSeconds * 1_000),
      // What went wrong.
      useBriefErrors(isSuggesting),
      useErrorReports(report),
    ],
    parserAndValidationCache: documentCache(),
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

/** What answers the requests of a port: a server, made with the same options, and a shorter way to it for plain requests. */
export function handlerOf(
  yoga: YogaServerInstance<object, object>,
  {
    corpus,
    limits = defaultLimits,
    rate = new RateLimit(limits),
    admission = new Admission(limits),
    origins = [ANY_ORIGIN],
    report,
  }: ServerOptions,
): RequestListener {
  return createLane({ yoga, path: GRAPHQL_PATH, corpus, limits, rate, admission, origins, report });
}

/** The sockets of a server, made with the same options: they feed its plugins. `observers` are told of each operation. */
export function socketsOf(
  yoga: YogaServerInstance<object, object>,
  {
    previewTokens = [],
    issuer,
    limits = defaultLimits,
    subscribers = new Subscribers(limits),
    origins = [ANY_ORIGIN],
    report,
  }: ServerOptions,
  observers: readonly Observer[] = [],
): Sockets {
  const tokens = new PreviewTokens(previewTokens, issuer);
  return createSockets({
    yoga,
    path: GRAPHQL_PATH,
    tokens,
    limits,
    subscribers,
    origins,
    report,
    observers,
  });
}
