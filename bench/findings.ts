// Everything that a run found, as it goes into JSON, and what of it has a bar.
import { isBuilt } from './built.ts';
import { grownCases, type Growth } from './growth.ts';
import type { Recompile } from './recompile.ts';
import type { Result } from './rounds.ts';

/** The machine, by what can be told of it to others. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  /** How processes were spread over cores. */
  readonly spread: string;
  /** Processes that wanted to run before the bench began: the load of the last minute. */
  readonly loadBefore: number;
}

/** A bar that is not a comparison with a peer. In `results` it stands beside those that are. */
export interface Check {
  readonly case: string;
  readonly against: string;
  /** A ratio, or a measurement in `unit`. */
  readonly ratio: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly bar: number;
  /** The bar is the most that is allowed, or the least. */
  readonly allowed: 'at most' | 'at least';
  readonly unit: string;
  readonly holds: boolean;
  readonly note: string | null;
}

/** A whole run. */
export interface Findings {
  readonly results: readonly (Result | Check)[];
  readonly growth: readonly Growth[];
  readonly recompile: Recompile | null;
  readonly machine: Machine;
  readonly run: {
    readonly articles: number;
    readonly rounds: number;
    readonly seconds: number;
    readonly seed: number;
    readonly flags: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly minutes: number;
  };
}

/** Whether a line is about a bar rather than a peer. */
export function isCheck(result: Result | Check): result is Check {
  return 'allowed' in result;
}

const MILLION = 1_000_000;

/** What growth and edits are held to. Bars for a million articles are held against the largest corpus, and that is said. */
export function checksOf(growth: readonly Growth[], recompile: Recompile | null): Check[] {
  const [smallest, largest, last] = [
    growth.find(({ serving }) => serving),
    growth.findLast(({ serving }) => serving),
    growth.at(-1),
  ];
  const checks: Check[] = [];
  if (smallest?.serving && largest?.serving && smallest !== largest) {
    const [small, large] = [smallest.serving, largest.serving];
    for (const { name } of grownCases().filter((each) => each.name !== 'search with facets')) {
      const ratio = large.latencies[name]!.p50 / small.latencies[name]!.p50;
      checks.push(
        atMost(`p50 of ${name} at ${count(largest)}`, `at ${count(smallest)}`, ratio, 1.5, '×', largest),
      );
    }
  }
  if (largest?.serving) {
    const { serving } = largest;
    const search = serving.latencies['search with facets']!.p50;
    const hits = `${serving.searchHits.toLocaleString('en')} records match`;
    const at = `at ${count(largest)}`;
    checks.push(
      atMost(
        `p50 of search with facets ${at}`,
        'the bare ranked query',
        search / serving.bareSearch.p50,
        3,
        '×',
        largest,
      ),
      atMost(`p50 of search with facets ${at}`, hits, search, 50, 'ms', largest),
      atMost(`start to first answer ${at}`, '', serving.firstAnswerSeconds, 1, 's', largest),
      atMost(`memory while serving ${at}`, '', serving.bytes / 1e6, 400, 'MB', largest),
    );
  }
  if (last) checks.push(...checksOfBuild(last));
  if (recompile) {
    checks.push({
      ...atMost(
        `one edit among ${recompile.files.toLocaleString('en')} files`,
        '',
        recompile.median,
        300,
        'ms',
      ),
      min: recompile.min,
      max: recompile.max,
    });
  }
  return checks;
}

function checksOfBuild(size: Growth): Check[] {
  const { articles, build } = size;
  // Of a build that was cut off, the articles that it could have had compiled by then: most records are theirs.
  const done = isBuilt(build) ? articles : build.records / (1 + STATEMENTS);
  const name = `build of ${count(size)}`;
  const note = isBuilt(build)
    ? noteOf(size)
    : `cut off after ${Math.round(build.seconds)} s, ${build.records.toLocaleString('en')} records in; without completing the indexes`;
  const rate = done / build.seconds;
  return [
    {
      ...line(name, '', rate, 1_500, 'articles/s'),
      allowed: 'at least',
      holds: isBuilt(build) && rate >= 1_500,
      note,
    },
    { ...atMost(`${name}, memory`, '', build.peakBytes / 1e6, 1_000, 'MB', size), note },
  ];
}

const STATEMENTS = 5;

function atMost(
  name: string,
  against: string,
  ratio: number,
  bar: number,
  unit: string,
  size?: Growth,
): Check {
  return {
    ...line(name, against, ratio, bar, unit),
    allowed: 'at most',
    holds: ratio <= bar,
    note: size ? noteOf(size) : null,
  };
}

function line(name: string, against: string, ratio: number, bar: number, unit: string) {
  return { case: name, against, ratio, min: null, max: null, bar, unit };
}

function noteOf({ articles }: Growth): string | null {
  return articles < MILLION ? 'the bar is for 1,000,000 articles' : null;
}

function count({ articles }: Growth): string {
  return articles.toLocaleString('en');
}
