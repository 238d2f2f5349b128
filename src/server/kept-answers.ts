// Answers that are given again, as they went over the wire: of the edition of now alone, and of the public view alone.
import { BoundedCache } from '../bounded.ts';
import type { Edition, ServedCorpus } from './served-corpus.ts';
import type { WireAnswer } from './wire-answer.ts';

// What an entry weighs beside its texts.
const OVERHEAD_IN_BYTES = 512;

/** The answers, bounded in bytes; those that were not asked for longest make place. With 0 bytes none is kept. */
export class KeptAnswers {
  readonly #corpus: ServedCorpus;
  readonly #cache: BoundedCache<string, WireAnswer> | undefined;
  readonly #underWay = new Map<string, Promise<WireAnswer | undefined>>();
  #edition: Edition;

  constructor(corpus: ServedCorpus, bytes: number) {
    this.#corpus = corpus;
    this.#edition = corpus.edition;
    if (bytes === 0) return;
    this.#cache = new BoundedCache({
      maxSize: bytes,
      // One answer must not take the place of all others.
      maxEntrySize: Math.max(1, Math.floor(bytes / 8)),
      sizeCalculation: ({ body }, key) => body.length + key.length + OVERHEAD_IN_BYTES,
    });
  }

  /** The answer to what was asked before, if it still holds. */
  find(key: string): WireAnswer | undefined {
    this.#followCorpus();
    const answer = this.#cache?.get(key);
    return answer && isStillGood(answer) ? answer : undefined;
  }

  /** Makes an answer, once for all who ask the same at the same time, and keeps it where it may be kept. */
  make(key: string, work: () => Promise<WireAnswer | undefined>): Promise<WireAnswer | undefined> {
    if (!this.#cache) return work();
    this.#followCorpus();
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const edition = this.#edition;
    const making = work()
      .then((answer) => {
        // Whatever came in between, it was read from one edition: from this one if that is still served.
        if (answer && isStillGood(answer) && edition === this.#corpus.edition) this.#cache?.set(key, answer);
        return answer;
      })
      .finally(() => {
        if (this.#underWay.get(key) === making) this.#underWay.delete(key);
      });
    this.#underWay.set(key, making);
    return making;
  }

  /** Who asks from now on asks another edition. */
  #followCorpus(): void {
    const { edition } = this.#corpus;
    if (edition === this.#edition) return;
    this.#edition = edition;
    this.#cache?.clear();
    this.#underWay.clear();
  }
}

function isStillGood({ until }: WireAnswer): boolean {
  return until !== undefined && (until === Infinity || Date.now() < until);
}
