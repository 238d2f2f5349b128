// Where settings come from: flags beat the environment, and the environment beats the defaults. Nothing else reads the environment.
import { z } from 'zod';
import { type Limits, limitSettings } from './server/limits.ts';

/** Everything that can be set. */
export interface Config {
  /** The folder with the content files. */
  readonly content: string;
  /** The store: a file, or the URL of a PostgreSQL database. */
  readonly store: string;
  /** URLs of databases that follow the one of the store. */
  readonly replicas: readonly string[];
  /** How many connections each process holds to each database at most, for what it reads. */
  readonly poolSize: number;
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** How many processes answer. */
  readonly workers: number;
  /** Where metrics are served; 0 for a free port, undefined for nowhere. */
  readonly adminPort: number | undefined;
  /** Whether `node` and `nodes` are left out of the subgraph. */
  readonly withoutNode: boolean;
  /** The file with the documents that clients may ask for by their ids, if there is one. */
  readonly trustedDocuments: string | undefined;
  /** Whether nothing but these is executed. */
  readonly trustedDocumentsOnly: boolean;
  readonly automaticPersistedQueries: boolean;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  /** The origins whose pages may read the answers; `*` for all. */
  readonly corsOrigins: readonly string[];
}

/** What was read, and which settings are not as they would be without flags and environment. */
export interface ReadConfig extends Config {
  readonly given: ReadonlySet<keyof Config>;
}

/** A setting: its flag, its variable in the environment, and what it is without either; undefined for nothing. */
export interface Setting {
  readonly flag: string;
  readonly variable: string;
  readonly fallback: string | undefined;
}

/** Something that the caller of the command has to put right. The message says what happened, why, and what to do. */
export class UsageError extends Error {}

/** Every setting. */
export const settings: Readonly<Record<keyof Config, Setting>> = {
  content: { flag: 'content', variable: 'ONRECORD_CONTENT', fallback: 'content' },
  store: { flag: 'store', variable: 'ONRECORD_STORE', fallback: '.onrecord/corpus.db' },
  replicas: { flag: 'replicas', variable: 'ONRECORD_REPLICAS', fallback: '' },
  poolSize: { flag: 'pool-size', variable: 'ONRECORD_POOL_SIZE', fallback: '10' },
  // Only this machine: what is open to a network should be opened by a decision. Containers set HOST=0.0.0.0.
  host: { flag: 'host', variable: 'HOST', fallback: '127.0.0.1' },
  port: { flag: 'port', variable: 'PORT', fallback: '4000' },
  workers: { flag: 'workers', variable: 'ONRECORD_WORKERS', fallback: '1' },
  adminPort: { flag: 'admin-port', variable: 'ONRECORD_ADMIN_PORT', fallback: '' },
  withoutNode: { flag: 'without-node', variable: 'ONRECORD_WITHOUT_NODE', fallback: 'false' },
  trustedDocuments: {
    flag: 'trusted-documents',
    variable: 'ONRECORD_TRUSTED_DOCUMENTS',
    fallback: undefined,
  },
  trustedDocumentsOnly: {
    flag: 'trusted-documents-only',
    variable: 'ONRECORD_TRUSTED_DOCUMENTS_ONLY',
    fallback: 'false',
  },
  automaticPersistedQueries: {
    flag: 'automatic-persisted-queries',
    variable: 'ONRECORD_AUTOMATIC_PERSISTED_QUERIES',
    fallback: 'false',
  },
  introspection: { flag: 'introspection', variable: 'ONRECORD_INTROSPECTION', fallback: 'true' },
  corsOrigins: { flag: 'cors-origins', variable: 'ONRECORD_CORS_ORIGINS', fallback: '*' },
};

const filled = (what: string) => z.string().refine((value) => value.trim() !== '', `give ${what}`);

// A flag that stands alone has an empty value.
const onOrOff = z
  .string()
  .refine((value) => ['', 'true', 'false'].includes(value), 'give true or false')
  .transform((value) => value !== 'false');

