// Who may see what is hidden: requests that bring one of the preview tokens.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';

const BEARER = /^Bearer(?: +(.*))?$/i;

/** Tells which requests may see what is hidden. */
export class PreviewTokens {
  readonly #digests: readonly Buffer[];

  /** Without tokens nothing is ever previewed, and what `Authorization` says is not looked at. */
  constructor(tokens: readonly string[]) {
    this.#digests = tokens.map(digest);
  }

  /** `public` where a request brings no token; `refused` where it brings one that is not among them. */
  judge(request: Request): 'public' | 'preview' | 'refused' {
    const bearer = BEARER.exec(request.headers.get('authorization') ?? '');
    if (!bearer || this.#digests.length === 0) return 'public';
    const given = digest(bearer[1] ?? '');
    // Digests have one length, and all are compared: the time tells nothing of how near a guess was.
    const isKnown = this.#digests.map((known) => timingSafeEqual(known, given)).includes(true);
    return isKnown ? 'preview' : 'refused';
  }
}

/** Refuses wrong tokens, and keeps what is seen with a right one out of every cache. */
export function usePreview(tokens: PreviewTokens): Plugin {
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      if (tokens.judge(request) !== 'refused') return;
      const message =
        'The preview token is not one of this service: send a right one, or leave out "Authorization" for the public view.';
      const body = JSON.stringify({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
      const headers = {
        'Content-Type': 'application/json',
        'WWW-Authenticate': 'Bearer error="invalid_token"',
      };
      endResponse(new fetchAPI.Response(body, { status: 401, headers }));
    },
    onResponse({ request, response }) {
      response.headers.append('Vary', 'Authorization');
      if (tokens.judge(request) !== 'public') response.headers.set('Cache-Control', 'private, no-store');
    },
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
