// Where rates are counted, as the settings say, and what is told of it.
import { RateLimit } from '../server/rate-limit.ts';
import { SharedAccounts } from '../server/shared-accounts.ts';
import type { Io, Options } from './command.ts';

/** The accounts of a process; `shared` is there where they are those of several. */
export interface Rates {
  readonly rate: RateLimit;
  readonly shared: SharedAccounts | undefined;
}

/** The URL of the database in which rates are counted; undefined where each process counts by itself, or nothing is counted. */
export function accountsUrl({ rateAccounts, store, limits }: Options): string | undefined {
  if (limits.ratePointsPerMinute === 0 || rateAccounts === 'memory') return undefined;
  return rateAccounts === 'store' ? store : rateAccounts;
}

/** The accounts that the settings ask for. A database that is away is told of when that begins and when it ends. */
export async function ratesOf(options: Options, io: Pick<Io, 'out' | 'err'>): Promise<Rates> {
  const { limits } = options;
  const url = accountsUrl(options);
  if (url === undefined) return { rate: new RateLimit(limits), shared: undefined };
  const { PostgresAccounts } = await import('../store/postgres/accounts.ts');
  const { placeOf, reasonOf } = await import('../store/postgres/connection.ts');
  const accounts = new PostgresAccounts(url, limits.ratePointsPerMinute);
  const shared = new SharedAccounts(accounts, (problem) =>
    problem === undefined
      ? io.out(`Rates are counted in ${placeOf(url)} again, together with other processes.`)
      : io.err(
          `Rates cannot be counted in ${placeOf(url)}: ${reasonOf(problem)}. Until they can, each process counts by itself, in memory.`,
        ),
  );
  return { rate: new RateLimit(limits, shared), shared };
}
