// A stream of answers around another one.

/** What can be done otherwise than the stream within does it. */
interface Around<Answer> {
  next(): Promise<IteratorResult<Answer, void>>;
  /** Ends the stream; called once or more. */
  leave(): Promise<void>;
}

/** The whole of a generator from what is particular to it. Unlike one of the language, it can be left while it waits. */
export function answerStream<Answer>({ next, leave }: Around<Answer>): AsyncGenerator<Answer, void> {
  return {
    next,
    async return() {
      await leave();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await leave();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: leave,
  };
}
