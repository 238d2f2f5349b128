// The short way of plain requests: what Yoga would answer, byte for byte, without the objects of the Fetch API in between.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { processRegularResult, type YogaServerInstance } from 'graphql-yoga';
import { jsonTypeFor } from './accept.ts';
import type { Admission } from './admission.ts';
import { COST_HEADER, costOfRequest, POINTS_OF_REQUEST } from './cost-limit.ts';
import { type ErrorReporter, reported } from './errors.ts';
import { freshnessOf, isKeepable } from './freshness.ts';
import { ANY_ORIGIN } from './headers.ts';
import { KeptAnswers } from './kept-answers.ts';
import { LARGEST_BODY_IN_BYTES, type Limits } from './limits.ts';
import { noteAnswer, noteMade } from './notes.ts';
import { fromJson, fromQueryString, isJson, type Parameters } from './parameters.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ServedCorpus } from './served-corpus.ts';
import { filled, send, type WireAnswer, type WireHeaders } from './wire-answer.ts';

/** What the lane goes by; `yoga` is made with the same. */
export interface LaneOptions {
  readonly yoga: YogaServerInstance<object, object>;
  readonly path: string;
  readonly corpus: ServedCorpus;
  readonly limits: Limits;
  readonly rate: RateLimit;
  readonly admission: Admission;
  readonly origins: readonly string[];
  readonly report: ErrorReporter;
}

/** As much of a request as plugins look at once it is read. */
type PlainRequest = Pick<Request, 'method' | 'url' | 'signal'> & {
  readonly headers: Pick<Request['headers'], 'get'>;
};

const never = new AbortController().signal;

/**
 * Answers requests. Those that are plain (a POST of JSON or a GET, to be answered with JSON, without a preview token) go
 * through the plugins of operations alone, or are answered with what was kept; all others go through the whole of Yoga.
 */
