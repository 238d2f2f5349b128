// Who may see what is hidden: requests that bring a preview token, one of a list or one that somebody issued for this service.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { ErrorCode } from '../errors.ts';
import { untilMoment } from './expiring.ts';
import { noteAnswer } from './notes.ts';
import type { TokenIssuer, Worth } from './token-issuer.ts';

const BEARER = /^Bearer(?: +(.*))?$/i;
// The shape of a JSON Web Token.
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Why a token shows nothing. */
export interface TokenRefusal {
  readonly status: 401 | 403 | 503;
  readonly code: ErrorCode;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How a socket is closed for it. */
  readonly close: { readonly code: number; readonly reason: string };
}

/** What a request may see. */
export type Verdict =
  | { readonly view: 'public' }
  /** `holder` is the same for each token of somebody; `until` is the moment at which it ends, in milliseconds since 1970. */
  | { readonly view: 'preview'; readonly holder: string; readonly until: number }
  | { readonly view: 'none'; readonly refusal: TokenRefusal };

const everybody: Verdict = { view: 'public' };
// Judged once for each request; whoever looks later need not wait.
const verdicts = new WeakMap<Request, Verdict>();

/** What a request may see that was judged; the public view where nobody did. */
export function verdictOn(request: Request): Verdict {
  return verdicts.get(request) ?? everybody;
}

/** Tells which requests may see what is hidden. */
export class PreviewTokens {
  readonly #digests: readonly Buffer[];
  readonly #issuer: TokenIssuer | undefined;

  /** Without tokens and issuer nothing is ever previewed, and what `Authorization` says is not looked at. */
  constructor(tokens: readonly string[], issuer?: TokenIssuer) {
    this.#digests = tokens.map(digest);
    this.#issuer = issuer;
  }

  /** Whether a request brings a token, good or not: then its answer is for nobody else. */
  isBrought({ headers }: { readonly headers: Pick<Request['headers'], 'get'> }): boolean {
    return this.#tokenOf(headers.get('authorization')) !== undefined;
  }

  /** Judges a request. At once where it brings no token, so that those many need not wait for a turn. */
  judge(request: Request): Verdict | Promise<Verdict> {
    const token = this.#tokenOf(request.headers.get('authorization'));
    if (token === undefined) return everybody;
    return this.#judged(token).then((verdict) => {
      verdicts.set(request, verdict);
      return verdict;
    });
  }

  #tokenOf(authorization: string | null): string | undefined {
    if (this.#digests.length === 0 && !this.#issuer) return undefined;
    const bearer = BEARER.exec(authorization ?? '');
    return bearer ? (bearer[1] ?? '') : undefined;
  }

  async #judged(token: string): Promise<Verdict> {
    const given = digest(token);
    // Digests have one length, and all are compared: the time tells nothing of how near a guess was.
    const isKnown = this.#digests.map((known) => timingSafeEqual(known, given)).includes(true);
    if (isKnown) return { view: 'preview', holder: token, until: Infinity };
    if (!this.#issuer || !JWT.test(token))
      return refused({ is: 'bad', reason: 'is not one of this service' });
    const worth = await this.#issuer.judge(token);
    return worth.is === 'good' ? { view: 'preview', ...worth } : refused(worth);
  }
}

/** Refuses wrong tokens, keeps what is seen with a right one out of every cache, and ends streams with the token. */
export function usePreview(tokens: PreviewTokens): Plugin {
  return {
    onRequest({ request, endResponse, fetchAPI, serverContext }) {
      const judged = tokens.judge(request);
      if (judged === everybody) return undefined;
      return Promise.resolve(judged).then((verdict) => {
        if (verdict.view !== 'none') return;
        const { status, code, message, headers } = verdict.refusal;
        const { req } = serverContext as { readonly req?: IncomingMessage };
        noteAnswer(req, { errors: [new GraphQLError(message, { extensions: { code } })] });
        const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
        const init = { status, headers: { 'Content-Type': 'application/json', ...headers } };
        endResponse(new fetchAPI.Response(body, init));
      });
    },
    onSubscribe({ args }) {
      const verdict = verdictOn((args.contextValue as { request: Request }).request);
      if (verdict.view !== 'preview' || verdict.until === Infinity) return undefined;
      return {
        onSubscribeResult({ result, setResult }) {
          if (!isAsyncIterable(result)) return;
          const answers = result as AsyncIterable<ExecutionResult>;
          setResult(untilMoment(answers, verdict.until, () => ({ errors: [ended()] })));
        },
      };
    },
    onResponse({ request, response }) {
      response.headers.append('Vary', 'Authorization');
      if (tokens.isBrought(request)) response.headers.set('Cache-Control', 'private, no-store');
    },
  };
}

/** The error that ends a stream whose token has ended. */
function ended(): GraphQLError {
  const message =
    'The preview token has expired, so this stream ends: get a new one, subscribe again, then read again what you show.';
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

function refused(worth: Exclude<Worth, { is: 'good' }>): Verdict {
  return { view: 'none', refusal: refusalFor(worth) };
}

function refusalFor(worth: Exclude<Worth, { is: 'good' }>): TokenRefusal {
  const publicView = 'leave out "Authorization" for the public view';
  if (worth.is === 'unknown') {
    const message = 'The keys that preview tokens are signed with cannot be read at the moment';
    return {
      status: 503,
      code: 'PREVIEW_UNAVAILABLE',
      message: `${message}, so nobody can tell whether this one is good: send it again in a few seconds, or ${publicView}.`,
      headers: { 'Retry-After': '5' },
      close: { code: 1013, reason: `${message}: try again later` },
    };
  }
  if (worth.is === 'too little') {
    const message = 'The token is good, and grants no previews';
    return {
      status: 403,
      code: 'PREVIEW_NOT_GRANTED',
      message: `${message}, since its claim ${worth.reason}: have that granted, or ${publicView}.`,
      headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' },
      close: { code: 4403, reason: `${message}: have that granted, or send none` },
    };
  }
  const message = `The preview token ${worth.reason}: send a right one`;
  return {
    status: 401,
    code: 'UNAUTHENTICATED',
    message: `${message}, or ${publicView}.`,
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    close: { code: 4403, reason: `${message}, or none` },
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
