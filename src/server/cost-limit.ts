// Refuses operations that cost too much, counts the others against what their client may take, and tells the cost to who asks.
import type { IncomingMessage } from 'node:http';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { costOf } from './cost.ts';
import { type Limits, named } from './limits.ts';
import { noteCost } from './notes.ts';
import { verdictOn } from './preview.ts';
import type { RateLimit } from './rate-limit.ts';
import { refusal } from './refusal.ts';

/** With this header, whatever it says, the answer tells its cost in `extensions.cost` and a header, and what its client has left. */
export const COST_HEADER = 'x-graphql-cost';

/** What every request costs, whatever comes of it. */
export const POINTS_OF_REQUEST = 1;

const costs = new WeakMap<Request, number>();

/** What the operation of a request cost; undefined where it was not executed. */
export function costOfRequest(request: Request): number | undefined {
  return costs.get(request);
}

/** Bounds what one operation costs, and all of a client in a while. */
export function useCostLimit(limits: Limits, rate: RateLimit): Plugin<{ readonly req?: IncomingMessage }> {
  function refused(args: ExecutionArgs): ExecutionResult | undefined {
    const points = costOf(args);
    // What cannot be executed costs nothing more.
    if (points === undefined) return undefined;
    const { request, req } = args.contextValue as { request: Request; req?: IncomingMessage };
    costs.set(request, points);
    noteCost(req, points);
    if (points > limits.cost) {
      const error = refusal(
        'COST_TOO_HIGH',
        `The operation costs ${points.toLocaleString('en')} points, and ${named(limits, 'cost')} are the most: ask for fewer records with \`first\`, or in several requests.`,
      );
      error.extensions['cost'] = { points, most: limits.cost };
      return { errors: [error] };
    }
    if (req) rate.charge(req, points, holderOf(request));
    return undefined;
  }

  return {
    async onParams({ context, request }) {
      const { req } = context as { req?: IncomingMessage };
      if (!req) return;
      const holder = holderOf(request);
      await rate.look(req, holder);
      const error = rate.refusal(req, holder);
      if (error) throw error;
      rate.charge(req, POINTS_OF_REQUEST, holder);
    },
    onExecute({ args, setResultAndStopExecution }) {
      const result = refused(args);
      if (result) {
        setResultAndStopExecution(result);
        return undefined;
      }
      const { request } = args.contextValue as { request: Request };
      if (!request.headers.get(COST_HEADER)) return undefined;
      return {
        onExecuteDone({ result: done, setResult }) {
          if (isAsyncIterable(done)) return;
          const cost = { points: costs.get(request), most: limits.cost };
          setResult({ ...done, extensions: { ...done.extensions, cost } });
        },
      };
    },
    onResponse({ request, response, serverContext }) {
      if (!request.headers.get(COST_HEADER)) return;
      const points = costs.get(request);
      if (points !== undefined) response.headers.set('X-GraphQL-Cost', String(points));
      const { req } = serverContext as { req?: IncomingMessage };
      for (const [name, value] of Object.entries(req ? rate.headers(req, holderOf(request)) : {}))
        response.headers.set(name, value);
      // What one client has left is for no other.
      if (request.method === 'GET' && !response.headers.has('Cache-Control'))
        response.headers.set('Cache-Control', 'no-store');
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const result = refused(args as ExecutionArgs);
      if (result) setResultAndStopExecution(result);
    },
  };
}

/** Whoever brings a good token has an account of his own, wherever he comes from. */
export function holderOf(request: Request): string | undefined {
  const verdict = verdictOn(request);
  return verdict.view === 'preview' ? verdict.holder : undefined;
}
