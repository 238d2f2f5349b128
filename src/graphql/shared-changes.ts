// The changes from one corpus to the next, worked out once for all subscribers who go from the one to the other:
// a thousand of them cost one comparison of the corpora, not a thousand.
import { type Kind, kinds } from '../model/kind.ts';
import type { CorpusReader, FingerprintsRequest } from '../store/store.ts';
import { type Change, changesBetween } from './changes-between.ts';

// Of more, each subscriber reads its own as fast as it can take them, so that memory stays bounded.
const LONGEST_SHARED = 10_000;

// Records that live in others are told as changes of those.
const toldKinds: readonly Kind[] = kinds.filter((kind) => kind !== 'statusChange' && kind !== 'correction');

type Shared = readonly Change[] | 'too many';

/** As {@link changesBetween} what the two readers show, for as long as `signal` is not aborted. Both have to stay open. */
export async function* changesFrom(
  before: CorpusReader,
  after: CorpusReader,
  request: FingerprintsRequest,
  signal: AbortSignal,
): AsyncGenerator<Change, void, undefined> {
  if (before === after) return;
  const changes = await sharedChanges(before, after, request.about, signal);
  if (changes === 'too many') {
    const isWanted = () => !signal.aborted;
    yield* changesBetween(before.fingerprints(request), after.fingerprints(request), isWanted);
  } else {
    yield* changes.filter(({ kind }) => request.kinds.includes(kind));
  }
}

const comparisons = new WeakMap<CorpusReader, WeakMap<CorpusReader, Map<string, Comparison>>>();

async function sharedChanges(
  before: CorpusReader,
  after: CorpusReader,
  about: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Shared> {
  const fromBefore = comparisons.get(before) ?? new WeakMap<CorpusReader, Map<string, Comparison>>();
  const known = fromBefore.get(after) ?? new Map<string, Comparison>();
  comparisons.set(before, fromBefore.set(after, known));
  const key = JSON.stringify(about ? [...new Set(about)].sort() : null);
  const comparison = known.get(key) ?? new Comparison(before, after, about, () => known.delete(key));
  known.set(key, comparison);
  return comparison.wait(signal);
}

// One at a time: side by side they would end no sooner, and requests would wait for the sum of their steps.
let last: Promise<unknown> = Promise.resolve();

/** One comparison, which goes on for as long as anybody waits for it; nobody may join one that was forgotten. */
class Comparison {
  readonly #about: readonly string[] | undefined;
  readonly #forget: () => void;
  readonly #changes: Promise<Shared>;
  #waiting = 0;
  #isDone = false;

  constructor(
    before: CorpusReader,
    after: CorpusReader,
    about: readonly string[] | undefined,
    forget: () => void,
  ) {
    this.#about = about;
    this.#forget = forget;
    this.#changes = last.then(() => this.#compare(before, after));
    last = this.#changes.catch(forget);
  }

  /** The changes; none where `signal` is aborted before they are known. */
  async wait(signal: AbortSignal): Promise<Shared> {
    const left = Promise.withResolvers<Shared>();
    const leave = () => left.resolve([]);
    this.#waiting += 1;
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    try {
      return await Promise.race([this.#changes, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.#waiting -= 1;
      // What everybody asks for is kept for those who come later; topics can be put together in any number of ways.
      if (this.#waiting === 0 && (this.#about || !this.#isDone)) this.#forget();
    }
  }

  async #compare(before: CorpusReader, after: CorpusReader): Promise<Shared> {
    const isWanted = () => this.#waiting > 0;
    if (!isWanted()) return [];
    const request = { kinds: toldKinds, ...(this.#about && { about: this.#about }) };
    const changes: Change[] = [];
    const found = changesBetween(before.fingerprints(request), after.fingerprints(request), isWanted);
    for await (const change of found) {
      if (changes.push(change) > LONGEST_SHARED) break;
    }
    this.#isDone = true;
    return changes.length > LONGEST_SHARED ? 'too many' : changes;
  }
}
