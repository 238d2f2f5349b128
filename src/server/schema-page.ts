// The schema as a file to download, for code generators and editors.
import { createHash } from 'node:crypto';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { Page } from './pages.ts';

/** The printed schema, in the same words as the one that is committed. */
export function schemaPage(schema: GraphQLSchema): Page {
  let sdl: string | undefined;
  let etag: string;
  return (request) => {
    if (sdl === undefined) {
      sdl = `${printSchema(lexicographicSortSchema(schema))}\n`;
      etag = `"${createHash('sha256').update(sdl).digest('base64url')}"`;
    }
    const headers = { 'Cache-Control': 'no-cache', ETag: etag };
    if (request.headers.get('if-none-match')?.includes(etag))
      return new Response(null, { status: 304, headers });
    return new Response(sdl, {
      headers: {
        ...headers,
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Disposition': 'attachment; filename="schema.graphql"',
      },
    });
  };
}
