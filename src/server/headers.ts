// The headers that every answer carries: what browsers must not do with it, and who may read it.
import type { Plugin } from 'graphql-yoga';

const security = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
const NOTHING_IS_LOADED = "default-src 'none'; frame-ancestors 'none'";

/** The headers of an answer that is no page. */
export const securityHeaders: Readonly<Record<string, string>> = {
  ...security,
  'Content-Security-Policy': NOTHING_IS_LOADED,
};

/** Sets the security headers. An answer that is a page brings a Content-Security-Policy of its own. */
export function useSecurityHeaders(): Plugin {
  return {
    onResponse({ response }) {
      for (const [name, value] of Object.entries(security)) response.headers.set(name, value);
      if (response.headers.has('Content-Security-Policy')) return;
      response.headers.set('Content-Security-Policy', NOTHING_IS_LOADED);
    },
  };
}

/** What pages of other origins may read of an answer, besides what browsers show them anyway. */
const EXPOSED = [
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-GraphQL-Cost',
  'X-Request-Id',
].join(', ');

/** Every origin. */
export const ANY_ORIGIN = '*';

/**
 * Lets pages of these origins read the answers; never with credentials, so they read what anybody could. An origin is
 * answered as it stands in the list, never as the request says it.
 */
export function useCrossOrigin(origins: readonly string[]): Plugin {
  const isOpen = origins.includes(ANY_ORIGIN);
  const allowed = (request: Request): string | undefined => {
    if (isOpen) return ANY_ORIGIN;
    const origin = request.headers.get('origin');
    return origins.find((each) => each === origin);
  };
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      if (request.method !== 'OPTIONS') return;
      const headers = {
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers':
          request.headers.get('access-control-request-headers') ?? 'Content-Type',
        'Access-Control-Max-Age': '86400',
        Vary: 'Access-Control-Request-Headers',
      };
      endResponse(new fetchAPI.Response(null, { status: 204, headers }));
    },
    onResponse({ request, response }) {
      const origin = allowed(request);
      if (origin !== undefined) {
        response.headers.set('Access-Control-Allow-Origin', origin);
        response.headers.set('Access-Control-Expose-Headers', EXPOSED);
      }
      // Caches must not give the answer for one origin to another.
      if (!isOpen) response.headers.append('Vary', 'Origin');
    },
  };
}
