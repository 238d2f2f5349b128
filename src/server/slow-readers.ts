// A reader that does not read holds what it was given and the corpora that it was told of: it is let go after a while.
import { answerStream } from './answer-stream.ts';

/** What a stream is given in place of the answers that its reader did not take. */
export interface GivingUp<Answer> {
  readonly milliseconds: number;
  /** The last answer. */
  answer(): Answer;
  /** Called at once, when the last answer may still wait behind others. */
  onGiveUp(): void;
}

/**
 * The same answers for as long as each is taken in time: the one after it has to be asked for within so many milliseconds,
 * as the transport does when its buffers have room. Else `answers` is returned, and the last answer follows.
 */
export function forReadersInTime<Answer>(
  answers: AsyncIterable<Answer>,
  { milliseconds, answer, onGiveUp }: GivingUp<Answer>,
): AsyncGenerator<Answer, void> {
  const iterator = answers[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  let last: IteratorResult<Answer, void> | undefined;
  const end = { done: true, value: undefined } as const;

  const giveUp = () => {
    last = { done: false, value: answer() };
    void iterator.return?.();
    onGiveUp();
  };
  return answerStream({
    async next() {
      clearTimeout(timer);
      if (last) {
        const told = last;
        last = end;
        return told;
      }
      const next = await iterator.next();
      if (next.done) return end;
      if (!last) timer = setTimeout(giveUp, milliseconds).unref();
      return next;
    },
    async leave() {
      clearTimeout(timer);
      last = end;
      await iterator.return?.();
    },
  });
}
