// Schemas as files to download, for code generators, editors, composers and the caches of clients.
import { createHash } from 'node:crypto';
import { type GraphQLSchema, isAbstractType, lexicographicSortSchema, printSchema } from 'graphql';
import type { Page } from './pages.ts';

/** A schema as text, in the same words as the one that is committed. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/**
 * The object types of each interface and union, as one JSON object of lists, sorted: what the cache of Apollo Client takes as
 * `possibleTypes`, so that a fragment on an interface matches records that are read from the cache.
 */
export function printedPossibleTypes(schema: GraphQLSchema): string {
  const sorted = lexicographicSortSchema(schema);
  const possibleTypes = Object.values(sorted.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, sorted.getPossibleTypes(type).map(({ name }) => name)]);
  return `${JSON.stringify(Object.fromEntries(possibleTypes), null, 2)}\n`;
}

/** A file of SDL, printed when it is first asked for. */
export function schemaPage(filename: string, print: () => string): Page {
  return download(filename, 'text/plain', print);
}

/** The possible types, printed when they are first asked for. */
export function possibleTypesPage(schema: GraphQLSchema): Page {
  return download('possible-types.json', 'application/json', () => printedPossibleTypes(schema));
}

function download(filename: string, mediaType: string, print: () => string): Page {
  let body: string | undefined;
  let etag: string;
  return (request) => {
    if (body === undefined) {
      body = print();
      etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    }
    const headers = { 'Cache-Control': 'no-cache', ETag: etag };
    if (request.headers.get('if-none-match')?.includes(etag))
      return new Response(null, { status: 304, headers });
    return new Response(body, {
      headers: {
        ...headers,
        'Content-Type': `${mediaType}; charset=utf-8`,
        'Content-Disposition': `attachment; filename="${filename}"`,
      },
    });
  };
}
