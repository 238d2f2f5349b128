// What is noted of a request while it is answered, for logs, numbers and traces; without anybody who wants it, only its id.
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type ExecutionResult, getOperationAST, type GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/** What is known of an operation that was asked for, and of its answer. Answers that are kept keep it too. */
export class Asked {
  /** As the document calls it. */
  operation: string | undefined;
  type: 'query' | 'subscription' | 'mutation' | undefined;
  /** As the service counts it; undefined where it does not. */
  cost: number | undefined;
  /** The codes of the errors in the answer. */
  codes: readonly string[] = [];
  /** The SHA-256 of the document, as manifests and persisted queries call it; undefined where there is none. */
  hash: string | undefined;
}

/** What is noted of one request. */
export interface Note {
  /** As the client knows it. */
  readonly id: string;
  readonly method: string;
  /** Without what follows a question mark, which may hold a query. */
  readonly path: string;
  /** Of `performance.now()`. */
  readonly start: number;
  asked: Asked;
  /** Whether the answer had been made for somebody else before; undefined where that was not looked for. */
  wasKept: boolean | undefined;
}

/** Somebody who is told of requests. */
export interface Observer {
  /** Called when a request is about to be answered; `answer` must be called, once. */
  start?(note: Note, req: IncomingMessage, answer: () => void): void;
  /** Called when it was answered, or its client has gone: then `status` is 499. */
  end(note: Note, status: number): void;
}

/** What a client that goes away before it has its answer is counted as. */
export const CLIENT_GONE = 499;

/** The header with the id of a request, in small letters. */
export const REQUEST_ID_HEADER = 'x-request-id';
const LONGEST_PATH = 200;

// Looked up for each request, so they are properties rather than keys of a map.
const ID = Symbol('id');
const NOTE = Symbol('note');
interface Identified {
  [ID]?: string;
  [NOTE]?: Note;
}

function identified(request: IncomingMessage | Request): Identified {
  return request as Identified;
}

/** The id of a request, which its client gets as `x-request-id`; undefined for one that came past `observed`. */
export function requestIdOf(req: IncomingMessage | Request | undefined): string | undefined {
  return req && identified(req)[ID];
}

/** Where something of a request can be noted; undefined where nobody wants to know. */
export function noteOf(req: IncomingMessage | undefined): Note | undefined {
  return req && identified(req)[NOTE];
}

/** The same listener, each request with an id and told to the observers. An id that comes with it is believed behind proxies of ours. */
export function observed(
  handler: RequestListener,
  observers: readonly Observer[],
  trustedProxies: number,
): RequestListener {
  const answer = startOf(observers);
  return (req, res) => {
    const id = (trustedProxies > 0 && wellFormed(req.headers[REQUEST_ID_HEADER])) || randomUUID();
    identified(req)[ID] = id;
    if (observers.length === 0) return handler(req, res);
    const note = noteFor(id, req);
    identified(req)[NOTE] = note;
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : CLIENT_GONE;
      for (const observer of observers) observer.end(note, status);
    });
    answer(note, req, () => handler(req, res));
  };
}

/** An operation of a socket, noted as a request is. */
export interface Operation {
  /** Stands for the request: its address and headers are those of the request that asked for the socket. */
  readonly req: IncomingMessage;
  /** Does the work where observers follow it. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Tells the observers, once, that it was answered, with the status that it would have over HTTP. */
  end(status: number): void;
}

/** What over a socket stands in the place of a method of HTTP. */
const SOCKET_METHOD = 'WS';

/** Gives each operation of sockets an id, and tells the observers of it. */
export function operationsObserved(observers: readonly Observer[]): (upgrade: IncomingMessage) => Operation {
  const start = startOf(observers);
  return (upgrade) => {
    const req = Object.create(upgrade) as IncomingMessage;
    const id = randomUUID();
    identified(req)[ID] = id;
    if (observers.length === 0) return { req, run: (work) => work(), end: () => undefined };
    const note = noteFor(id, { method: SOCKET_METHOD, url: upgrade.url ?? '' });
    identified(req)[NOTE] = note;
    let hasEnded = false;
    return {
      req,
      run: (work) => new Promise((resolve, reject) => start(note, req, () => work().then(resolve, reject))),
      end(status) {
        if (hasEnded) return;
        hasEnded = true;
        for (const observer of observers) observer.end(note, status);
      },
    };
  };
}

