// Reads what to execute from a request: a JSON body, or the query string of a GET. What cannot be read is never echoed.
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';

const names = ['query', 'operationName', 'variables', 'extensions'] as const;

/** Replaces Yoga's readers, of which some take forms and plain text, and some repeat the body in their errors. */
export function useParameters(): Plugin {
  return {
    onRequestParse({ request, setRequestParser, endResponse, fetchAPI }) {
      if (request.method === 'GET') {
        setRequestParser(({ url }) => fromQueryString(url));
      } else if (request.method === 'POST' && isJson(request)) {
        setRequestParser(async (body) => fromJson(await body.arrayBuffer()));
      } else if (request.method === 'POST') {
        const headers = { Accept: 'application/json' };
        const text = 'Send the operation as JSON, with "Content-Type: application/json".\n';
        endResponse(new fetchAPI.Response(text, { status: 415, headers }));
      }
    },
  };
}

function isJson(request: Request): boolean {
  const [mediaType] = (request.headers.get('content-type') ?? '').split(';');
  return mediaType?.trim().toLowerCase() === 'application/json';
}

function fromJson(bytes: ArrayBuffer): GraphQLParams {
  const body = readJson(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'The body');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('The body must be one JSON object with a "query": operations are not taken in batches.');
  }
  if (Object.keys(body).some((name) => !names.includes(name as never))) {
    throw badRequest(`The body has a key that is none of ${names.join(', ')}: remove it.`);
  }
  return withQuery(body);
}

function fromQueryString(url: string): GraphQLParams {
  const given = new URL(url).searchParams;
  const json = (name: string) => {
    const text = given.get(name);
    return text ? (readJson(() => text, `The parameter ${name}`) as Record<string, unknown>) : undefined;
  };
  return withQuery({
    query: given.get('query') ?? undefined,
    operationName: given.get('operationName') ?? undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  });
}

function withQuery(parameters: GraphQLParams): GraphQLParams {
  if (parameters.query) return parameters;
  throw badRequest('There is no operation: send its text as "query".');
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

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
