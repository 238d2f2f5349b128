// What changed between two corpora.
import type { Kind } from '../model/kind.ts';
import type { Fingerprint } from '../store/store.ts';

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
