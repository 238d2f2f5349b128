// What changed between two corpora, and telling a subscriber of it each time that another corpus is served.
import type { Kind } from '../model/kind.ts';
import type { Fingerprint, FingerprintsRequest } from '../store/store.ts';
import type { Context, HeldReader, Succession } from './context.ts';

/** One record that is not as it was. */
export interface Change {
  readonly change: 'ADDED' | 'CHANGED' | 'REMOVED';
  readonly kind: Kind;
  readonly id: string;
}

/**
 * The difference between two walks in the order of ids, in that order, for as long as it is wanted. A record that is in both
 * is told where it is about what was asked for in either.
 */
export async function* changesBetween(
  before: AsyncIterable<Fingerprint>,
  after: AsyncIterable<Fingerprint>,
  isWanted: () => boolean = () => true,
): AsyncGenerator<Change, void, undefined> {
  const [olds, news] = [before[Symbol.asyncIterator](), after[Symbol.asyncIterator]()];
  let [old, now] = [await olds.next(), await news.next()];
  while (isWanted() && !(old.done && now.done)) {
    const [was, is] = inStep(old.done ? undefined : old.value, now.done ? undefined : now.value);
    const change = changeOf(was, is);
    if (change) yield change;
    if (was) old = await olds.next();
    if (is) now = await news.next();
  }
}

/** Of two fingerprints the one that comes first, or both where they are of the same record. */
function inStep(
  old: Fingerprint | undefined,
  now: Fingerprint | undefined,
): readonly [Fingerprint | undefined, Fingerprint | undefined] {
  if (!old || !now || old.id === now.id) return [old, now];
  return old.id < now.id ? [old, undefined] : [undefined, now];
}

function changeOf(old: Fingerprint | undefined, now: Fingerprint | undefined): Change | undefined {
  const { id, kind } = (now ?? old)!;
  if (old?.digest === now?.digest || !(old?.isAbout || now?.isAbout)) return undefined;
  return { change: !old ? 'ADDED' : now ? 'CHANGED' : 'REMOVED', kind, id };
}

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
  const isWanted = () => !signal.aborted;
  try {
    while (await seen.replaced(signal)) {
      next = succession.take();
      for await (const change of changesBetween(
        seen.reader.fingerprints(request),
        next.reader.fingerprints(request),
        isWanted,
      )) {
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
