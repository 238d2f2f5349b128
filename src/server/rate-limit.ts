// How much each client may ask of a process in a while, in points of cost, whichever way it asks.
import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import { BoundedCache } from '../bounded.ts';
import { clientAddress } from './client-address.ts';
import { type Limits, named } from './limits.ts';
import { refusal } from './refusal.ts';

/** Some 100 bytes each; whoever was not seen longest is forgotten. */
const MOST_ADDRESSES = 100_000;
// Proxies that are trusted and should not be may pass on anything.
const LONGEST_ADDRESS = 64;
const MINUTE = 60_000;

interface Account {
  points: number;
  /** When they were counted: milliseconds of `performance.now`. */
  at: number;
}

/** The accounts of clients: each fills up within a minute, and may be overdrawn once, so that no operation is too dear for ever. */
export class RateLimit {
  readonly #limits: Limits;
  readonly #perMinute: number;
  readonly #accounts = new BoundedCache<string, Account>({ max: MOST_ADDRESSES });

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#perMinute = limits.ratePointsPerMinute;
  }

  /** The error for a client that has used up what it may take, with the seconds after which it may ask again. */
  refusal(req: IncomingMessage): GraphQLError | undefined {
    if (this.#perMinute === 0) return undefined;
    const { points } = this.#accountOf(req);
    if (points > 0) return undefined;
    const seconds = Math.max(1, Math.ceil(((1 - points) / this.#perMinute) * 60));
    return refusal(
      'RATE_LIMITED',
      `Your address has used up its points of cost, ${named(this.#limits, 'ratePointsPerMinute')} in a minute: ask again in ${seconds} s, as "Retry-After" says.`,
      429,
      { 'Retry-After': String(seconds) },
    );
  }

  /** Takes what was executed from the account of a client. */
  charge(req: IncomingMessage, points: number): void {
    if (this.#perMinute === 0) return;
    const account = this.#accountOf(req);
    // Who has asked for the most that may be waits for a minute, no longer.
    account.points = Math.max(account.points - points, 1 - this.#perMinute);
  }

  #accountOf(req: IncomingMessage): Account {
    const address = clientAddress(req, this.#limits.trustedProxies).slice(0, LONGEST_ADDRESS);
    const now = performance.now();
    const account = this.#accounts.get(address);
    if (!account) {
      const fresh = { points: this.#perMinute, at: now };
      this.#accounts.set(address, fresh);
      return fresh;
    }
    const filled = account.points + ((now - account.at) / MINUTE) * this.#perMinute;
    account.points = Math.min(filled, this.#perMinute);
    account.at = now;
    return account;
  }
}
