// Accounts that several processes share. Each counts by itself, and settles with the others many times a second: no request of a
// client who has just been settled with waits for a database, and many clients are settled with by one statement.
import type { Account } from './rate-limit.ts';

/** Where accounts are kept for all processes; `PostgresAccounts` of the store is one. */
export interface AccountStore {
  /** Takes points from accounts, 0 to look at one, and tells what is left in each. */
  settle(taken: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>>;
  /** Removes accounts that are as good as none. */
  sweep(): Promise<void>;
  end(): Promise<void>;
}

/** In milliseconds. */
const TIMES = {
  /** Between a charge and its settlement. */
  delay: 100,
  /** For how long what was settled is good enough to answer from. */
  fresh: 1_000,
  /** How long a request waits at most; then its client is counted as this process knows him. */
  wait: 500,
  /** Between two looks whether a store that failed does again. */
  rest: 1_000,
  sweep: 60_000,
} as const;
const MOST_AT_ONCE = 1_000;

/** Keeps the accounts of a process in step with those of the others. While the store is away, each process counts by itself. */
export class SharedAccounts {
  readonly #store: AccountStore;
  readonly #onChange: (problem: unknown) => void;
  readonly #unsettled = new Map<string, Account>();
  #waiting: (() => void)[] = [];
  #isSettling = false;
  #isAway = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #sweeper: NodeJS.Timeout;

  /** `onChange` is told why the store does not answer, once, and undefined when it does again. */
  constructor(store: AccountStore, onChange: (problem: unknown) => void) {
    this.#store = store;
    this.#onChange = onChange;
    const sweep = () => void (this.#isAway || store.sweep().catch(() => undefined));
    this.#sweeper = setInterval(sweep, TIMES.sweep).unref();
  }

  /** Whether processes count together at the moment. */
  get isShared(): boolean {
    return !this.#isAway;
  }

  /** Resolves when it is known what others have taken from an account; undefined where it is known well enough. */
  look(key: string, account: Account): Promise<void> | undefined {
    if (this.#isAway || performance.now() - account.settledAt < TIMES.fresh) return undefined;
    this.#unsettled.set(key, account);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, TIMES.wait);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
      this.#settleSoon(0);
    });
  }

  /** Takes points from an account of all, a little later. */
  charge(key: string, account: Account, points: number): void {
    if (this.#isAway) return;
    account.unsettled += points;
    this.#unsettled.set(key, account);
    this.#settleSoon(TIMES.delay);
  }

  /** Parts from the store. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#sweeper);
    this.#isAway = this.#isOver = true;
    await this.#store.end().catch(() => undefined);
  }

  #settleSoon(delay: number): void {
    if (this.#isOver || this.#isSettling || (this.#timer && delay > 0)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#settle(), delay).unref();
  }

  async #settle(): Promise<void> {
    this.#timer = undefined;
    this.#isSettling = true;
    const batch = [...this.#unsettled].slice(0, MOST_AT_ONCE);
    const isAll = batch.length === this.#unsettled.size;
    const told = isAll ? this.#waiting.splice(0) : [];
    const taken = new Map(batch.map(([key, account]) => [key, account.unsettled]));
    for (const [key, account] of batch) {
      this.#unsettled.delete(key);
      account.unsettled = 0;
    }
    try {
      const left = await this.#store.settle(taken);
      const now = performance.now();
      for (const [key, account] of batch) {
        const points = left.get(key);
        if (points === undefined) continue;
        // What was taken meanwhile is not in it.
        account.points = points - account.unsettled;
        account.at = account.settledAt = now;
      }
      if (this.#isAway) this.#onChange(undefined);
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.#onChange(error);
      this.#isAway = true;
      // What is counted while it is away does not burden anybody twice.
      for (const account of this.#unsettled.values()) account.unsettled = 0;
      this.#unsettled.clear();
      told.push(...this.#waiting.splice(0));
    } finally {
      this.#isSettling = false;
      for (const tell of told) tell();
    }
    if (this.#isAway) this.#settleSoon(TIMES.rest);
    else if (this.#unsettled.size > 0) this.#settleSoon(this.#waiting.length > 0 ? 0 : TIMES.delay);
  }
}
