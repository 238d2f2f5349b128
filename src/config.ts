// Where settings come from: flags beat the environment, that beats the file, and that beats the defaults. Nothing else reads the environment.
import { z } from 'zod';
import { type ConfigFile, fromFolderOf, readConfigFile, usualFile } from './config/file.ts';
import { adviceOnService, unknownVariables } from './config/variables.ts';
import { defaultLimits, type Limits, limitSettings } from './server/limits.ts';

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
  /** Whether clients may ask for documents of a manifest by their ids, and for anything else. */
  readonly trustedDocuments: 'off' | 'allowed' | 'only';
  /** The file with these documents, if there is one. */
  readonly trustedDocumentsManifest: string | undefined;
  readonly automaticPersistedQueries: boolean;
  /** How requests are logged. */
  readonly log: 'off' | 'json' | 'pretty';
  /** The OTLP/HTTP endpoint that traces go to; undefined for nowhere. */
  readonly telemetry: string | undefined;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  /** Where rates are counted: in each process, in the database of the store, or in another one by its URL. */
  readonly rateAccounts: string;
  /** The URL or file with the public keys of whoever issues preview tokens, if somebody does. */
  readonly previewJwks: string | undefined;
  /** Who that is, and for whom: the claims `iss` and `aud`. */
  readonly previewIssuer: string | undefined;
  readonly previewAudience: string | undefined;
  /** The claim that tells what such a token grants, and what has to be in it. */
  readonly previewClaim: string;
  readonly previewScope: string;
  /** Whether errors say what may have been meant; never without introspection. */
  readonly suggestions: boolean;
  /** Whether browsers get GraphiQL and the start page; never without introspection. */
  readonly graphiql: boolean;
  /** The origins whose pages may read the answers; `*` for all. */
  readonly corsOrigins: readonly string[];
}

/** Where a value comes from, and how messages call that: `--port`, `onrecord.config.yaml:3`. */
export interface Source {
  readonly kind: 'default' | 'file' | 'variable' | 'flag';
  readonly name: string;
}

/** What was read, and where from. */
export interface ReadConfig extends Config {
  /** Which settings are not as they would be without flags, environment and file. */
  readonly given: ReadonlySet<keyof Config>;
  readonly limits: Limits;
  readonly previewTokens: readonly string[];
  /** The source of each value by its key in a file, such as `port` or `limits.subscribers`; none for what the command does not read. */
  readonly sources: ReadonlyMap<string, Source>;
  /** The file that was read. */
  readonly file: string | undefined;
}

/** A setting: its flag, its variable in the environment, and what it is without either and without a file; undefined for nothing. */
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
    fallback: 'off',
  },
  trustedDocumentsManifest: {
    flag: 'trusted-documents-manifest',
    variable: 'ONRECORD_TRUSTED_DOCUMENTS_MANIFEST',
    fallback: undefined,
  },
  automaticPersistedQueries: {
    flag: 'automatic-persisted-queries',
    variable: 'ONRECORD_AUTOMATIC_PERSISTED_QUERIES',
    fallback: 'false',
  },
  log: { flag: 'log', variable: 'ONRECORD_LOG', fallback: 'off' },
  // The name that every program with OpenTelemetry knows.
  telemetry: { flag: 'telemetry', variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', fallback: undefined },
  introspection: { flag: 'introspection', variable: 'ONRECORD_INTROSPECTION', fallback: 'true' },
  suggestions: { flag: 'suggestions', variable: 'ONRECORD_SUGGESTIONS', fallback: 'true' },
  graphiql: { flag: 'graphiql', variable: 'ONRECORD_GRAPHIQL', fallback: 'true' },
  rateAccounts: { flag: 'rate-accounts', variable: 'ONRECORD_RATE_ACCOUNTS', fallback: 'memory' },
  previewJwks: { flag: 'preview-jwks', variable: 'ONRECORD_PREVIEW_JWKS', fallback: undefined },
  previewIssuer: { flag: 'preview-issuer', variable: 'ONRECORD_PREVIEW_ISSUER', fallback: undefined },
  previewAudience: {
    flag: 'preview-audience',
    variable: 'ONRECORD_PREVIEW_AUDIENCE',
    fallback: undefined,
  },
  previewClaim: { flag: 'preview-claim', variable: 'ONRECORD_PREVIEW_CLAIM', fallback: 'scope' },
  previewScope: { flag: 'preview-scope', variable: 'ONRECORD_PREVIEW_SCOPE', fallback: 'preview' },
  corsOrigins: { flag: 'cors-origins', variable: 'ONRECORD_CORS_ORIGINS', fallback: '*' },
};

