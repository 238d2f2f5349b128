// Preview tokens that somebody else issues: JSON Web Tokens, signed with a key that can be read here, for this service, for previews.
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { algorithms, type KeyTimes, TokenKeys } from './token-keys.ts';

/** Which tokens are good. */
export interface IssuerOptions {
  /** The URL or the path of a JSON Web Key Set. */
  readonly jwks: string;
  /** What `iss` has to be. */
  readonly issuer: string;
  /** What `aud` has to be, or to have in it. */
  readonly audience: string;
  /** The claim that tells what a token grants: a text with spaces, or a list. With points it leads into objects. */
  readonly claim: string;
  /** What has to be in it. */
  readonly scope: string;
}

/** What a token is worth. */
export type Worth =
  | {
      readonly is: 'good';
      /** Whose token it is, the same for each one that the issuer gives to him. */
      readonly holder: string;
      /** The moment at which it is no longer good: milliseconds since 1970. */
      readonly until: number;
    }
  | { readonly is: 'bad' | 'too little'; readonly reason: string }
  | { readonly is: 'unknown' };

/** Clocks of two machines are never quite the same. */
const TOLERANCE_IN_SECONDS = 5;

/** Judges tokens. */
export class TokenIssuer {
  readonly keys: TokenKeys;
  readonly #options: IssuerOptions;

  /** `onChange` is told why keys cannot be read, once, and undefined when they are read again. */
  constructor(options: IssuerOptions, onChange: (problem: string | undefined) => void, times?: KeyTimes) {
    this.#options = options;
    this.keys = new TokenKeys(options.jwks, onChange, times);
  }

  async judge(token: string): Promise<Worth> {
    const { issuer, audience, claim, scope } = this.#options;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer,
        audience,
        algorithms: [...algorithms],
        // One that never ends could not be taken back.
        requiredClaims: ['exp'],
        clockTolerance: TOLERANCE_IN_SECONDS,
      });
      if (!grantsOf(payload, claim).includes(scope))
        return { is: 'too little', reason: `"${claim}" has no "${scope}" in it` };
      const holder = `${issuer} ${payload.sub ?? token}`;
      return { is: 'good', holder, until: (payload.exp! + TOLERANCE_IN_SECONDS) * 1_000 };
    } catch (error) {
      // Whatever else fails is a matter of the keys.
      return error instanceof errors.JOSEError ? { is: 'bad', reason: reasonOf(error) } : { is: 'unknown' };
    }
  }
}

function grantsOf(payload: JWTPayload, claim: string): readonly unknown[] {
  // Names of claims may be URLs, which have points in them too.
  const found = Object.hasOwn(payload, claim)
    ? payload[claim]
    : claim
        .split('.')
        .reduce<unknown>(
          (value, name) =>
            typeof value === 'object' && value !== null && Object.hasOwn(value, name)
              ? (value as Record<string, unknown>)[name]
              : undefined,
          payload,
        );
  if (typeof found === 'string') return found.split(' ');
  return Array.isArray(found) ? found : [];
}

/** What is wrong with a token, in words of ours: those of the library may repeat what was sent. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return 'is not good yet';
    if (error.claim === 'iss') return 'was given by another issuer';
    if (error.claim === 'aud') return 'is for another audience';
    return `has no claim "${error.claim}", or a wrong one`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'is signed by an algorithm that is not taken';
  if (error instanceof errors.JWKSNoMatchingKey) return 'is signed with a key that is not known';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'does not say which key it is signed with';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'has a wrong signature';
  return 'is no JSON Web Token that can be read';
}
