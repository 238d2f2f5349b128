// How much each client may ask in a while, in points of cost, whichever way it asks, of this process or of all together.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import { BoundedCache } from '../bounded.ts';
import { clientAddress } from './client-address.ts';
import { type Limits, named } from './limits.ts';
import { refusal } from './refusal.ts';
import type { SharedAccounts } from './shared-accounts.ts';

/** Some 200 bytes each; whoever was not seen longest is forgotten. */
const MOST_CLIENTS = 100_000;
// Proxies that are trusted and should not be may pass on anything.
const LONGEST_ADDRESS = 64;
const MINUTE = 60_000;

/** What a client may still take. */
export interface Account {
  points: number;
  /** When they were counted: milliseconds of `performance.now`. */
  at: number;
  /** What other processes were not told of yet. */
  unsettled: number;
  /** When it was last counted together with other processes, as `at`. */
  settledAt: number;
}

/**
 * The accounts of clients: each fills up within a minute, and may be overdrawn once, so that no operation is too dear for ever.
 * A client is the holder of a preview token, where a request brings one that is good, and else an address.
 */
export class RateLimit {
  readonly #limits: Limits;
  readonly #perMinute: number;
  readonly #accounts = new BoundedCache<string, Account>({ max: MOST_CLIENTS });
  readonly #shared: SharedAccounts | undefined;

  /** Without `shared` this process counts by itself. */
  constructor(limits: Limits, shared?: SharedAccounts) {
    this.#limits = limits;
    this.#perMinute = limits.ratePointsPerMinute;
    this.#shared = shared;
  }

  /** Resolves when it is known what a client has taken elsewhere; undefined, most of the time, where that is known. */
  look(req: IncomingMessage, holder?: string): Promise<void> | undefined {
    if (this.#perMinute === 0 || !this.#shared) return undefined;
    const key = this.#keyOf(req, holder);
    return this.#shared.look(key, this.#accountOf(key));
  }

  /** The error for a client that has used up what it may take, with the seconds after which it may ask again. */
  refusal(req: IncomingMessage, holder?: string): GraphQLError | undefined {
    if (this.#perMinute === 0) return undefined;
    const { points } = this.#accountOf(this.#keyOf(req, holder));
    if (points > 0) return undefined;
    const seconds = Math.max(1, Math.ceil(((1 - points) / this.#perMinute) * 60));
    const whose = holder === undefined ? 'Your address' : 'The holder of your token';
    return refusal(
      'RATE_LIMITED',
      `${whose} has used up its points of cost, ${named(this.#limits, 'ratePointsPerMinute')} in a minute: ask again in ${seconds} s, as "Retry-After" says.`,
      429,
      { 'Retry-After': String(seconds), ...this.headers(req, holder) },
    );
  }

  /** What a client has left, for whoever asks, in the headers `RateLimit` and `RateLimit-Policy`; none where nothing is counted. */
  headers(req: IncomingMessage, holder?: string): Readonly<Record<string, string>> {
    const most = this.#perMinute;
    if (most === 0) return {};
    const { points } = this.#accountOf(this.#keyOf(req, holder));
    const full = Math.ceil(((most - points) / most) * 60);
    return {
      'RateLimit-Policy': `"points";q=${most};w=60`,
      RateLimit: `"points";r=${Math.max(0, Math.floor(points))};t=${full}`,
    };
  }

  /** Takes what was executed from the account of a client. */
  charge(req: IncomingMessage, points: number, holder?: string): void {
    if (this.#perMinute === 0) return;
    const key = this.#keyOf(req, holder);
    const account = this.#accountOf(key);
    // Who has asked for the most that may be waits for a minute, no longer.
    account.points = Math.max(account.points - points, 1 - this.#perMinute);
    this.#shared?.charge(key, account, points);
  }

  /** An address; of what leaves this process, and of tokens anywhere, a digest. */
  #keyOf(req: IncomingMessage, holder: string | undefined): string {
    if (holder !== undefined) return digest(`holder ${holder}`);
    const address = clientAddress(req, this.#limits.trustedProxies).slice(0, LONGEST_ADDRESS);
    return this.#shared ? digest(address) : address;
  }

  #accountOf(key: string): Account {
    const now = performance.now();
    const account = this.#accounts.get(key);
    if (!account) {
      const fresh = { points: this.#perMinute, at: now, unsettled: 0, settledAt: -Infinity };
      this.#accounts.set(key, fresh);
      return fresh;
    }
    const filled = account.points + ((now - account.at) / MINUTE) * this.#perMinute;
    account.points = Math.max(Math.min(filled, this.#perMinute), 1 - this.#perMinute);
    account.at = now;
    return account;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