/** The variable that names the file with settings, and that with the preview tokens, which is no flag: every user of a machine can read those. */
export const FILE_VARIABLE = 'ONRECORD_CONFIG';
export const TOKENS_VARIABLE = 'ONRECORD_PREVIEW_TOKENS';

/** Every key that a file may have. */
export const fileKeys: readonly string[] = [
  ...Object.keys(settings),
  'previewTokens',
  ...Object.keys(limitSettings).map((name) => `limits.${name}`),
];

/** Every variable that is ours. */
export const variables: readonly string[] = [
  ...Object.values(settings).map(({ variable }) => variable),
  ...Object.values(limitSettings).map(({ variable }) => variable),
  FILE_VARIABLE,
  TOKENS_VARIABLE,
];

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
    const urls = listed(value);
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
  trustedDocuments: z.enum(
    ['off', 'allowed', 'only'],
    'give off, allowed or only, and name the manifest with --trusted-documents-manifest',
  ),
  trustedDocumentsManifest: filled('the path of a manifest, such as persisted-documents.json'),
  automaticPersistedQueries: onOrOff,
  log: z.enum(['off', 'json', 'pretty'], 'give off, json or pretty'),
  telemetry: z
    .string()
    .refine(
      (value) => /^https?:\/\//i.test(value) && URL.canParse(value),
      'give the address of an OTLP/HTTP receiver, such as http://127.0.0.1:4318',
    ),
  introspection: onOrOff,
  suggestions: onOrOff,
  graphiql: onOrOff,
  rateAccounts: z.string().superRefine((value, problem) => {
    const message =
      value === 'memory' || value === 'store'
        ? undefined
        : isUrl(value)
          ? problemOfUrl(value)
          : 'give memory, store for the database of --store, or postgres://user:password@host/database';
    if (message !== undefined) problem.addIssue({ code: 'custom', message });
  }),
  previewJwks: filled(
    'the URL of a JSON Web Key Set, such as https://login.example/.well-known/jwks.json, or the path of one',
  ).refine(
    (value) => !isUrl(value) || (/^https?:/i.test(value) && URL.canParse(value)),
    'give an address that begins with https://, or the path of a file',
  ),
  previewIssuer: filled('what the claim "iss" of tokens says, to the letter'),
  previewAudience: filled('what the claim "aud" of tokens for this service says'),
  previewClaim: filled('the name of a claim, such as scope, scp or roles'),
  previewScope: filled('what the claim has to have in it').refine(
    (value) => !/\s/.test(value),
    'give one word: spaces part what a token grants',
  ),
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
 * Reads the settings whose flags are in `names`; the others are as without flags, environment and file. An empty variable counts
 * as none. Limits and preview tokens are read for who opens a port. Rejects with a {@link UsageError} that names everything that is
 * wrong and where it came from.
 */
