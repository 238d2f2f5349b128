// Ends operations that take too long: the client is told, and the store is asked for nothing more.
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import type { CorpusReader } from '../store/store.ts';
import { type Limits, named } from './limits.ts';
import { refusal } from './refusal.ts';

/** Gives every query so many seconds. Subscriptions have none; each of their events is read by itself. */
export function useDeadline(limits: Limits): Plugin<Context> {
  const milliseconds = limits.executionSeconds * 1_000;
  const answer = (): ExecutionResult => ({
    errors: [
      refusal(
        'DEADLINE_EXCEEDED',
        `The operation was not done within the most seconds, ${named(limits, 'executionSeconds')}: ask for less at once.`,
        504,
      ),
    ],
  });
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const deadline = new Deadline(milliseconds);
      const context = args.contextValue as Context;
      context.renew(readUntil(deadline, context.reader));
      setExecuteFn(async (given: ExecutionArgs) => {
        try {
          const result = await Promise.race([
            Promise.resolve(executeFn(given) as ExecutionResult | PromiseLike<ExecutionResult>),
            deadline.passed,
          ]);
          return result === PASSED || deadline.hasRefused ? answer() : result;
        } finally {
          deadline.end();
        }
      });
    },
  };
}

const PASSED = Symbol('passed');

class Deadline {
  readonly #at: number;
  #timer: NodeJS.Timeout | undefined;
  /** Resolves when it has passed. */
  readonly passed: Promise<typeof PASSED>;
  /** Whether anything was not read any more. */
  hasRefused = false;

  constructor(milliseconds: number) {
    this.#at = performance.now() + milliseconds;
    this.passed = new Promise((resolve) => {
      this.#timer = setTimeout(() => resolve(PASSED), milliseconds);
    });
  }

  /** Throws where it has passed: timers wait while an operation does not pause. */
  check(): void {
    if (performance.now() < this.#at) return;
    this.hasRefused = true;
    throw new Error('The deadline of this operation has passed');
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function readUntil(deadline: Deadline, reader: CorpusReader): CorpusReader {
  return new Proxy(reader, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        deadline.check();
        return Reflect.apply(value, target, given) as unknown;
      };
    },
  });
}
