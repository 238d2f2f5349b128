// The schema as files to download, for code generators, editors and the caches of clients.
import { createHash } from 'node:crypto';
import { type GraphQLSchema, isAbstractType, lexicographicSortSchema, printSchema } from 'graphql';
import type { Page } from './pages.ts';

/** The printed schema, in the same words as the one that is committed. */
export function schemaPage(schema: GraphQLSchema): Page {
  return download('schema.graphql', 'text/plain', () => `${printSchema(lexicographicSortSchema(schema))}\n`);
}

/** Which object types each interface and union has, in the same words as the committed file. */
export function possibleTypesPage(schema: GraphQLSchema): Page {
  return download('possible-types.json', 'application/json', () => printPossibleTypes(schema));
}

/**
 * The object types of each interface and union, as one JSON object of lists, sorted: what the cache of Apollo Client takes as
 * `possibleTypes`, so that a fragment on an interface matches records that are read from the cache.
 */
export function printPossibleTypes(schema: GraphQLSchema): string {
  const sorted = lexicographicSortSchema(schema);
  const possibleTypes = Object.values(sorted.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, sorted.getPossibleTypes(type).map(({ name }) => name)]);
  return `${JSON.stringify(Object.fromEntries(possibleTypes), null, 2)}\n`;
}

/** A file that stays the same as long as the process runs; it is printed when it is asked for the first time. */
function download(name: string, mediaType: string, print: () => string): Page {
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
        'Content-Disposition': `attachment; filename="${name}"`,
      },
    });
  };
}