const port = z
  .string()
  .refine(
    (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
    'give a whole number from 0 to 65535; 0 picks a free port',
  );

const shape = {
  content: filled('the path of a folder with content files'),
  store: filled('the path of a file, or postgres://user:password@host/database').superRefine(
    (value, problem) => {
      const message = isUrl(value) ? problemOfUrl(value) : undefined;
      if (message !== undefined) problem.addIssue({ code: 'custom', message });
    },
  ),
  replicas: z.string().transform((value, problem) => {
    const urls = value.split(',').flatMap((url) => url.trim() || []);
    for (const url of urls) {
      const message = problemOfUrl(url);
      if (message !== undefined) problem.addIssue({ code: 'custom', message });
    }
    return urls;
  }),
  poolSize: z
    .string()
    .refine(
      (value) => /^\d{1,4}$/.test(value) && Number(value) >= 1,
      'give a whole number from 1 to 9999; all processes together must stay below max_connections of the database',
    )
    .transform(Number),
  host: filled('a host name or address').refine(
    (value) => !/[/\s]|^[^:]+:\d+$/.test(value),
    'give a host name or address alone, such as 127.0.0.1 or 0.0.0.0, and the port with --port',
  ),
  port: port.transform(Number),
  workers: z
    .string()
    .refine(
      (value) => /^\d{1,3}$/.test(value) && Number(value) >= 1,
      'give a whole number from 1 to 999, best that of the cores',
    )
    .transform(Number),
  adminPort: z.union([z.literal(''), port]).transform((value) => (value === '' ? undefined : Number(value))),
  withoutNode: onOrOff,
  trustedDocuments: filled('the path of a manifest, such as persisted-documents.json'),
  trustedDocumentsOnly: onOrOff,
  automaticPersistedQueries: onOrOff,
  introspection: onOrOff,
  corsOrigins: z.string().transform((value, problem) => {
    const origins = value.split(',').flatMap((origin) => origin.trim() || []);
    for (const origin of origins) {
      if (origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin)) continue;
      const message = `"${origin}" is no origin: give * for all, or origins such as https://news.example, with commas between them and without a slash at the end`;
      problem.addIssue({ code: 'custom', message });
    }
    return origins;
  }),
} satisfies Record<keyof Config, z.ZodType>;

/**
 * Reads the settings whose flags are in `names`; the others are as without flags and environment. An empty variable counts as none.
 * Throws a {@link UsageError} that names where a bad value came from.
 */
export function readConfig(
  names: readonly string[],
  flags: Readonly<Partial<Record<string, string>>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ReadConfig {
  const given = new Set<keyof Config>();
  const read = (key: keyof Config, { flag, variable, fallback }: Setting): unknown => {
    const [value, from] =
      flags[flag] !== undefined
        ? [flags[flag], `--${flag}`]
        : names.includes(flag) && environment[variable]
          ? [environment[variable], `the environment variable ${variable}`]
          : [fallback, 'the default'];
    if (value === undefined) return undefined;
    if (from !== 'the default') given.add(key);
    const result = shape[key].safeParse(value);
    if (result.success) return result.data;
    throw new UsageError(`${from} is "${withoutSecrets(value)}": ${result.error.issues[0]?.message}.`);
  };
  const config = Object.fromEntries(
    Object.entries(settings).map(([key, setting]) => [key, read(key as keyof Config, setting)]),
  ) as unknown as Config;
  refuseContradictions(config);
  return { ...config, given };
}

/** The limits of the server, each a whole number. Throws a {@link UsageError}. */
export function readLimits(environment: Readonly<Record<string, string | undefined>> = process.env): Limits {
  const read = ([name, { variable, fallback, least }]: [string, (typeof limitSettings)[keyof Limits]]) => {
    const value = environment[variable];
    if (!value) return [name, fallback];
    if (/^\d{1,9}$/.test(value) && Number(value) >= least) return [name, Number(value)];
    throw new UsageError(
      `${variable} is "${value}": give a whole number from ${least} on; ${fallback} where it is not set.`,
    );
  };
  return Object.fromEntries(Object.entries(limitSettings).map(read)) as Limits;
}

function refuseContradictions(config: Config): void {
  const { trustedDocuments, trustedDocumentsOnly, automaticPersistedQueries } = config;
  if (!trustedDocumentsOnly) return;
  if (trustedDocuments === undefined) {
    throw new UsageError(
      'With --trusted-documents-only nothing could be executed: name the manifest with --trusted-documents.',
    );
  }
  if (automaticPersistedQueries) {
    throw new UsageError(
      '--automatic-persisted-queries lets clients bring documents of their own, and --trusted-documents-only lets nobody: leave one of them out.',
    );
  }
}

/** The preview tokens in the environment: never flags, which every user of a machine can read. */
export function readPreviewTokens(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  const tokens = (environment['ONRECORD_PREVIEW_TOKENS'] ?? '').split(',').map((token) => token.trim());
  return tokens.filter((token) => token !== '');
}

/** A setting as it may be printed: of URLs neither users, nor passwords, nor what follows a question mark. */
export function withoutSecrets(value: string): string {
  return value.replace(/:\/\/[^,\s]*@/g, '://…@').replace(/(:\/\/[^,\s?]*)\?[^,\s]*/g, '$1?…');
}

function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(value);
}

function problemOfUrl(value: string): string | undefined {
  if (!/^postgres(?:ql)?:\/\//i.test(value)) {
    return 'of the stores on servers only PostgreSQL is known: give postgres://user:password@host/database';
  }
  if (URL.canParse(value)) return undefined;
  return 'this is no URL. In a user or password write %23 for #, %2F for /, %3A for :, %40 for @ and so on';
}
