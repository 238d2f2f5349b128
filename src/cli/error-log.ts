// The log of what goes wrong with requests. A store that does not answer fails all of them, and needs no line for each.
import { Failure } from '../errors.ts';
import type { ErrorReporter } from '../server/errors.ts';
import type { Io } from './command.ts';
import { tellError } from './words.ts';

/** In milliseconds: how often it is looked whether a store answers again, and how often one is told that it still does not. */
const LOOK_EVERY = 2_000;
const TELL_EVERY = 10_000;

/** Requests that failed since the store did not answer. */
interface Outage {
  failed: number;
  /** Since the last look. */
  recent: number;
  /** When it began and when it was told last, and the number of failures told then. */
  readonly since: number;
  toldAt: number;
  told: number;
  /** The last one, as clients and logs call it, and why. */
  last: string;
}

/**
 * Writes a line for each internal error; for a store that does not answer one when that begins, one every ten seconds as long
 * as requests fail, and one when it is over: `ping` resolves, and no request has failed since the last look.
 */
export class ErrorLog {
  readonly #io: Pick<Io, 'out' | 'err'>;
  readonly #ping: () => Promise<void>;
  #outage: Outage | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(io: Pick<Io, 'out' | 'err'>, ping: () => Promise<void>) {
    this.#io = io;
    this.#ping = ping;
  }

  /** Takes an error under the id that its client got. */
  readonly report: ErrorReporter = (requestId, error) => {
    if (!(error instanceof Failure) || error.code !== 'STORE_UNAVAILABLE') {
      this.#io.err(`Internal error ${requestId}: ${tellError(error)}`);
      return;
    }
    const last = `${requestId}: ${tellError(error.cause ?? error)}`;
    if (this.#outage) {
      this.#outage.failed += 1;
      this.#outage.recent += 1;
      this.#outage.last = last;
      return;
    }
    this.#io.err(`The store does not answer, and requests fail. The first is ${last}`);
    const now = performance.now();
    this.#outage = { failed: 1, recent: 1, since: now, toldAt: now, told: 1, last };
    this.#look();
  };

  /** Looks no more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#outage = undefined;
  }

  #look(): void {
    this.#timer = setTimeout(async () => {
      const outage = this.#outage;
      if (!outage) return;
      const isQuiet = outage.recent === 0;
      outage.recent = 0;
      const answers = await this.#ping().then(
        () => true,
        () => false,
      );
      if (this.#outage !== outage) return;
      const now = performance.now();
      if (answers && isQuiet && outage.recent === 0) {
        this.#outage = undefined;
        this.#io.out(
          `The store answers again. ${requests(outage.failed)} failed in ${seconds(now - outage.since)}.`,
        );
        return;
      }
      if (now - outage.toldAt >= TELL_EVERY && outage.failed > outage.told) {
        this.#io.err(
          `The store still does not answer every request: ${requests(outage.failed)} failed in ${seconds(now - outage.since)}. The last is ${outage.last}`,
        );
        outage.toldAt = now;
        outage.told = outage.failed;
      }
      this.#look();
    }, LOOK_EVERY);
    this.#timer.unref();
  }
}

function requests(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'request' : 'requests'}`;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}
