// What a subscription may take, over either transport: a place among all, and as long as its reader keeps up.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { clientAddress } from './client-address.ts';
import type { Limits } from './limits.ts';
import { forReadersInTime } from './slow-readers.ts';
import type { Refusal, Subscribers } from './subscribers.ts';

/** What the server knows of where the answers go. */
export interface Transport {
  readonly req?: IncomingMessage;
  /** The answer, where it is one of HTTP. */
  readonly res?: ServerResponse;
  /** Ends a connection whose reader does not keep up; of HTTP it is cut where the reader does not take the rest either. */
  readonly endSlowReader?: () => void;
}

/** Bounds how many event streams there are, and ends those that nobody reads. */
export function useStreams(subscribers: Subscribers, limits: Limits): Plugin<Transport> {
  const milliseconds = limits.slowReaderSeconds * 1_000;
  const answer = () => ({ errors: [tooSlow(limits)] });
  return {
    onSubscribe({ args: { contextValue } }) {
      const { req, res, endSlowReader } = contextValue as Transport;
      // A socket has its place already, for all its operations.
      const place = req && res && subscribers.enter(clientAddress(req, limits.trustedProxies));
      if (place?.refusal) throw refused(place.refusal);
      const leave = () => place?.leave();
      res?.once('close', leave);
      if (res?.closed) leave();
      const cut = () => void setTimeout(() => res?.destroy(), milliseconds).unref();
      return {
        onSubscribeError: leave,
        onSubscribeResult({ result, setResult }) {
          if (!isAsyncIterable(result)) return leave();
          const givingUp = { milliseconds, answer, onGiveUp: endSlowReader ?? cut };
          setResult(forReadersInTime(result as AsyncIterable<ExecutionResult>, givingUp));
        },
      };
    },
  };
}

/** The error that ends the stream of a reader that does not keep up. */
export function tooSlow({ slowReaderSeconds }: Limits): GraphQLError {
  const message = `An event waited ${slowReaderSeconds} seconds for you to read it, so this stream ends: subscribe again, then read again what you show.`;
  return new GraphQLError(message, { extensions: { code: 'SLOW_READER' } });
}

/** A refusal as an answer over HTTP. */
export function refused({ code, message, status, retryAfter }: Refusal): GraphQLError {
  const http = { status, headers: { 'Retry-After': String(retryAfter) } };
  return new GraphQLError(message, { extensions: { code, http } });
}
