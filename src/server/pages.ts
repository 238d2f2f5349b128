// Everything that is not GraphQL: a few pages at fixed paths, and a helpful 404 for the rest.
import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import { Failure } from '../errors.ts';
import type { ErrorReporter } from './errors.ts';
import { requestIdOf } from './notes.ts';

/** Answers a GET or HEAD of a path. */
export type Page = (request: Request) => Response | Promise<Response>;

/**
 * Serves each of `pages` at its path. Requests of `graphqlPath` go on to Yoga,
 * unless there is a page for that path and a browser asks for one.
 */
export function usePages(
  pages: ReadonlyMap<string, Page>,
  graphqlPath: string,
  report: ErrorReporter,
): Plugin {
  const more = pages.has('/') ? ', and / tells more.' : '.';
  async function answer(path: string, request: Request): Promise<Response> {
    const page = pages.get(path);
    if (!page) return text(404, `There is nothing here. GraphQL is at ${graphqlPath}${more}`);
    if (!isRead(request)) return text(405, 'This page can only be read.', { Allow: 'GET, HEAD' });
    try {
      return await page(request);
    } catch (error) {
      const requestId = requestIdOf(request) ?? randomUUID();
      report(requestId, error);
      if (error instanceof Failure) return text(503, error.message);
      return text(500, `Internal error. Whoever runs this service finds it in the log as ${requestId}.`, {
        'X-Request-Id': requestId,
      });
    }
  }
  return {
    onRequest({ request, url, endResponse }) {
      const path = url.pathname;
      if (path === graphqlPath && !(isRead(request) && wantsPage(request))) return;
      return answer(path, request).then(endResponse);
    },
  };
}

/** A line of plain text that no cache keeps. */
export function text(status: number, line: string, headers: Record<string, string> = {}): Response {
  const body = `${line}\n`;
  return new Response(body, {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
      ...headers,
    },
  });
}

/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function wantsPage(request: Request): boolean {
  return request.headers.get('accept')?.includes('text/html') ?? false;
}
