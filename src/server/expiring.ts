// A stream that may be read until a moment, whatever it waits for then.
import { answerStream } from './answer-stream.ts';

// Timers hold for 24 days at most, and do not notice when a clock is put right.
const LONGEST_SLEEP_IN_MILLISECONDS = 60_000;

/** The same answers until a moment, in milliseconds since 1970; then the last answer, and the end. */
export function untilMoment<Answer>(
  answers: AsyncIterable<Answer>,
  moment: number,
  last: () => Answer,
): AsyncGenerator<Answer, void> {
  const iterator = answers[Symbol.asyncIterator]();
  let state: 'open' | 'over' | 'ended' = 'open';
  let wake: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    const left = moment - Date.now();
    if (left > 0) {
      timer = setTimeout(look, Math.min(left, LONGEST_SLEEP_IN_MILLISECONDS)).unref();
      return;
    }
    state = 'over';
    void iterator.return?.();
    wake?.();
  };
  look();

  const next = () =>
    new Promise<IteratorResult<Answer, void> | undefined>((resolve, reject) => {
      wake = () => resolve(undefined);
      iterator.next().then(resolve, reject);
    });

  return answerStream({
    async next() {
      if (state === 'open') {
        const answer = await next();
        // The moment may have come meanwhile, and what came with it is not for this reader any more.
        if (answer && (state as string) === 'open') {
          if (answer.done) clearTimeout(timer);
          return answer;
        }
      }
      if (state === 'ended') return { done: true, value: undefined };
      state = 'ended';
      return { done: false, value: last() };
    },
    async leave() {
      clearTimeout(timer);
      state = 'ended';
      wake?.();
      await iterator.return?.();
    },
  });
}
