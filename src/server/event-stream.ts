// Subscriptions over HTTP as server-sent events. Yoga's own writer sends its pings whether anybody reads or not, so that they
// pile up behind a reader that does not; this one writes only what is asked for.
import { Readable } from 'node:stream';
import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { asClientsSee } from './errors.ts';

const headers = {
  'Content-Type': 'text/event-stream',
  // Whatever stands between must pass on each event as it comes.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

const COMMENT = ':\n\n';

/** Writes answers that go on as event streams, with a comment for each interval in which there was nothing else. */
export function useEventStreams(heartbeatInMilliseconds: number): Plugin {
  return {
    onResultProcess({ result, resultProcessor, setResultProcessor }) {
      // Without a processor, the client does not accept event streams.
      if (!isAsyncIterable(result) || !resultProcessor) return;
      setResultProcessor(
        (answers, fetchAPI) =>
          new fetchAPI.Response(
            new EventStream(
              answers as AsyncIterable<ExecutionResult>,
              heartbeatInMilliseconds,
            ) as unknown as BodyInit,
            { headers },
          ),
        'text/event-stream',
      );
    },
  };
}

class EventStream extends Readable {
  readonly #answers: AsyncIterator<ExecutionResult>;
  readonly #heartbeatInMilliseconds: number;
  // Not before somebody reads: streams that nobody ever reads are not destroyed either.
  #heartbeat: NodeJS.Timeout | undefined;
  #isAsking = false;
  /** Whether the reader has taken all that was written. */
  #isHungry = false;

  constructor(answers: AsyncIterable<ExecutionResult>, heartbeatInMilliseconds: number) {
    // Nothing is asked for ahead of the reader.
    super({ highWaterMark: 1 });
    this.#answers = answers[Symbol.asyncIterator]();
    this.#heartbeatInMilliseconds = heartbeatInMilliseconds;
  }

  override _read(): void {
    if (!this.#heartbeat) {
      this.#heartbeat = setInterval(() => this.#beat(), this.#heartbeatInMilliseconds).unref();
      // Some clients see the head of an answer only with the first of its body.
      this.push(COMMENT);
    } else {
      this.#isHungry = true;
      if (!this.#isAsking) void this.#ask();
    }
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearInterval(this.#heartbeat);
    void this.#answers.return?.();
    done(error);
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    try {
      const { done, value } = await this.#answers.next();
      this.#isAsking = false;
      if (this.destroyed) return;
      this.#isHungry = false;
      this.push(
        done ? 'event: complete\ndata:\n\n' : `event: next\ndata: ${JSON.stringify(asClientsSee(value))}\n\n`,
      );
      if (done) this.push(null);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #beat(): void {
    if (!this.#isHungry) return;
    this.#isHungry = false;
    this.push(COMMENT);
  }
}
