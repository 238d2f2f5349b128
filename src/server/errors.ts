// What clients learn of what goes wrong: failures that they caused, with a code; of everything else an id to report.
import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { Failure } from '../errors.ts';

/** Told of what clients are not: the id that the client got, and the error itself. */
export type ErrorReporter = (requestId: string, error: unknown) => void;

const causes = new WeakMap<GraphQLError, unknown>();

/** The error that a client may see in place of one that was thrown. */
export function maskError(error: unknown): GraphQLError {
  const cause = originOf(error);
  if (cause instanceof Failure) return standIn(error, cause.message, { code: cause.code });
  if (error instanceof GraphQLError && cause instanceof GraphQLError) return error;
  const masked = standIn(error, 'Internal error', { code: 'INTERNAL_SERVER_ERROR', unexpected: true });
  causes.set(masked, cause);
  return masked;
}

/** Reports masked errors under one id a request, and puts the id into the answer. */
export function useErrorReports(report: ErrorReporter): Plugin {
  return {
    onResultProcess({ result }) {
      const errors = [result].flat().flatMap((each) => ('errors' in each ? (each.errors ?? []) : []));
      let requestId: string | undefined;
      for (const error of errors) {
        if (!causes.has(error)) continue;
        requestId ??= randomUUID();
        error.extensions['requestId'] = requestId;
        report(requestId, causes.get(error));
      }
    },
  };
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