/** Tells all observers that a request is about to be answered, one within the other. */
function startOf(
  observers: readonly Observer[],
): (note: Note, req: IncomingMessage, run: () => void) => void {
  return observers.reduceRight<(note: Note, req: IncomingMessage, run: () => void) => void>(
    (inner, observer) =>
      observer.start ? (note, req, run) => observer.start!(note, req, () => inner(note, req, run)) : inner,
    (_note, _req, run) => run(),
  );
}

/** Lets every plugin find the id of a request, and gives it to the client. */
export function useRequestIds(): Plugin {
  return {
    onRequest({ request, serverContext }) {
      nameAlike(request, (serverContext as { req?: IncomingMessage } | undefined)?.req);
    },
    onResponse({ request, response }) {
      const id = requestIdOf(request);
      if (id !== undefined) response.headers.set(REQUEST_ID_HEADER, id);
    },
  };
}

/** Notes what operations are asked for, and what is wrong with their answers. */
export function useNotes(): Plugin<{ req?: IncomingMessage; res?: ServerResponse }> {
  const noteOperation = ({ args }: { args: Parameters<typeof operationOf>[0] }) => {
    const asked = noteOf((args.contextValue as { req?: IncomingMessage }).req)?.asked;
    const operation = asked && operationOf(args);
    if (!operation) return;
    asked.operation = operation.name?.value;
    asked.type = operation.operation;
  };
  return {
    onParams({ params, request, context }) {
      const { req } = (context ?? {}) as { req?: IncomingMessage };
      nameAlike(request, req);
      const note = noteOf(req);
      if (note && typeof params.query === 'string')
        note.asked.hash = createHash('sha256').update(params.query).digest('hex');
    },
    onExecute: noteOperation,
    onSubscribe: noteOperation,
    onResultProcess({ result, serverContext }) {
      noteAnswer((serverContext as { req?: IncomingMessage }).req, result);
    },
  };
}

/** Notes the errors of an answer, and gives what is known of its operation; undefined where nobody wants to know. */
export function noteAnswer(req: IncomingMessage | undefined, answer: unknown): Asked | undefined {
  const asked = noteOf(req)?.asked;
  if (!asked) return undefined;
  const answers = [answer].flat().filter((each): each is ExecutionResult => !isAsyncIterable(each));
  const errors = answers.flatMap(({ errors = [] }) => errors as GraphQLError[]);
  asked.codes = [...new Set(errors.map(codeOf))];
  return asked;
}

/** Notes what an operation costs, in points. */
export function noteCost(req: IncomingMessage | undefined, points: number): void {
  const asked = noteOf(req)?.asked;
  if (asked) asked.cost = points;
}

/** Gives a request of the Fetch API the id that it has as one of Node. */
function nameAlike(request: Request, req: IncomingMessage | undefined): void {
  const id = requestIdOf(req);
  if (id !== undefined) identified(request)[ID] = id;
}

/** Notes that a request gets an answer that was made for it, or kept from another one. */
export function noteMade(req: IncomingMessage, asked: Asked | undefined, wasKept: boolean): void {
  const note = noteOf(req);
  if (!note) return;
  note.asked = asked ?? note.asked;
  note.wasKept = wasKept;
}

function noteFor(id: string, { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>): Note {
  const path = url.split('?', 1)[0]!.slice(0, LONGEST_PATH);
  return { id, method, path, start: performance.now(), asked: new Asked(), wasKept: undefined };
}

function operationOf({
  document,
  operationName,
}: {
  readonly document: Parameters<typeof getOperationAST>[0];
  readonly operationName?: string | null | undefined;
  readonly contextValue?: unknown;
}) {
  return getOperationAST(document, operationName);
}

/** What has no code is what graphql-js says of documents that break its rules. */
function codeOf({ extensions }: GraphQLError): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'GRAPHQL_VALIDATION_FAILED';
}

function wellFormed(id: string | string[] | undefined): string | undefined {
  return typeof id === 'string' && /^[\w.-]{1,128}$/.test(id) ? id : undefined;
}
