// What is served: the content, and the store that it is compiled into or that is read.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkContent } from '../../corpus.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { examineAccounts } from '../../store/postgres/accounts.ts';
import { type Examined, examinePostgres } from '../../store/postgres/examine.ts';
import { isDatabase, openStore } from '../../stores.ts';
import type { Options } from '../command.ts';
import { accountsUrl } from '../rates.ts';
import { tellCounts, tellError, tellProblems } from '../words.ts';
import { attempt, type Finding, fine, warning, wrong } from './finding.ts';

const OLDEST_SERVER = 140_000;
/** Above it an embargo would lift at another moment for those who ask the database. */
const MOST_CLOCK_DIFFERENCE_IN_MILLISECONDS = 2_000;

export async function examineStore(options: Options): Promise<Finding[]> {
  const isBuilt = isDatabase(options.store) && !options.given.has('content');
  const content = isBuilt
    ? fine('content', 'None is compiled here: the database is served as it was loaded.')
    : await attempt('content', () => ofContent(options));
  const rates = await ofRates(options);
  if (!isDatabase(options.store)) return [content, await attempt('store', () => ofFile(options)), ...rates];
  const primary = await ofDatabase(options);
  const replicas = await Promise.all(options.replicas.map((url) => ofReplica(url)));
  return [content, ...primary, ...replicas, ...rates];
}

async function ofContent({ content }: Options): Promise<Finding> {
  const compilation = await checkContent(content);
  if (compilation.problems.length === 0)
    return fine('content', `${content} has ${tellCounts(compilation.counts)}.`);
  const { summary } = tellProblems(compilation, content);
  return wrong('content', `${content} has ${summary}: "onrecord check" tells them.`);
}

async function ofFile({ store: file }: Options): Promise<Finding> {
  let folder = resolve(dirname(file));
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory())
    return wrong('store', `${folder} is no folder: name another file with --store.`);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return wrong(
      'store',
      `${folder} may not be written to by this user: check its permissions, or name a file elsewhere with --store.`,
    );
  }
  if (!existsSync(file)) return fine('store', `${file} will be made at the first start.`);
  try {
    const store = openSqlite(file);
    if (!store)
      return fine('store', `${file} is of another version of onrecord, and is built anew at the next start.`);
    const { version } = store;
    await store.close();
    return fine('store', `${file} has version ${version}.`);
  } catch (error) {
    return warning('store', `${tellError(error)}. It is built anew from the content at the next start.`);
  }
}

async function ofDatabase(options: Options): Promise<Finding[]> {
  const { store: url, workers, poolSize } = options;
  let database: Examined;
  try {
    database = await examinePostgres(url);
  } catch (error) {
    return [wrong('database', tellError(error))];
  }
  const { place, version, versionNumber, encoding, mayCreate, maxConnections, isReplica, clockAhead } =
    database;
  const counting = accountsUrl(options) === url ? 1 : 0;
  const needed = workers * (2 * (poolSize + 1) + counting) + 10;
  const findings = [
    versionNumber < OLDEST_SERVER
      ? wrong('database', `${place} is PostgreSQL ${version}: use 14 or newer.`)
      : fine('database', `${place} is PostgreSQL ${version}.`),
    encoding === 'UTF8'
      ? fine('encoding', encoding)
      : wrong('encoding', `${place} is in ${encoding}: create a database with ENCODING 'UTF8'.`),
    isReplica
      ? wrong(
          'database',
          `${place} only follows another one: name that with --store, and this one with --replicas.`,
        )
      : mayCreate
        ? fine('rights', 'The user may load a corpus.')
        : warning(
            'rights',
            `The user may read and not load: GRANT CREATE ON DATABASE … TO … where "onrecord build" is to use it.`,
          ),
    maxConnections < needed
      ? warning(
          'connections',
          `${place} allows ${maxConnections}, and this machine alone takes up to ${needed} (docs/scaling.md): raise max_connections, or lower --pool-size or --workers.`,
        )
      : fine('connections', `This machine takes up to ${needed} of ${maxConnections}.`),
    Math.abs(clockAhead) > MOST_CLOCK_DIFFERENCE_IN_MILLISECONDS
      ? warning(
          'clocks',
          `That of ${place} and that of this machine are ${Math.round(Math.abs(clockAhead) / 1_000)} s apart, so embargoes lift early or late: set both by NTP.`,
        )
      : fine('clocks', 'That of the database and that of this machine agree.'),
    await attempt('corpus', async () => {
      const store = await openStore({ store: url });
      if (!store)
        return wrong(
          'corpus',
          `${place} holds none that this version of onrecord can read. Load one: onrecord build --content DIR --store …`,
        );
      const found = store.version;
      await store.close();
      return fine('corpus', `${place} has version ${found}.`);
    }),
  ];
  return findings;
}

async function ofRates(options: Options): Promise<Finding[]> {
  const { rateAccounts, limits, workers } = options;
  const perMinute = limits.ratePointsPerMinute;
  if (perMinute === 0) {
    return rateAccounts === 'memory'
      ? []
      : [
          warning(
            'rates',
            'Nothing is counted: set ONRECORD_RATE_POINTS_PER_MINUTE to what a client may take.',
          ),
        ];
  }
  const url = accountsUrl(options);
  if (url === undefined)
    return [
      workers > 1
        ? warning(
            'rates',
            `Each of ${workers} workers counts by itself, so a client may take up to ${workers} times ${perMinute} points in a minute: set --rate-accounts to a database.`,
          )
        : fine('rates', `${perMinute} points in a minute, counted by each process.`),
    ];
  return [
    await attempt('rates', async () => {
      const { place, result } = await examineAccounts(url);
      return result === 'may not be made'
        ? wrong(
            'rates',
            `The user may not make a table in ${place}, so each process counts by itself: GRANT CREATE ON DATABASE … TO …, or name another database with --rate-accounts.`,
          )
        : fine('rates', `${perMinute} points in a minute, counted in ${place}.`);
    }),
  ];
}

async function ofReplica(url: string): Promise<Finding> {
  return attempt('replica', async () => {
    const { place, isReplica } = await examinePostgres(url);
    return isReplica
      ? fine('replica', `${place} follows.`)
      : warning('replica', `${place} follows no other database: is it a replica of the one of --store?`);
  });
}
