// Whose preview tokens a service takes, as the settings say, and what is told of their keys.
import { withoutSecrets } from '../config.ts';
import type { IssuerOptions, TokenIssuer } from '../server/token-issuer.ts';
import type { Io, Options } from './command.ts';

/** The issuer that the settings name; undefined where they name none. An outage of its keys is told when it begins and when it ends. */
export async function issuerOf(
  options: Options,
  io: Pick<Io, 'out' | 'err'>,
): Promise<TokenIssuer | undefined> {
  const { previewJwks: jwks, previewIssuer, previewAudience, previewClaim, previewScope } = options;
  if (jwks === undefined || previewIssuer === undefined || previewAudience === undefined) return undefined;
  const issuer: IssuerOptions = {
    jwks,
    issuer: previewIssuer,
    audience: previewAudience,
    claim: previewClaim,
    scope: previewScope,
  };
  const place = withoutSecrets(jwks);
  const { TokenIssuer: Issuer } = await import('../server/token-issuer.ts');
  return new Issuer(issuer, (problem) =>
    problem === undefined
      ? io.out(`The keys of preview tokens are read again from ${place}.`)
      : io.err(
          `The keys of preview tokens cannot be read from ${place}: ${problem}. Until they can, whoever brings such a token is told 503, and everybody else is answered.`,
        ),
  );
}
