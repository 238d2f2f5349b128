// Reads what to execute from a request: a JSON body, or the query string of a GET. What cannot be read is never echoed.
import { getOperationAST, GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';

/** What a request asks for: a document by its text or by an id, and how to execute it. */
export interface Parameters extends GraphQLParams {
  /** The id of a trusted document. */
  readonly documentId?: unknown;
}

// Relay's habit is `doc_id`.
const names = ['query', 'documentId', 'doc_id', 'operationName', 'variables', 'extensions'] as const;

/** Replaces Yoga's readers, of which some take forms and plain text, and some repeat the body in their errors. */
export function useParameters(): Plugin {
  return {
    onRequestParse({ request, setRequestParser, endResponse, fetchAPI }) {
      const encoding = request.headers.get('content-encoding');
      if (encoding !== null && encoding.toLowerCase() !== 'identity') {
        const headers = { 'Accept-Encoding': 'identity' };
        const text = 'Bodies are not taken compressed: leave out "Content-Encoding".\n';
        endResponse(new fetchAPI.Response(text, { status: 415, headers }));
      } else if (request.method === 'GET') {
        setRequestParser(({ url }) => fromQueryString(url));
      } else if (request.method === 'POST' && isJson(request.headers.get('content-type'))) {
        setRequestParser(async (body) => fromJson(await bytesOf(body)));
      } else if (request.method === 'POST') {
        const headers = { Accept: 'application/json' };
        const text = 'Send the operation as JSON, with "Content-Type: application/json".\n';
        endResponse(new fetchAPI.Response(text, { status: 415, headers }));
      }
    },
    onParse() {
      return ({ result, context }) => {
        const { request, params } = context as { request?: Request; params?: GraphQLParams };
        if (request?.method !== 'GET' || result instanceof Error || result === null) return;
        // Browsers open event streams by GET alone (EventSource), and GraphiQL does as they do.
        if (request.headers.get('accept')?.toLowerCase().includes('text/event-stream')) return;
        if (getOperationAST(result, params?.operationName)?.operation !== 'subscription') return;
        throw new GraphQLError(
          'GET is for queries: send a subscription by POST, or accept text/event-stream.',
          {
            extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { Allow: 'POST' } } },
          },
        );
      };
    },
    onExecutionResult({ result }) {
      if (!result || !('errors' in result) || 'data' in result) return;
      // Variables are looked at last, and the executor gives no code to those that do not fit.
      for (const { extensions } of result.errors ?? []) extensions['code'] ??= 'BAD_USER_INPUT';
    },
  };
}

/** Whether a `Content-Type` is that of JSON in UTF-8. */
export function isJson(contentType: string | null | undefined): boolean {
  const [mediaType, ...parameters] = (contentType ?? '').toLowerCase().split(';');
  if (mediaType?.trim() !== 'application/json') return false;
  return parameters.every((parameter) => !/^\s*charset=(?!"?utf-?8"?\s*$)/.test(parameter));
}

/** What a JSON body asks for. Throws BAD_REQUEST. */
export function fromJson(bytes: ArrayBuffer | Uint8Array): Parameters {
  const body = readJson(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'The body');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('The body must be one JSON object with a "query": operations are not taken in batches.');
  }
  if (Object.keys(body).some((name) => !names.includes(name as never))) {
    throw badRequest(`The body has a key that is none of ${names.join(', ')}: remove it.`);
  }
  const { doc_id, ...parameters } = body as Record<string, unknown>;
  return withDocument({ ...parameters, documentId: parameters['documentId'] ?? doc_id });
}

/** What the query string of a GET asks for. Throws BAD_REQUEST. */
export function fromQueryString(url: string): Parameters {
  const given = new URL(url).searchParams;
  const json = (name: string) => {
    const text = given.get(name);
    return text ? (readJson(() => text, `The parameter ${name}`) as Record<string, unknown>) : undefined;
  };
  return withDocument({
    query: given.get('query') ?? undefined,
    documentId: given.get('documentId') ?? given.get('doc_id') ?? undefined,
    operationName: given.get('operationName') ?? undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  });
}

function withDocument(parameters: Parameters): Parameters {
  const { query, documentId, extensions } = parameters;
  if (query && documentId != null)
    throw badRequest('There are a "query" and the id of a document: send one of them.');
  if (query || documentId != null || extensions?.['persistedQuery'] != null) return parameters;
  throw badRequest('There is no operation: send its text as "query", or the id of a document.');
}

async function bytesOf(request: Request): Promise<ArrayBuffer> {
  try {
    return await request.arrayBuffer();
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    // Whoever has gone away reads nothing of it, and it is no mistake of the service.
    throw badRequest('The body did not come to its end.');
  }
}

function readJson(text: () => string, what: string): unknown {
  try {
    return JSON.parse(text());
  } catch (error) {
    // A body that is too large fails while it is read, with an error that says so.
    if (error instanceof GraphQLError) throw error;
    throw badRequest(`${what} is not JSON in UTF-8.`);
  }
}

/** The error of a request that cannot be read. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
