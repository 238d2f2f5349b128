// What clients learn of what goes wrong: failures that they caused, with a code; of everything else an id to report.
import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { Failure } from '../errors.ts';
import { requestIdOf } from './notes.ts';
import { answerStream } from './answer-stream.ts';

/** Told of what clients are not: the id that the client got, and the error itself. */
export type ErrorReporter = (requestId: string, error: unknown) => void;

const causes = new WeakMap<GraphQLError, unknown>();

/** The error that a client may see in place of one that was thrown. */
export function maskError(error: unknown): GraphQLError {
  const cause = originOf(error);
  if (cause instanceof Failure) {
    const shown = standIn(error, cause.message, { code: cause.code });
    // What lies behind an outage is for whoever runs the service.
    if (cause.cause !== undefined) causes.set(shown, cause);
    return shown;
  }
  if (error instanceof GraphQLError && cause instanceof GraphQLError) return error;
  const masked = standIn(error, 'Internal error', { code: 'INTERNAL_SERVER_ERROR', unexpected: true });
  causes.set(masked, cause);
  return masked;
}

/** Reports masked errors under one id an answer, and puts the id into the answer. Every event of a stream is one. */
export function useErrorReports(report: ErrorReporter): Plugin {
  return {
    onResultProcess({ request, result, setResult }) {
      setResult(reported(result as object, request, report));
    },
  };
}

/** A result as its client gets it, when what is masked in it has been reported; a stream is reported as it is read. */
export function reported<Result extends object>(
  result: Result | AsyncIterable<Result>,
  request: Request,
  report: ErrorReporter,
): Result | AsyncGenerator<Result, void> {
  if (!isAsyncIterable(result)) {
    reportErrors(result, request, report);
    return result;
  }
  return eachAnswer(result, (answer) => {
    // What fails because its reader went away is told to nobody.
    if (!request.signal.aborted) reportErrors(answer, request, report);
  });
}

function reportErrors(result: object, request: Request, report: ErrorReporter): void {
  const errors = [result]
    .flat()
    .flatMap((each) => ('errors' in each ? ((each.errors ?? []) as GraphQLError[]) : []));
  let requestId: string | undefined;
  for (const error of errors) {
    if (!causes.has(error)) continue;
    requestId ??= requestIdOf(request) ?? randomUUID();
    error.extensions['requestId'] = requestId;
    // A request that came through the server gets it with every answer.
    const headers: Record<string, string> =
      requestIdOf(request) === undefined ? { 'X-Request-Id': requestId } : {};
    // Beside data it is an answer as any other.
    error.extensions['http'] = 'data' in result ? { headers } : { status: statusOf(error), headers };
    report(requestId, causes.get(error));
  }
}

function statusOf({ extensions }: GraphQLError): number {
  return extensions['unexpected'] ? 500 : 200;
}

/** An answer as clients get it: errors without what they say to the server alone. */
export function asClientsSee<Answer extends { readonly errors?: readonly GraphQLError[] | undefined }>(
  answer: Answer,
): Omit<Answer, 'errors'> & { readonly errors?: readonly GraphQLFormattedError[] } {
  const { errors, ...rest } = answer;
  return errors ? { ...rest, errors: errors.map(formatted) } : rest;
}

function formatted(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...rest } = error.toJSON();
  const { http: _, unexpected: __, ...told } = extensions ?? {};
  return Object.keys(told).length > 0 ? { ...rest, extensions: told } : rest;
}

/** The same answers, each looked at before it is given out. A stream that fails ends with an answer that says so. */
function eachAnswer<Answer extends object>(
  answers: AsyncIterable<Answer>,
  look: (answer: Answer) => void,
): AsyncGenerator<Answer, void> {
  const iterator = answers[Symbol.asyncIterator]();
  let hasFailed = false;
  return answerStream({
    async next() {
      if (hasFailed) return { done: true, value: undefined };
      const next = await iterator.next().catch((error: unknown): IteratorYieldResult<Answer> => {
        hasFailed = true;
        return { done: false, value: { errors: [maskError(error)] } as unknown as Answer };
      });
      if (next.done) return { done: true, value: undefined };
      look(next.value);
      return next;
    },
    async leave() {
      await iterator.return?.();
    },
  });
}

function originOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function standIn(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, path } = error instanceof GraphQLError ? error : {};
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
