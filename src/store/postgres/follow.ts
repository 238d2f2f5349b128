// Tells when a database serves another corpus: by its notifications, and by asking now and then, since one can be missed.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connectionTo, placeOf, reasonOf } from './connection.ts';
import { currentGeneration, type Generation } from './registry.ts';
import { CHANNEL } from './schema.ts';

/** In milliseconds. */
const POLL = 5_000;
const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** What is told to whoever follows a database. */
export interface Follower {
  /** The database serves this corpus from now on; the one of the beginning is told too. Nothing else is told before it is done. */
  onCorpus(generation: Generation): Promise<void> | void;
  /** The database does not answer, told once until it does: a line for people who run the service. */
  onLost(line: string): void;
  /** It answers again. */
  onFound(line: string): void;
}

/** A database that is followed. */
export interface Following {
  /** Tells nothing from now on. */
  end(): Promise<void>;
}

/** Follows the database `url` until it is told to end, however often the connection breaks. */
export function followPostgres(url: string, follower: Follower): Following {
  const following = new PostgresFollowing(url, follower);
  const done = following.run();
  return {
    async end() {
      following.stop();
      await done;
    },
  };
}

class PostgresFollowing {
  readonly #url: string;
  readonly #follower: Follower;
  readonly #stopped = new AbortController();
  #last: number | undefined;
  #isLost = false;

  constructor(url: string, follower: Follower) {
    this.#url = url;
    this.#follower = follower;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async run(): Promise<void> {
    const { signal } = this.#stopped;
    let wait = SHORTEST_PAUSE;
    while (!signal.aborted) {
      const onConnected = () => {
        wait = SHORTEST_PAUSE;
      };
      await this.#listen(onConnected).catch((error: unknown) => this.#lost(error));
      // Processes that lost one database should not all come back at the same moment.
      await sleep(wait * (0.5 + Math.random() / 2), signal);
      wait = Math.min(LONGEST_PAUSE, wait * 2);
    }
  }

  /** Returns when told to stop; rejects where the connection breaks. */
  async #listen(onConnected: () => void): Promise<void> {
    const { signal } = this.#stopped;
    const client = new pg.Client(connectionTo(this.#url));
    let wake: () => void = () => undefined;
    let broken: Error | undefined;
    client.on('error', (error) => {
      broken = error;
      wake();
    });
    client.on('end', () => {
      broken ??= new Error('the connection ended');
      wake();
    });
    let isTold = false;
    client.on('notification', () => {
      isTold = true;
      wake();
    });
    signal.addEventListener('abort', () => wake(), { once: true });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      while (!signal.aborted) {
        isTold = false;
        await this.#look(client);
        onConnected();
        this.#found();
        if (broken) throw broken;
        if (isTold || signal.aborted) continue;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        if (broken) throw broken;
      }
    } finally {
      // One that does not answer is not waited for.
      void client.end().catch(() => undefined);
    }
  }

  async #look(client: pg.Client): Promise<void> {
    const generation = await currentGeneration(client);
    if (!generation || generation.number === this.#last || this.#stopped.signal.aborted) return;
    await this.#follower.onCorpus(generation);
    this.#last = generation.number;
  }

  #lost(error: unknown): void {
    if (this.#isLost || this.#stopped.signal.aborted) return;
    this.#isLost = true;
    this.#follower.onLost(
      `The database ${placeOf(this.#url)} does not answer: ${reasonOf(error)}. It is tried again and again.`,
    );
  }

  #found(): void {
    if (!this.#isLost) return;
    this.#isLost = false;
    this.#follower.onFound(`The database ${placeOf(this.#url)} answers again.`);
  }
}

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
}
