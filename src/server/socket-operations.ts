// Operations that come over a socket, through the very pipeline that answers those of HTTP.
import type { IncomingMessage } from 'node:http';
import { type ExecutionResult, GraphQLError, GraphQLSchema, parse } from 'graphql';
import { type Context, makeServer, type Server } from 'graphql-ws';
import { isAsyncIterable, type YogaServerInstance } from 'graphql-yoga';
import { answerStream } from './answer-stream.ts';
import { asClientsSee, type ErrorReporter, maskError, reported } from './errors.ts';
import type { Limits } from './limits.ts';
import { CLIENT_GONE, noteAnswer, type Observer, operationsObserved } from './notes.ts';
import type { PreviewTokens } from './preview.ts';
import type { Transport } from './streams.ts';

/** A connection, as its operations know it. */
export interface Connection {
  /** The request that asked for it. */
  readonly upgrade: IncomingMessage;
  /** Aborted when it has closed. */
  readonly signal: AbortSignal;
  close(code: number, reason: string): void;
}

/** What operations need. */
export interface OperationOptions {
  readonly yoga: YogaServerInstance<object, object>;
  readonly tokens: PreviewTokens;
  readonly limits: Limits;
  readonly report: ErrorReporter;
  /** Told of each operation. */
  readonly observers: readonly Observer[];
}

/** Close codes of this service; the others are those of the protocols, RFC 6455 and graphql-transport-ws. */
export const SLOW_READER = 4410;

type SocketContext = Context<Record<string, unknown> | undefined, Connection>;
type Result = ExecutionResult | AsyncGenerator<ExecutionResult, void>;

// The protocol's own library wants to know what it executes. It executes nothing: the pipeline has done so already.
const nothing = { schema: new GraphQLSchema({}), document: parse('{ __typename }') };

/** Answers the messages of sockets. */
export function socketOperations({
  yoga,
  tokens,
  limits,
  report,
  observers,
}: OperationOptions): Server<Connection> {
  const begin = operationsObserved(observers);

  /** Answers an operation, and tells those who observe it; `work` does it. */
  async function observe(
    context: SocketContext,
    work: (req: IncomingMessage) => Promise<Result>,
  ): Promise<Result> {
    const { upgrade, signal } = context.extra;
    const operation = begin(upgrade);
    const { req } = operation;
    const result = await operation.run(() => work(req));
    const note = (answer: ExecutionResult) => void (answer.errors && noteAnswer(req, answer));
    if (!isAsyncIterable(result)) {
      note(result);
      operation.end(statusOf(result));
      return result;
    }
    const end = () => operation.end(signal.aborted ? CLIENT_GONE : 200);
    return answerStream({
      async next() {
        const next = await result.next();
        if (next.done) end();
        else note(next.value);
        return next;
      },
      async leave() {
        await result.return();
        end();
      },
    });
  }

  async function answer(context: SocketContext, params: object, req: IncomingMessage): Promise<Result> {
    const { upgrade, signal, close } = context.extra;
    const request = new yoga.fetchAPI.Request(urlOf(upgrade), {
      method: 'POST',
      headers: headersOf(context),
      signal,
    });
    const endSlowReader = () =>
      close(SLOW_READER, 'You read too slowly: connect and subscribe again, then read again');
    const transport: Transport = { req, endSlowReader };
    // A token may have ended since the socket was opened.
    const verdict = await tokens.judge(request);
    if (verdict.view === 'none') {
      const { message, code } = verdict.refusal;
      return { errors: [new GraphQLError(message, { extensions: { code } })] };
    }
    // It throws what it refuses at once, and rejects with what it refuses later.
    const execute = async () => yoga.getResultForParams({ request, params }, transport as never);
    const result = await execute().catch((error: unknown) => ({ errors: [maskError(error)] }));
    return reported(result as ExecutionResult, request, report);
  }

  return makeServer<Record<string, unknown> | undefined, Connection>({
    connectionInitWaitTimeout: limits.helloSeconds * 1_000,
    async onConnect(context) {
      const { upgrade, close } = context.extra;
      const request = new yoga.fetchAPI.Request(urlOf(upgrade), { headers: headersOf(context) });
      const verdict = await tokens.judge(request);
      if (verdict.view !== 'none') return true;
      const { code, reason } = verdict.refusal.close;
      close(code, reason);
      return false;
    },
    async onSubscribe(context, _, payload) {
      const most = limits.operationsPerSocket;
      const result = await observe(context, async (req) => {
        if (Object.keys(context.subscriptions).length <= most) return answer(context, payload, req);
        const message = `This socket has ${most} operations under way, and may have no more: complete some.`;
        return { errors: [new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS' } })] };
      });
      if (!isAsyncIterable(result) && !('data' in result)) return result.errors ?? [];
      return { ...nothing, rootValue: result, contextValue: undefined };
    },
    execute: ({ rootValue }) => rootValue as Result,
    onNext: (_, __, ___, ____, result) => asClientsSee(result) as ExecutionResult,
    onError: (_, __, ___, errors) => asClientsSee({ errors: errors as readonly GraphQLError[] }).errors ?? [],
  });
}

// Only the path and the headers are looked at, and the path is always the one of GraphQL.
function urlOf({ url }: IncomingMessage): string {
  return `http://localhost${url}`;
}

/** The headers that the operation would have as a request: what the client says when it connects goes first. */
function headersOf({ connectionParams, extra }: SocketContext): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(extra.upgrade.headers)) {
    if (!/^(?:connection|upgrade|sec-websocket-.*|content-.*)$/.test(name)) headers[name] = String(value);
  }
  for (const [name, value] of Object.entries(connectionParams ?? {})) {
    if (name.toLowerCase() === 'authorization' && typeof value === 'string') headers['authorization'] = value;
  }
  return headers;
}

/** The status of an answer over HTTP, as clients of the newer media type get it. */
function statusOf({ data, errors = [] }: ExecutionResult): number {
  if (data != null || errors.length === 0) return 200;
  const http = errors.map(({ extensions }) => extensions['http'] as { readonly status?: number } | undefined);
  return http.find((each) => each?.status !== undefined)?.status ?? (data === undefined ? 400 : 200);
}
