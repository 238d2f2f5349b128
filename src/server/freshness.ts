// For how long an answer to a GET may be kept by browsers and CDNs, and how they ask whether it still holds (RFC 9110, 9111).
import { createHash } from 'node:crypto';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { COST_HEADER } from './cost-limit.ts';
import type { PreviewTokens } from './preview.ts';
import type { Edition, ServedCorpus } from './served-corpus.ts';

/** How a cache is told to keep an answer. */
export interface Freshness {
  /** A strong validator. */
  readonly etag: string;
  readonly 'cache-control': string;
}

/** Whether an answer may be kept by anybody: a whole one, without errors, which may be of the moment. */
export function isKeepable(result: unknown): boolean {
  return (
    typeof result === 'object' &&
    result !== null &&
    !isAsyncIterable(result) &&
    !('errors' in result && result.errors !== undefined)
  );
}

/**
 * The freshness of an answer: for at most `freshSeconds`, and never beyond the moment at which the clock shows or hides
 * something. `until` and `now` are milliseconds since 1970.
 */
export function freshnessOf(
  { body, type }: { readonly body: string | Buffer; readonly type: string },
  {
    until,
    now,
    freshSeconds,
  }: { readonly until: number; readonly now: number; readonly freshSeconds: number },
): Freshness {
  const digest = createHash('sha256').update(type).update('\0').update(body).digest('base64url').slice(0, 22);
  return { etag: `"${digest}"`, 'cache-control': cacheControl(until, now, freshSeconds) };
}

/** `Cache-Control` of an answer that holds until a moment. */
export function cacheControl(until: number, now: number, freshSeconds: number): string {
  const seconds = Math.max(0, Math.min(freshSeconds, Math.floor((until - now) / 1_000)));
  return `public, max-age=${seconds}`;
}

/** Whether `If-None-Match` names the answer that the client would get. */
export function isKnown(etag: string, ifNoneMatch: string | null | undefined): boolean {
  if (ifNoneMatch == null) return false;
  return ifNoneMatch.split(',').some((given) => ['*', etag, `W/${etag}`].includes(given.trim()));
}

/** Says of each answer to a GET of the public view how long it may be kept, and answers 304 to whoever has it already. */
export function useFreshness(corpus: ServedCorpus, tokens: PreviewTokens, freshSeconds: number): Plugin {
  const asked = new WeakMap<Request, { readonly edition: Edition; isKeepable: boolean }>();
  return {
    onParams({ request }) {
      const isForAll = !tokens.isBrought(request) && !request.headers.get(COST_HEADER);
      if (request.method === 'GET' && isForAll)
        asked.set(request, { edition: corpus.edition, isKeepable: false });
    },
    onExecutionResult({ request, result }) {
      const asking = asked.get(request);
      if (asking) asking.isKeepable = isKeepable(result) && asking.edition === corpus.edition;
    },
    async onResponse({ request, response, setResponse, fetchAPI }) {
      const asking = asked.get(request);
      if (!asking) return;
      const type = response.headers.get('Content-Type') ?? '';
      const isGood = asking.isKeepable && response.status === 200 && type.includes('json');
      // Of a store that cannot tell, nothing is kept.
      const until = isGood ? await asking.edition.until().catch(() => undefined) : undefined;
      if (until === undefined) {
        if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store');
        return;
      }
      const body = await response.text();
      const freshness = freshnessOf({ body, type }, { until, now: Date.now(), freshSeconds });
      const { headers } = response;
      for (const [name, value] of Object.entries(freshness)) headers.set(name, value);
      const has = isKnown(freshness.etag, request.headers.get('If-None-Match'));
      if (has) for (const name of ['Content-Type', 'Content-Length']) headers.delete(name);
      setResponse(new fetchAPI.Response(has ? null : body, { status: has ? 304 : 200, headers }));
    },
  };
}
