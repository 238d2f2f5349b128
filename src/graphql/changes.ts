// Telling a subscriber what has changed, each time that another corpus is served or the clock shows or hides something.
import type { FingerprintsRequest } from '../store/store.ts';
import type { Change } from './changes-between.ts';
import type { Context, HeldReader, Succession } from './context.ts';
import { changesFrom } from './shared-changes.ts';
import { turn } from './turns.ts';

/**
 * The changes of each corpus against the one that this subscriber saw before it, beginning with the one that is served when
 * the first is asked for. Each is given out after `context` was renewed to the corpus that brought it. Whoever reads slowly
 * misses corpora, not changes: nothing queues up. Ends when there will be no more corpora, and at once on `return`.
 */
export function followChanges(
  context: Context,
  succession: Succession,
  request: FingerprintsRequest,
): AsyncIterableIterator<Change> {
  const leaving = new AbortController();
  const changes = follow(context, succession, request, leaving.signal);
  return {
    next: () => changes.next(),
    // A generator that waits would be told only when the wait is over.
    return: () => {
      leaving.abort();
      return changes.return();
    },
    throw: (error) => {
      leaving.abort();
      return changes.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* follow(
  context: Context,
  succession: Succession,
  request: FingerprintsRequest,
  signal: AbortSignal,
): AsyncGenerator<Change, void, undefined> {
  // Not before somebody reads: streams that nobody ever reads are not returned either.
  let seen = succession.take();
  let next: HeldReader | undefined;
  try {
    while (await seen.replaced(signal)) {
      next = succession.take();
      for await (const change of changesFrom(seen.reader, next.reader, request, signal)) {
        await turn();
        if (signal.aborted) break;
        context.renew(next.reader);
        yield change;
      }
      seen.giveBack();
      seen = next;
      next = undefined;
    }
  } finally {
    next?.giveBack();
    seen.giveBack();
  }
}
