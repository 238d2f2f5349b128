// How databases are reached, what is told of one that is not, and what of that clients may read.
import pg, { type ClientConfig } from 'pg';
import { Failure } from '../../errors.ts';

/** In milliseconds: how long one may wait for a connection, for an answer, and for a lock; and for a server that says nothing at all. */
const LIMITS = { connection: 3_000, statement: 10_000, lock: 2_000, silence: 12_000 } as const;

const usualSettings = {
  statement_timeout: String(LIMITS.statement),
  lock_timeout: String(LIMITS.lock),
  // Translating a query into machine code takes longer than any of ours runs.
  jit: 'off',
  // Corpora are read from memory or from disks without arms: a row by its index costs little more than the next row.
  random_page_cost: '1.1',
};

// Numbers of the corpus are whole and below 2^53; sums and counts are not greater.
const NUMBERS = [20, 21, 23, 700, 701, 1700];

const types = {
  getTypeParser: (type: number, format?: 'text' | 'binary') =>
    NUMBERS.includes(type) ? Number : pg.types.getTypeParser(type, format as 'text'),
};

/** What a client of the database `url` is made from; `settings` are those of its sessions, over what the URL says. */
export function connectionTo(url: string, settings: Readonly<Record<string, string>> = {}): ClientConfig {
  const { connectionString, options } = withoutOptions(url);
  const given = Object.entries({ ...usualSettings, ...settings }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  return {
    query_timeout: LIMITS.silence,
    connectionTimeoutMillis: LIMITS.connection,
    keepAlive: true,
    application_name: 'onrecord',
    connectionString,
    options: [options, ...given].join(' ').trim(),
    types: types as NonNullable<ClientConfig['types']>,
  };
}

// What stands in a URL goes before what is given beside it, so options would replace ours.
function withoutOptions(url: string): { readonly connectionString: string; readonly options: string } {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options') ?? '';
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options };
}

/** The host, port and database of a URL, for people who run the service: no user, no password. */
export function placeOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${host || (searchParams.get('host') ?? 'localhost')}${pathname}`;
}

/** Whether an error means that the database did not do what it should, rather than that it was asked wrongly. */
export function isOutage(error: unknown): boolean {
  // Sockets and the client throw plain errors; others are mistakes of this program.
  if (!(error instanceof pg.DatabaseError))
    return error instanceof Error && !(error instanceof TypeError) && !(error instanceof RangeError);
  const code = error.code ?? '';
  // Tables that are gone: the corpus has been replaced, and nobody told this process in time.
  if (code === '42P01' || code === '3F000') return true;
  // Connections, resources, operators and timeouts, a replica that catches up, files, rights, and what is damaged.
  return (
    ['08', '28', '3D', '40', '53', '55', '57', '58', 'F0', 'XX'].includes(code.slice(0, 2)) ||
    code === '42501'
  );
}

/** What readers throw in place of an error of the database. */
export function failureOf(error: unknown): unknown {
  if (!isOutage(error)) return error;
  return new Failure(
    'STORE_UNAVAILABLE',
    'The store of this service does not answer at the moment. Ask again in a few seconds.',
    { cause: error },
  );
}

/** Why a database cannot be used, for people who run the service. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error
    ? error.message || (error as NodeJS.ErrnoException).code || error.name
    : String(error);
}

/** An error for people who start a command: which database it is, why it cannot be used, and what to do with the setting that names it. */
export function unreachable(url: string, error: unknown, setting = '--store'): Error {
  return new Error(
    `The database ${placeOf(url)} cannot be used: ${reasonOf(error)}. Check that it runs, and the address, user and password of ${setting}.`,
    { cause: error },
  );
}
