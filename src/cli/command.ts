// What a command is, and how its words are read: options, help, and what to say when they are wrong.
import { parseArgs } from 'node:util';
import { FILE_VARIABLE, type ReadConfig, readConfig, settings, UsageError } from '../config.ts';
import { usualFiles } from '../config/file.ts';
import { didYouMean } from '../content/problems.ts';

/** What commands see of the process that they run in. */
export interface Io {
  /** Writes a line, or several, to standard output. */
  out(text: string): void;
  /** The same to standard error. */
  err(text: string): void;
  /** Writes over the last line of standard error; undefined where that is no terminal. */
  readonly overwrite: ((text: string) => void) | undefined;
  onSignal(listener: (signal: 'SIGTERM' | 'SIGINT') => void): void;
  /** Calls `listener` each time that the process is asked to look again at what it serves. */
  onReload(listener: () => void): void;
}

/** A command of the program. */
export interface Command {
  readonly summary: string;
  /** What its help says below the summary. */
  readonly about: string;
  readonly options: readonly OptionName[];
  /** Does the work; resolves with the exit code. */
  run(options: Options, io: Io): Promise<number>;
}

/** The options of a call, checked. */
export interface Options extends ReadConfig {
  readonly watch: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

interface Option {
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
}

const options = {
  content: { value: 'DIR', help: 'the folder with the content files' },
  store: {
    value: 'STORE',
    help: 'what the compiled corpus is kept in: a file, or postgres://user:password@host/database',
  },
  replicas: {
    value: 'URLS',
    help: 'databases that follow the one of --store and are read in its place, with commas between them',
  },
  'pool-size': {
    value: 'N',
    help: 'how many connections each process holds at most to each database',
  },
  host: { value: 'HOST', help: 'the address to listen on; 0.0.0.0 for every one of this machine' },
  port: { value: 'PORT', help: 'the port to listen on; 0 picks a free one' },
  workers: { value: 'N', help: 'how many processes answer on the port' },
  'admin-port': { value: 'PORT', help: 'a port for metrics in the format of Prometheus, at /metrics' },
  'without-node': {
    help: 'leave node and nodes out of the subgraph, for a graph in which another one has them',
  },
  'trusted-documents': {
    value: 'MODE',
    help: 'documents of a manifest, asked for by their ids: off, allowed besides others, or only these',
  },
  'trusted-documents-manifest': {
    value: 'FILE',
    help: 'the manifest, as GraphQL Code Generator, Relay or Apollo writes it',
  },
  'automatic-persisted-queries': { help: 'keep documents for clients that ask for them by their hash' },
  log: {
    value: 'HOW',
    help: 'a line for each request: json, pretty for people, or off',
  },
  telemetry: {
    value: 'URL',
    help: 'an OTLP/HTTP endpoint that traces are sent to, with the packages of OpenTelemetry',
  },
  config: { value: 'FILE', help: 'a file with settings, in JSON or YAML' },
  introspection: {
    value: 'true|false',
    help: 'whether clients may ask for the schema; false also takes GraphiQL and suggestions away',
  },
  suggestions: {
    value: 'true|false',
    help: 'whether errors guess what was meant, by names of the schema',
  },
  graphiql: { value: 'true|false', help: 'whether browsers get GraphiQL and the start page' },
  'rate-accounts': {
    value: 'WHERE',
    help: 'where rates are counted: memory of each process, store for all that share the database of --store, or postgres://…',
  },
  'preview-jwks': {
    value: 'URL',
    help: 'the JSON Web Key Set, a URL or a file, of whoever issues preview tokens as JSON Web Tokens',
  },
  'preview-issuer': { value: 'TEXT', help: 'who issues them: the claim iss' },
  'preview-audience': { value: 'TEXT', help: 'for whom: the claim aud' },
  'preview-claim': {
    value: 'NAME',
    help: 'the claim that tells what a token grants; points lead into objects, as in realm_access.roles',
  },
  'preview-scope': { value: 'WORD', help: 'what has to be in that claim' },
  'cors-origins': {
    value: 'LIST',
    help: 'origins whose pages may read the answers, with commas between them; * for all',
  },
  watch: { help: 'follow the content folder, and serve every change that has no problems' },
  force: { help: 'build even where nothing changed' },
  json: { help: 'print one JSON document instead of text' },
  help: { short: 'h', help: 'say how the command is used' },
  version: { short: 'v', help: 'print the version' },
} as const satisfies Record<string, Option>;

/** The name of an option. */
export type OptionName = keyof typeof options;

const everywhere = ['config', 'help', 'version'] as const;

/** What the words after a command ask for. */
export type Call = 'help' | 'version' | Options;

/** Reads the words after the name of a command. Rejects with a {@link UsageError}. */
export async function readCall(name: string, command: Command, words: readonly string[]): Promise<Call> {
  const known: readonly OptionName[] = [...command.options, ...everywhere];
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: Object.fromEntries(known.map((option) => [option, definitionOf(option)])),
  });
  const flags: Partial<Record<OptionName, string>> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new UsageError(`"${token.value}" is one word too many: "${name}" takes options only.`);
    }
    if (token.kind !== 'option') continue;
    const option = known.find((each) => each === token.name);
    if (!option) throw unknownOption(name, token.rawName, token.name, known);
    if (
      isValued(option) &&
      (token.value === undefined || (!token.inlineValue && token.value.startsWith('-')))
    ) {
      throw new UsageError(
        `--${option} needs a value: write --${option}=${(options[option] as Option).value}.`,
      );
    }
    if (!isValued(option) && token.value !== undefined)
      throw new UsageError(`--${option} takes no value: write it alone.`);
    flags[option] = token.value ?? '';
  }
  if (flags.help !== undefined) return 'help';
  if (flags.version !== undefined) return 'version';
  const { watch, force, json } = flags;
  return {
    ...(await readConfig(command.options, flags)),
    watch: watch !== undefined,
    force: force !== undefined,
    json: json !== undefined,
  };
}

/** How a command is used. */
export function helpOf(name: string, command: Command): string {
  return `${command.summary}

Usage: onrecord ${name} [options]

${command.about}

Options:
${optionTable([...command.options, ...everywhere])}`;
}

/** The options with what each does, one a line. */
export function optionTable(names: readonly OptionName[]): string {
  const rows = names.map((name) => {
    const { short, value, help }: Option = options[name];
    const setting = Object.values(settings).find(({ flag }) => flag === name);
    const fallback = value === undefined || !setting?.fallback ? '' : `default: ${setting.fallback}; `;
    const otherwise =
      name === 'config'
        ? ` (default: ${usualFiles[0]} or .yaml, where there is one; environment: ${FILE_VARIABLE})`
        : setting
          ? ` (${fallback}environment: ${setting.variable})`
          : '';
    return [
      `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`,
      help + otherwise,
    ] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** What an option does, in a few words. */
export function helpOfOption(name: string): string {
  return name in options ? options[name as OptionName].help : '';
}

function definitionOf(name: OptionName): { type: 'string' | 'boolean'; short?: string } {
  const { short }: Option = options[name];
  return { type: isValued(name) ? 'string' : 'boolean', ...(short && { short }) };
}

function isValued(name: OptionName): boolean {
  return 'value' in options[name];
}

function unknownOption(
  command: string,
  written: string,
  name: string,
  known: readonly OptionName[],
): UsageError {
  const elsewhere =
    name in options
      ? `: it belongs to another command`
      : didYouMean(
          written,
          known.map((each) => `--${each}`),
        );
  return new UsageError(`"${command}" has no option ${written}${elsewhere}.`);
}