export async function readConfig(
  names: readonly string[],
  flags: Readonly<Partial<Record<string, string>>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ReadConfig> {
  const problems = unknownVariables(environment, variables);
  const { file, values } = await fileOf(flags, environment, problems);
  const sources = new Map<string, Source>();
  const find = (key: string, { flag, variable }: Partial<Setting>): readonly [string, Source] | undefined => {
    const said = flag === undefined ? undefined : flags[flag];
    if (said !== undefined) return [said, { kind: 'flag', name: `--${flag}` }];
    if (variable && environment[variable])
      return [environment[variable], { kind: 'variable', name: variable }];
    const written = values.get(key);
    if (!written) return undefined;
    const value =
      paths.has(key) && !isUrl(written.value) ? fromFolderOf(written.place, written.value) : written.value;
    return [value, { kind: 'file', name: written.place }];
  };
  const read = (key: keyof Config, setting: Setting): unknown => {
    const isAsked = names.includes(setting.flag);
    const [value, source] = (isAsked && find(key, setting)) || [setting.fallback, byDefault];
    if (isAsked) sources.set(key, source);
    if (value === undefined) return undefined;
    const result = shape[key].safeParse(value);
    if (result.success) return result.data;
    const what = `${calling(key, source)} is "${withoutSecrets(value)}"`;
    for (const { message } of result.error.issues)
      problems.push(`${what}: ${message}${adviceOnService(value)}.`);
    return undefined;
  };
  const config = Object.fromEntries(
    Object.entries(settings).map(([key, setting]) => [key, read(key as keyof Config, setting)]),
  ) as unknown as Config;
  const isServing = names.includes('port');
  const limits = isServing ? limitsFrom(find, problems, sources) : defaultLimits;
  const tokens = isServing ? find('previewTokens', { variable: TOKENS_VARIABLE }) : undefined;
  if (isServing) sources.set('previewTokens', tokens?.[1] ?? byDefault);
  refuse(problems);
  const isGiven = (key: string) => (sources.get(key) ?? byDefault).kind !== 'default';
  const given = new Set((Object.keys(settings) as (keyof Config)[]).filter(isGiven));
  refuseContradictions(config, given);
  return { ...config, given, limits, previewTokens: listed(tokens?.[0] ?? ''), sources, file };
}

const byDefault: Source = { kind: 'default', name: 'the default' };

/** Those that a file means from the folder that it lies in. */
const paths: ReadonlySet<string> = new Set([
  'content',
  'store',
  'trustedDocumentsManifest',
  'previewJwks',
] satisfies (keyof Config)[]);

async function fileOf(
  flags: Readonly<Partial<Record<string, string>>>,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Promise<{ readonly file: string | undefined; readonly values: ConfigFile['values'] }> {
  const named = flags['config'] ?? (environment[FILE_VARIABLE] || undefined);
  const usual = named === undefined ? usualFile() : {};
  if (usual.problem !== undefined) problems.push(usual.problem);
  const file = named ?? usual.file;
  if (file === undefined) return { file, values: new Map() };
  const { values, problems: wrong } = await readConfigFile(file, fileKeys);
  problems.push(...wrong);
  return { file, values };
}

type Find = (key: string, setting: Partial<Setting>) => readonly [string, Source] | undefined;

function limitsFrom(find: Find, problems: string[], sources: Map<string, Source>): Limits {
  const read = ([name, { variable, fallback, least }]: [string, (typeof limitSettings)[keyof Limits]]) => {
    const key = `limits.${name}`;
    const [value, source] = find(key, { variable }) ?? [String(fallback), byDefault];
    sources.set(key, source);
    if (/^\d{1,9}$/.test(value) && Number(value) >= least) return [name, Number(value)];
    const what = source.kind === 'variable' ? variable : calling(key, source);
    problems.push(
      `${what} is "${value}": give a whole number from ${least} on; ${fallback} where it is not set.`,
    );
    return [name, fallback];
  };
  return Object.fromEntries(Object.entries(limitSettings).map(read)) as Limits;
}

/** How a message calls the place of a value. */
function calling(key: string, { kind, name }: Source): string {
  if (kind === 'variable') return `the environment variable ${name}`;
  return kind === 'file' ? `${key} in ${name}` : name;
}

function refuse(problems: readonly string[]): void {
  const [first, ...more] = problems;
  if (first === undefined) return;
  if (more.length === 0) throw new UsageError(first);
  throw new UsageError(
    `${problems.length} settings are wrong:\n${problems.map((each) => `  ${each}`).join('\n')}`,
  );
}

function refuseContradictions(config: Config, given: ReadonlySet<keyof Config>): void {
  const { trustedDocuments, trustedDocumentsManifest, automaticPersistedQueries } = config;
  if (trustedDocuments !== 'off' && trustedDocumentsManifest === undefined) {
    throw new UsageError(
      `Trusted documents are set to ${trustedDocuments}, and no manifest has any: name it with --trusted-documents-manifest.`,
    );
  }
  if (trustedDocumentsManifest !== undefined && !given.has('trustedDocuments')) {
    throw new UsageError(
      '--trusted-documents-manifest names documents, and nothing says what for: set --trusted-documents to allowed, to only, or to off.',
    );
  }
  const { previewJwks, previewIssuer, previewAudience } = config;
  if (previewJwks !== undefined && (previewIssuer === undefined || previewAudience === undefined)) {
    throw new UsageError(
      'Keys alone do not say which tokens are for previews of this service: with --preview-jwks set --preview-issuer and --preview-audience too.',
    );
  }
  if (previewJwks === undefined && (previewIssuer ?? previewAudience) !== undefined) {
    throw new UsageError(
      'Without keys no token of an issuer can be checked: name them with --preview-jwks, or leave out --preview-issuer and --preview-audience.',
    );
  }
  if (trustedDocuments === 'only' && automaticPersistedQueries) {
    throw new UsageError(
      '--automatic-persisted-queries lets clients bring documents of their own, and --trusted-documents=only lets nobody: leave one of them out.',
    );
  }
}

function listed(value: string): string[] {
  return value.split(',').flatMap((each) => each.trim() || []);
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
