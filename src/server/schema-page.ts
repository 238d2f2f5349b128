// Schemas as files to download, for code generators, editors and composers.
import { createHash } from 'node:crypto';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { Page } from './pages.ts';

/** A schema as text, in the same words as the one that is committed. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** A file of SDL, printed when it is first asked for. */
export function schemaPage(filename: string, print: () => string): Page {
  let sdl: string | undefined;
  let etag: string;
  return (request) => {
    if (sdl === undefined) {
      sdl = print();
      etag = `"${createHash('sha256').update(sdl).digest('base64url')}"`;
    }
    const headers = { 'Cache-Control': 'no-cache', ETag: etag };
    if (request.headers.get('if-none-match')?.includes(etag))
      return new Response(null, { status: 304, headers });
    return new Response(sdl, {
      headers: {
        ...headers,
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Disposition': `attachment; filename="${filename}"`,
      },
    });
  };
}
