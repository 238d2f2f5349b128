// The public keys of whoever issues preview tokens, read from an address or a file: kept for a while, read again when they change.
import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';

/** Thrown where a token cannot be judged, since the keys cannot be read. The message is for whoever runs the service. */
export class KeysUnavailable extends Error {}

/** In milliseconds; tests wait less. */
export interface KeyTimes {
  /** Keys that are older are read again before they are used. */
  readonly kept: number;
  /** A key that is not known is looked for again, at most this often. */
  readonly cooldown: number;
  /** For how long nobody is asked who has just failed to answer. */
  readonly rest: number;
  /** How long an answer may take. */
  readonly timeout: number;
}

export const usualKeyTimes: KeyTimes = { kept: 600_000, cooldown: 30_000, rest: 5_000, timeout: 5_000 };

/** What tokens can be signed with: pairs of keys alone, of which this service never sees the secret half. */
export const algorithms: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const SMALLEST_MODULUS_IN_BITS = 2_048;

/** Keys, and whether they can be read. */
export class TokenKeys {
  /** Finds the key for a token. Rejects with {@link KeysUnavailable}, or with an error of jose where there is no such key. */
  readonly find: JWTVerifyGetKey;
  readonly #remote: ReturnType<typeof createRemoteJWKSet>;
  readonly #times: KeyTimes;
  readonly #onChange: (problem: string | undefined) => void;
  #problem: string | undefined;
  #restsUntil = 0;
  #retry: NodeJS.Timeout | undefined;

  /** `source` is a URL or a path; `onChange` is told why keys cannot be read, once, and undefined when they are read again. */
  constructor(source: string, onChange: (problem: string | undefined) => void, times = usualKeyTimes) {
    this.#times = times;
    this.#onChange = onChange;
    const isUrl = URL.canParse(source);
    this.#remote = createRemoteJWKSet(isUrl ? new URL(source) : pathToFileURL(source), {
      cacheMaxAge: times.kept,
      cooldownDuration: times.cooldown,
      timeoutDuration: times.timeout,
      [customFetch]: async (url, options) => Response.json(await this.#read(isUrl ? url : source, options)),
    });
    this.find = this.#remote;
  }

  /** Whether they could be read when somebody last tried. */
  get state(): 'read' | 'unavailable' | 'not read yet' {
    if (this.#problem !== undefined) return 'unavailable';
    return this.#remote.jwks() ? 'read' : 'not read yet';
  }

  /** Reads them, so that the first token need not wait. Resolves whether or not they can be read. */
  async read(): Promise<void> {
    await this.#remote.reload().catch(() => undefined);
  }

  /** Looks no more. */
  end(): void {
    clearTimeout(this.#retry);
  }

  async #read(place: string, options: RequestInit): Promise<unknown> {
    // Everybody who brings a token would otherwise wait as long, and ask once more.
    if (this.#problem !== undefined && performance.now() < this.#restsUntil)
      throw new KeysUnavailable(this.#problem);
    try {
      const keys = await keysAt(place, options);
      if (this.#problem !== undefined) this.#onChange(undefined);
      this.#problem = undefined;
      return keys;
    } catch (error) {
      const problem = reasonOf(error);
      if (this.#problem === undefined) this.#onChange(problem);
      this.#problem = problem;
      this.#restsUntil = performance.now() + this.#times.rest;
      this.#lookAgain();
      throw new KeysUnavailable(problem, { cause: error });
    }
  }

  /** So that it is told when they are there again, and no token has to find out. */
  #lookAgain(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.read(), this.#times.rest + 10).unref();
  }
}

/** Reads the keys of a URL or a path once. Throws an error that says why that cannot be done. */
export async function keysAt(place: string, options: RequestInit = {}): Promise<{ readonly keys: object[] }> {
  const text = URL.canParse(place) ? await fetched(place, options) : await readFile(place, 'utf8');
  const { keys } = parsed(text);
  const usable = keys.filter(isPublicKey);
  if (usable.length === 0)
    throw new Error('it has no public key that tokens can be signed with (RSA of 2048 bits, EC or OKP)');
  return { keys: usable };
}

async function fetched(url: string, options: RequestInit): Promise<string> {
  // An address that sends elsewhere is not the one that was trusted.
  const response = await fetch(url, { ...options, redirect: 'manual' });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`it answers with status ${response.status}`);
  }
  return response.text();
}

function parsed(text: string): { readonly keys: readonly object[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error('it is not JSON', { cause: error });
  }
  const { keys } = (json ?? {}) as { readonly keys?: unknown };
  if (Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null))
    return { keys: keys as object[] };
  throw new Error('it is no JSON Web Key Set, which looks like {"keys": [{"kty": "EC", …}]}');
}

/** Whether it is half of a pair of keys that a token can be signed with; secrets that two share are none. */
function isPublicKey(key: object): boolean {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key, format: 'jwk' } as JsonWebKeyInput);
    return (asymmetricKeyDetails?.modulusLength ?? Infinity) >= SMALLEST_MODULUS_IN_BITS;
  } catch {
    return false;
  }
}

/** Why keys could not be read, in a few words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it does not answer in time';
  const { cause } = error as { readonly cause?: unknown };
  // What fetch throws says only that it failed.
  return error instanceof TypeError && cause instanceof Error
    ? cause.message || String((cause as NodeJS.ErrnoException).code)
    : error.message;
}
