// The headers that every answer carries: what browsers must not do with it, and who may read it.
import type { Plugin } from 'graphql-yoga';

const security = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Sets the security headers. An answer that is a page brings a Content-Security-Policy of its own. */
export function useSecurityHeaders(): Plugin {
  return {
    onResponse({ response }) {
      for (const [name, value] of Object.entries(security)) response.headers.set(name, value);
      if (response.headers.has('Content-Security-Policy')) return;
      response.headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    },
  };
}

/** Lets pages of every origin read the answers; never with credentials, so they read what anybody could. */
export function useCrossOrigin(): Plugin {
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
    onResponse({ response }) {
      response.headers.set('Access-Control-Allow-Origin', '*');
    },
  };
}
