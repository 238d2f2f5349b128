// What is in force and where it comes from, as rows: for the command that prints it, and for the documentation.
import {
  type Config,
  type ReadConfig,
  settings,
  type Source,
  TOKENS_VARIABLE,
  withoutSecrets,
} from '../config.ts';
import { limitSettings } from '../server/limits.ts';
import { helpOfOption, type OptionName } from './command.ts';

/** The options that decide how the service runs. */
export const serveOptions = [
  'content',
  'store',
  'replicas',
  'pool-size',
  'host',
  'port',
  'admin-port',
  'workers',
  'without-node',
  'trusted-documents',
  'trusted-documents-manifest',
  'automatic-persisted-queries',
  'log',
  'telemetry',
  'introspection',
  'suggestions',
  'graphiql',
  'rate-accounts',
  'preview-jwks',
  'preview-issuer',
  'preview-audience',
  'preview-claim',
  'preview-scope',
  'cors-origins',
] as const satisfies readonly OptionName[];

/** A setting that somebody can look up: how it is called in each place, and what it is where nobody sets it. */
export interface SettingRow {
  /** In a file; those of a group with a point, such as `limits.subscribers`. */
  readonly key: string;
  readonly flag: string | undefined;
  readonly variable: string;
  /** Undefined for nothing. */
  readonly fallback: string | undefined;
  /** What it does. */
  readonly help: string;
}

/** Every setting, limits last. */
export const settingRows: readonly SettingRow[] = [
  ...Object.entries(settings).map(([key, { flag, variable, fallback }]) => ({
    key,
    flag: `--${flag}`,
    variable,
    fallback: fallback || undefined,
    help: helpOfOption(flag),
  })),
  {
    key: 'previewTokens',
    flag: undefined,
    variable: TOKENS_VARIABLE,
    fallback: undefined,
    help: 'tokens, with commas between them, with which a request sees what is hidden',
  },
  ...Object.entries(limitSettings).map(([name, { variable, fallback, bounds }]) => ({
    key: `limits.${name}`,
    flag: undefined,
    variable,
    fallback: String(fallback),
    help: bounds,
  })),
];

/** A setting as it is in force. */
export interface InForce {
  readonly key: string;
  /** Without secrets; null for nothing. */
  readonly value: string | number | boolean | readonly string[] | null;
  readonly source: Source;
}

/** Every setting as it is in force. Of secrets it tells only that they are there. */
export function inForce(config: ReadConfig): InForce[] {
  return settingRows.map(({ key }) => ({
    key,
    value: valueOf(key, config),
    source: config.sources.get(key) ?? { kind: 'default', name: 'the default' },
  }));
}

function valueOf(key: string, config: ReadConfig): InForce['value'] {
  if (key === 'previewTokens') return config.previewTokens.map(() => '…');
  if (key.startsWith('limits.'))
    return config.limits[key.slice('limits.'.length) as keyof ReadConfig['limits']];
  const value = config[key as keyof Config] ?? null;
  if (typeof value === 'string') return withoutSecrets(value);
  return Array.isArray(value) ? value.map(withoutSecrets) : (value as number | boolean | null);
}
