// The words of the command line.
import { parseArgs } from 'node:util';

/** What a run is to do. */
export interface Options {
  /** Of the corpus on which programs are compared. */
  readonly articles: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly seed: number;
  /** Parts of names of cases, or `growth` or `recompile`; everything where there are none. */
  readonly only: readonly string[];
  readonly json: boolean;
  readonly full: boolean;
  /** Flags of `onrecord serve` for every service that is measured. */
  readonly flags: readonly string[];
  /** Variables of the environment for the same. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sizes of the corpora on which growth is measured, the smallest first. */
  readonly sizes: readonly number[];
  /** Where corpora are kept for the next run; undefined for a folder that is removed. */
  readonly keep: string | undefined;
  /** How long the run may take. */
  readonly minutes: number;
}

const help = `Measures onrecord beside its peers: npm run bench -- [options]

  --articles N    articles of the corpus on which programs are compared (10000)
  --rounds N      rounds, in each of which every program is started once (3)
  --seconds N     of each measurement (0.5)
  --only CASE     a part of the name of a case, or "growth" or "recompile"; may be repeated
  --seed N        of the made-up news (1)
  --sizes N,N     articles of the corpora on which growth is measured (1000,10000,100000)
  --full          growth up to 1,000,000 articles too; takes hours, and some 100 GB in the folder for temporary files
  --flags "…"     flags of "onrecord serve" for the services that are measured
  --env NAME=…    a variable of their environment, such as ONRECORD_KEPT_ANSWERS_IN_BYTES=0; may be repeated
  --keep DIR      keeps corpora and stores there, for the next run
  --minutes N     how long the run may take: the largest builds are cut off by it (14; none with --full)
  --json          results as JSON on standard output`;

/** Reads the command line. Ends the process where it is wrong, or asks for help. */
export function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        articles: { type: 'string', default: '10000' },
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '0.5' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string', multiple: true, default: [] },
        sizes: { type: 'string', default: '1000,10000,100000' },
        flags: { type: 'string', default: '' },
        env: { type: 'string', multiple: true, default: [] },
        keep: { type: 'string' },
        minutes: { type: 'string' },
        json: { type: 'boolean', default: false },
        full: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
    if (values.help) {
      console.log(help);
      process.exit(0);
    }
    const sizes = values.sizes.split(',').map((size) => whole('sizes', size, 100));
    return {
      articles: whole('articles', values.articles, 100),
      rounds: whole('rounds', values.rounds, 1),
      seconds: amount('seconds', values.seconds),
      seed: whole('seed', values.seed, 0),
      only: values.only,
      json: values.json,
      full: values.full,
      flags: values.flags.split(/\s+/).filter((flag) => flag !== ''),
      environment: Object.fromEntries(values.env.map(variable)),
      sizes: (values.full ? [...sizes, 1_000_000] : sizes).toSorted((a, b) => a - b),
      keep: values.keep,
      minutes:
        values.minutes === undefined ? (values.full ? Infinity : 14) : amount('minutes', values.minutes),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
}

function whole(name: string, text: string, least: number): number {
  if (/^\d{1,8}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${name} is "${text}": give a whole number from ${least} on.`);
}

function variable(text: string): [string, string] {
  const [name, ...value] = text.split('=');
  if (name && value.length > 0) return [name, value.join('=')];
  throw new Error(`--env is "${text}": give NAME=VALUE.`);
}

function amount(name: string, text: string): number {
  if (Number(text) > 0) return Number(text);
  throw new Error(`--${name} is "${text}": give a number above 0.`);
}
