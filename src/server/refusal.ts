// The errors of those who go beyond a limit: 400 whatever the client accepts, since the document may well be valid.
import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../errors.ts';

/** What an answer to a refused operation is sent with. Yoga makes `spec` true of what fails while it is parsed: then it would be 200 for some. */
class HttpOfRefusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, headers: Readonly<Record<string, string>>) {
    this.status = status;
    this.headers = headers;
  }

  get spec(): boolean {
    return false;
  }

  set spec(_: boolean) {
    // It stays false.
  }
}

/** An error that refuses an operation before it is executed. `message` names the limit and its setting. */
export function refusal(
  code: ErrorCode,
  message: string,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: new HttpOfRefusal(status, headers) } });
}