export function createLane({
  yoga,
  path,
  corpus,
  limits,
  rate,
  admission,
  origins,
  report,
}: LaneOptions): RequestListener {
  const answers = new KeptAnswers(corpus, limits.keptAnswersInBytes);
  const templates = new Map<string, Promise<WireHeaders>>();
  const busy = { error: admission.refusal(), answers: new Map<string, Promise<WireAnswer>>() };
  const isOpen = origins.includes(ANY_ORIGIN);
  // Where origins are told apart, Yoga's plugins do it.
  const isForAll = ({ headers }: IncomingMessage) => isOpen || headers.origin === undefined;

  /** The headers of every plain answer, as Yoga gives them. */
  function templateOf(type: string): Promise<WireHeaders> {
    const known = templates.get(type);
    if (known) return known;
    const learned = Promise.resolve(
      yoga.fetch(`http://localhost${path}`, {
        method: 'POST',
        headers: { Accept: type, 'Content-Type': 'application/json' },
        body: '{"query":"{__typename}"}',
      }),
    ).then((response) => [...response.headers]);
    templates.set(type, learned);
    learned.catch(() => templates.delete(type));
    return learned;
  }

  /** Executes what a request asks for; undefined where that is for Yoga to answer. */
  async function execute(
    plain: PlainRequest,
    params: Parameters,
    type: string,
    context: { readonly req: IncomingMessage; readonly res: ServerResponse },
  ): Promise<WireAnswer | undefined> {
    const { edition } = corpus;
    const until = await edition.until();
    const template = await templateOf(type);
    const request = plain as Request;
    const result = reported(
      (await yoga.getResultForParams({ params, request }, context)) as object,
      request,
      report,
    );
    if (Symbol.asyncIterator in result) {
      // A stream that was asked for by an id: nobody has read from it.
      await result.return();
      return undefined;
    }
    const asked = noteAnswer(context.req, result);
    const isGet = plain.method === 'GET';
    if (isKeepable(result)) {
      const body = Buffer.from(JSON.stringify(result));
      const own = isGet
        ? freshnessOf(
            { body, type: `${type}; charset=utf-8` },
            { until, now: Date.now(), freshSeconds: limits.freshSeconds },
          )
        : {};
      const isOfOneEdition = edition === corpus.edition;
      if (isGet && !isOfOneEdition) return undefined;
      const headers = filled(template, body.length, own);
      const cost = costOfRequest(request);
      return { status: 200, headers, body, until: isOfOneEdition ? until : undefined, asked, cost };
    }
    return { ...(await failed(result, type, isGet)), asked };
  }

  /** An answer with errors. */
  async function failed(result: object, type: string, isGet: boolean): Promise<WireAnswer> {
    const template = await templateOf(type);
    const response = processRegularResult(result as never, yoga.fetchAPI, type);
    const body = Buffer.from(await response.text());
    const headers = filled(
      template,
      body.length,
      isGet ? { 'cache-control': 'no-store' } : {},
      [...response.headers].map(([name, value]) => [name.toLowerCase(), value] as const),
    );
    return { status: response.status, headers, body };
  }

  /** The answer to a request that is not let in: made once, since there are many when there are any. */
  async function notLetIn(req: IncomingMessage, type: string): Promise<WireAnswer> {
    const key = `${req.method} ${type}`;
    const made = busy.answers.get(key) ?? failed({ errors: [busy.error] }, type, req.method === 'GET');
    busy.answers.set(key, made);
    made.catch(() => busy.answers.delete(key));
    return { ...(await made), asked: noteAnswer(req, { errors: [busy.error] }) };
  }

  /** Answers what was not answered before; `bytes` are the body that was read. */
  async function answer(
    req: IncomingMessage,
    res: ServerResponse,
    asked: { readonly type: string; readonly key: string; readonly bytes?: Buffer },
  ): Promise<void> {
    const { type, key, bytes } = asked;
    const plain = plainRequest(req);
    const refused = rate.refusal(req);
    if (refused) {
      noteAnswer(req, { errors: [refused] });
      send(req, res, await failed({ errors: [refused] }, type, plain.method === 'GET'), limits.freshSeconds);
      return;
    }
    let isOwn = false;
    const made = await answers
      .make(key, async () => {
        isOwn = true;
        const waiting = admission.enter(req);
        const entry = waiting && (await waiting);
        if (entry === 'gone') return undefined;
        if (entry === 'refused') {
          rate.charge(req, POINTS_OF_REQUEST);
          return notLetIn(req, type);
        }
        const params = bytes ? fromJson(bytes) : fromQueryString(plain.url);
        // A stream is told where its reader goes away, which a plain request is not.
        if (params.query?.includes('subscription')) return undefined;
        return execute(plain, params, type, { req, res });
      })
      // What cannot be read, or has no answer, Yoga refuses in its own words.
      .catch(() => undefined);
    if (made && !isOwn) rate.charge(req, POINTS_OF_REQUEST + (made.cost ?? 0));
    if (res.closed) return;
    if (made) {
      noteMade(req, made.asked, false);
      send(req, res, made, limits.freshSeconds);
      return;
    }
    // Where Yoga finds a body that was read before.
    if (bytes) Object.assign(req, { body: bytes });
    await yoga(req, res);
  }

  function take(req: IncomingMessage, res: ServerResponse, type: string, bytes?: Buffer): void {
    const looking = rate.look(req);
    if (looking) void looking.then(() => res.closed || takeNow(req, res, type, bytes));
    else takeNow(req, res, type, bytes);
  }

  function takeNow(req: IncomingMessage, res: ServerResponse, type: string, bytes?: Buffer): void {
    const key = bytes ? `POST ${type} ${bytes.toString('latin1')}` : `GET ${type} ${req.url}`;
    const kept = answers.find(key);
    if (kept && !rate.refusal(req)) {
      rate.charge(req, POINTS_OF_REQUEST + (kept.cost ?? 0));
      noteMade(req, kept.asked, true);
      send(req, res, kept, limits.freshSeconds);
      return;
    }
    answer(req, res, { type, key, ...(bytes && { bytes }) }).catch((error: unknown) => {
      report(randomUUID(), error);
      res.destroy();
    });
  }

  return (req, res) => {
    const type = corpus.isServing && isForAll(req) ? plainType(req, path) : undefined;
    if (type === undefined) {
      void yoga(req, res);
    } else if (req.method === 'GET') {
      take(req, res, type);
    } else {
      const pieces: Buffer[] = [];
      req.on('data', (piece: Buffer) => pieces.push(piece));
      req.once('end', () => take(req, res, type, pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)));
    }
  };
}

/** The media type of the answer to a request that is plain. */
function plainType({ method, url, headers }: IncomingMessage, path: string): string | undefined {
  if (headers.authorization !== undefined || headers[COST_HEADER] !== undefined) return undefined;
  if (method === 'POST') {
    const length = Number(headers['content-length'] ?? 0);
    const isWhole =
      length > 0 && length <= LARGEST_BODY_IN_BYTES && headers['content-encoding'] === undefined;
    if (url !== path || !isWhole || !isJson(headers['content-type'])) return undefined;
  } else if (method !== 'GET' || !url?.startsWith(`${path}?`) || headers.accept?.includes('text/')) {
    return undefined;
  }
  return jsonTypeFor(headers.accept);
}

function plainRequest({ method = '', url = '', headers }: IncomingMessage): PlainRequest {
  return {
    method,
    url: `http://${headers.host ?? 'localhost'}${url}`,
    signal: never,
    headers: {
      get(name) {
        const value = headers[name.toLowerCase()];
        return value === undefined ? null : String(value);
      },
    },
  };
}
