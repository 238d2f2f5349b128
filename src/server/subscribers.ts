// Counts what stays open, event streams and sockets, so that no client and no crowd takes more of a process than it has.
import type { Limits } from './limits.ts';

/** Why there is no place for another one, and after how many seconds it may be worth to ask again. */
export interface Refusal {
  readonly code: 'TOO_MANY_SUBSCRIBERS' | 'SERVER_BUSY';
  readonly message: string;
  readonly status: 429 | 503;
  readonly retryAfter: number;
}

/** A place for one event stream or socket. */
export interface Place {
  readonly refusal?: undefined;
  /** Gives the place back; again and again as you like. */
  leave(): void;
}

/** Who is subscribed to this process. */
export class Subscribers {
  readonly #limits: Pick<Limits, 'subscribers' | 'subscribersPerAddress'>;
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  constructor(limits: Pick<Limits, 'subscribers' | 'subscribersPerAddress'>) {
    this.#limits = limits;
  }

  /** How many there are. */
  get count(): number {
    return this.#all;
  }

  /** Takes a place for a client, or tells why there is none. */
  enter(address: string): Place | { readonly refusal: Refusal } {
    const { subscribers, subscribersPerAddress } = this.#limits;
    const here = this.#byAddress.get(address) ?? 0;
    if (here >= subscribersPerAddress) {
      const message = `Your address has ${subscribersPerAddress} streams and sockets open, and may have no more: close some.`;
      return { refusal: { code: 'TOO_MANY_SUBSCRIBERS', message, status: 429, retryAfter: 10 } };
    }
    if (this.#all >= subscribers) {
      const message = `All ${subscribers} places for streams and sockets are taken: try again later.`;
      return { refusal: { code: 'SERVER_BUSY', message, status: 503, retryAfter: 10 } };
    }
    this.#all += 1;
    this.#byAddress.set(address, here + 1);
    let isHere = true;
    return {
      leave: () => {
        if (!isHere) return;
        isHere = false;
        this.#leave(address);
      },
    };
  }

  #leave(address: string): void {
    this.#all -= 1;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
